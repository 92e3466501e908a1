//! What a microcontroller counts on, shown on a desktop: no allocation, little stack.

mod augmentation;
#[path = "../common/counting.rs"]
mod counting;
mod least_stack;
mod no_alloc;
#[path = "../common/pool.rs"]
mod pool;
mod small_stack;
