//! What a microcontroller counts on, shown on a desktop: no allocation, little stack.

mod augmentation;
mod counting;
mod least_stack;
mod no_alloc;
#[path = "../training/pool.rs"]
mod pool;
mod small_stack;
