//! The kernels: products, convolutions, windows, functions, at every level of instructions, against exact values.

mod activation_ends;
mod borders;
mod convolutions;
mod double_precision;
mod exact_losses;
#[path = "../common/levels.rs"]
mod levels;
mod math;
mod products;
#[path = "../common/random.rs"]
mod random;
mod training;
