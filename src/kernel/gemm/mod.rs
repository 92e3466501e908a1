//! Matrix products.

mod batch;
mod bias;
pub(super) mod blocks;
mod dense;
pub(super) mod dot;
mod few_rows;
mod gemv;
mod gemv_epilogue;
mod gemv_few_rows;
mod k_blocks;
pub(super) mod microkernel;
mod pack;
mod plain;
mod product;
pub mod select;
mod small_depth;
mod stationary;
pub(super) mod transpose;
mod unrolled;

pub use dense::{affine, affine_activated, affine_bias, affine_input, affine_weights};
pub(crate) use dense::{affine_of_last, fused_affine_activated};
pub use gemv_epilogue::GemvEpilogue;
pub(crate) use gemv_epilogue::{gemv_epilogue32, gemv_epilogue64};
pub use product::Product;
pub(crate) use product::{product32, product64};
pub(crate) use select::{affine_locals, fits_one_kernel};
pub(crate) use unrolled::{affine as unrolled_affine, fused_affine};
