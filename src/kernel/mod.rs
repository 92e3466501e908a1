//! The hot loops: everything that takes time in this crate goes through one of these doors.

mod conv;
mod epilogue;
mod gemm;
mod isa;
mod math;
mod norm;

#[doc(hidden)]
pub use conv::select as conv_sizes;
pub use conv::{Convolution, Pool, pool};
pub(crate) use conv::{PLAIN_SUMS, convolution32, convolution64};
pub use epilogue::Epilogue;
pub(crate) use epilogue::{apply_epilogue, fused_epilogue};
#[doc(hidden)]
pub use gemm::select as gemm_sizes;
pub use gemm::{GemvEpilogue, Product, affine, affine_activated, affine_bias, affine_input, affine_weights};
pub(crate) use gemm::{
    affine_locals, affine_of_last, fits_one_kernel, fused_affine, fused_affine_activated, gemv_epilogue32,
    gemv_epilogue64, product32, product64, unrolled_affine,
};
pub(crate) use isa::{Fusing, fusing};
pub use isa::{Level, Work, launch};
pub use math::CrossEntropy;
pub(crate) use math::{
    Sums, add, cross_entropy32, cross_entropy64, erf32, erf64, exp32, exp64, gelu_slope32, gelu_slope64,
    gelu32, gelu64, largest, ln_1p32, ln_1p64, ln32, ln64, power, sigmoid32, sigmoid64, softmax, sqrt32,
    sqrt64, tanh32, tanh64, total, total_of_pairs,
};
#[cfg(feature = "std")]
pub(crate) use norm::SIDE;
pub(crate) use norm::{
    feature_sums, mean_and_deviation, moments, normalize, normalize_each, plane_sums, slopes, slopes_each,
    through, through_each,
};
