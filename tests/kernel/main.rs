//! The kernels: products, convolutions, windows, functions, at every level of instructions, against exact values.

mod activation_ends;
mod borders;
mod convolutions;
mod double_precision;
mod exact_losses;
mod levels;
mod math;
mod products;
mod random;
mod training;
