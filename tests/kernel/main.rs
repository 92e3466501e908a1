//! The kernels: products, convolutions, windows, functions, at every level of instructions, against exact values.

mod activation_ends;
mod convolutions;
mod double_precision;
mod levels;
mod math;
mod products;
mod random;
mod training;
