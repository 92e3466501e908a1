//! Convolutions and pools.

mod bands;
mod conv1d;
mod direct;
mod finite;
mod im2col;
mod input_gradient;
mod microkernel;
mod patches;
mod plain;
mod plain_conv1d;
mod plain_tile;
mod pool;
mod product;
mod rows;
pub mod select;

pub use pool::{Pool, pool};
pub use product::Convolution;
pub(crate) use product::{convolution32, convolution64};
pub(crate) use select::PLAIN_SUMS;
