//! The products of a dense layer, for sizes that the compiler knows.
//!
//! A batch of B vectors of N is `[[T; N]; B]`, sample after sample. Weights are nalgebra's column-major matrices: column
//! `i` holds what input `i` sends to each output.

use nalgebra::SMatrix;

use super::product::Product;
use super::{bias, gemv_epilogue, product, select, unrolled};
use crate::Scalar;
use crate::kernel::epilogue::{Epilogue, NoEpilogue, apply_epilogue};
use crate::kernel::{Level, launch};

/// y = f(W x + b), for each of the B samples.
///
/// Which of the ways is taken is a constant, a function, so that the compiler never sees the others at these sizes.
///
/// ```
/// use constrata::{activation::Relu, kernel, nalgebra::matrix};
/// let (w, b) = (matrix![1.0, 2.0; -1.0, 0.0], [0.5, 0.0]);
/// let mut y = [[0.0_f32; 2]; 1];
/// kernel::affine_activated::<Relu, _, 2, 2, 1>(&w, Some(&b), &[[3.0, 4.0]], &mut y);
/// assert_eq!(y, [[11.5, 0.0]]);
/// ```
#[inline(always)]
pub fn affine_activated<E: Epilogue, T: Scalar, const IN: usize, const OUT: usize, const B: usize>(
    weights: &SMatrix<T, OUT, IN>,
    bias: Option<&[T; OUT]>,
    x: &[[T; IN]; B],
    y: &mut [[T; OUT]; B],
) {
    let way = const {
        if select::has_own_kernel(IN, OUT, B) {
            gemv_epilogue::affine_activated::<E, T, IN, OUT, B>
        } else {
            in_two_steps::<E, T, IN, OUT, B>
        }
    };
    way(weights, bias, x, y);
}

/// The product, then the function. Where an address has 32 bits, code counts: there layers of one size share this, which
/// inlined in each of them made the code of ten layers twice as long.
#[cfg_attr(target_pointer_width = "64", inline(always))]
#[cfg_attr(target_pointer_width = "32", inline)]
fn in_two_steps<E: Epilogue, T: Scalar, const IN: usize, const OUT: usize, const B: usize>(
    weights: &SMatrix<T, OUT, IN>,
    bias: Option<&[T; OUT]>,
    x: &[[T; IN]; B],
    y: &mut [[T; OUT]; B],
) {
    affine(weights, bias, x, y);
    apply_epilogue::<E, T>(y.as_flattened_mut(), OUT);
}

/// As [`affine_activated`], in a kernel for a processor that rounds a product and a sum once.
#[inline(always)]
pub(crate) fn fused_affine_activated<
    E: Epilogue,
    T: Scalar,
    const IN: usize,
    const OUT: usize,
    const B: usize,
>(
    weights: &SMatrix<T, OUT, IN>,
    bias: Option<&[T; OUT]>,
    x: &[[T; IN]; B],
    y: &mut [[T; OUT]; B],
) {
    T::fused_affine(&weights.data.0, bias, x, y);
    T::fused_epilogue::<E>(y.as_flattened_mut(), OUT);
}

/// As [`affine_activated`] of one sample, without the first `missing` columns of W and numbers of x, which may hold anything.
///
/// All sums are in one order where there is no choice of instructions, however many are missing.
#[inline(always)]
pub(crate) fn affine_of_last<E: Epilogue, const FUSED: bool, T: Scalar, const IN: usize, const OUT: usize>(
    weights: &SMatrix<T, OUT, IN>,
    bias: Option<&[T; OUT]>,
    missing: usize,
    x: &[T; IN],
    y: &mut [T; OUT],
) {
    if Level::CHOICE && missing == 0 {
        let (x, y) = (core::array::from_ref(x), core::array::from_mut(y));
        return if FUSED {
            fused_affine_activated::<E, T, IN, OUT, 1>(weights, bias, x, y);
        } else {
            affine_activated::<E, T, IN, OUT, 1>(weights, bias, x, y);
        };
    }
    let missing = missing.min(IN);
    T::product(Product::Affine {
        inputs: IN - missing,
        outputs: OUT,
        weights: weights.as_slice().get(missing * OUT..).unwrap_or_default(),
        bias: bias.map(|b| b.as_slice()),
        x: x.get(missing..).unwrap_or_default(),
        z: y,
    });
    apply_epilogue::<E, T>(y, OUT);
}

/// By straight lines, in one chain of sums.
#[inline(always)]
fn unrolled<T: Scalar, const IN: usize, const OUT: usize, const B: usize>(
    weights: &SMatrix<T, OUT, IN>,
    bias: Option<&[T; OUT]>,
    x: &[[T; IN]; B],
    z: &mut [[T; OUT]; B],
) {
    unrolled::affine::<T, 1, IN, OUT, B>(&weights.data.0, bias, x, z);
}

/// z = W x + b, for each of the B samples.
///
/// ```
/// use constrata::{kernel, nalgebra::matrix};
/// let mut z = [[0.0_f32]; 3];
/// kernel::affine(&matrix![1.0, 2.0], Some(&[0.5]), &[[1.0, 0.0], [0.0, 1.0], [1.0, 1.0]], &mut z);
/// assert_eq!(z, [[1.5], [2.5], [3.5]]);
/// ```
#[inline(always)]
pub fn affine<T: Scalar, const IN: usize, const OUT: usize, const B: usize>(
    weights: &SMatrix<T, OUT, IN>,
    bias: Option<&[T; OUT]>,
    x: &[[T; IN]; B],
    z: &mut [[T; OUT]; B],
) {
    let way = const {
        if select::has_own_kernel(IN, OUT, B) {
            gemv_epilogue::affine_activated::<NoEpilogue, T, IN, OUT, B>
        } else if select::is_unrolled(IN, OUT, B) {
            unrolled
        } else {
            product::affine
        }
    };
    way(weights, bias, x, z);
}

/// ∂W += ∂z xᵀ, summed over the batch.
///
/// ```
/// use constrata::{kernel, nalgebra::matrix};
/// let mut gradient = matrix![0.0_f32, 0.0];
/// kernel::affine_weights(&[[1.0], [10.0]], &[[1.0, 2.0], [3.0, 4.0]], &mut gradient);
/// assert_eq!(gradient, matrix![31.0, 42.0]); // 1 (1, 2) + 10 (3, 4)
/// ```
#[inline(always)]
pub fn affine_weights<T: Scalar, const IN: usize, const OUT: usize, const B: usize>(
    dz: &[[T; OUT]; B],
    x: &[[T; IN]; B],
    gradient: &mut SMatrix<T, OUT, IN>,
) {
    let way = const {
        if select::is_unrolled(IN, OUT, B) { unrolled::affine_weights } else { product::affine_weights }
    };
    way(dz, x, gradient);
}

/// ∂b += ∂z, summed over the batch.
///
/// ```
/// use constrata::kernel;
/// let mut gradient = [0.5_f32, 0.0];
/// kernel::affine_bias(&[[1.0, 2.0], [3.0, 4.0]], &mut gradient); // added to what is there
/// assert_eq!(gradient, [4.5, 6.0]);
/// ```
#[inline]
pub fn affine_bias<T: Scalar, const OUT: usize, const B: usize>(
    dz: &[[T; OUT]; B],
    bias_gradient: &mut [T; OUT],
) {
    launch(OUT * B, bias::Bias { dz, gradient: bias_gradient });
}

/// ∂x = Wᵀ ∂z, for each of the B samples.
///
/// ```
/// use constrata::{kernel, nalgebra::matrix};
/// let mut dx = [[0.0_f32; 2]];
/// kernel::affine_input(&matrix![1.0, 2.0; 3.0, 4.0], &[[1.0, 10.0]], &mut dx);
/// assert_eq!(dx, [[31.0, 42.0]]); // 1 (1, 2) + 10 (3, 4)
/// ```
#[inline(always)]
pub fn affine_input<T: Scalar, const IN: usize, const OUT: usize, const B: usize>(
    weights: &SMatrix<T, OUT, IN>,
    dz: &[[T; OUT]; B],
    dx: &mut [[T; IN]; B],
) {
    let way = const {
        if select::input_is_unrolled(IN, OUT, B) { unrolled::affine_input } else { product::affine_input }
    };
    way(weights, dz, dx);
}
