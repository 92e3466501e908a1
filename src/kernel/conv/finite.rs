//! Where zeros stand for what lies beyond an image, or between the rows of its windows, a NaN or an infinity makes NaN of them:
//! vectors must not go there, plain loops pass over such places.

use super::plain;
use crate::Scalar;
use crate::kernel::isa::Simd;
use crate::window::Geometry;

/// Vectors of sums under way at once.
const AT_ONCE: usize = 4;

/// Whether there is neither a NaN nor an infinity.
#[inline(always)]
pub(super) fn are_finite<T: Scalar, S: Simd<T>>(s: S, numbers: &[T]) -> bool {
    // 0 times anything else is NaN, and stays so
    let zero = s.splat(T::ZERO);
    let mut sums = [zero; AT_ONCE];
    let mut k = 0;
    while k + AT_ONCE * S::LANES <= numbers.len() {
        for side in 0..AT_ONCE {
            sums[side] = s.mul_add(s.load(&numbers[k + side * S::LANES..]), zero, sums[side]);
        }
        k += AT_ONCE * S::LANES;
    }
    while k + S::LANES <= numbers.len() {
        sums[0] = s.mul_add(s.load(&numbers[k..]), zero, sums[0]);
        k += S::LANES;
    }
    if k < numbers.len() {
        sums[0] = s.mul_add(s.load_part(&numbers[k..]), zero, sums[0]);
    }
    s.sum(s.add(s.add(sums[0], sums[1]), s.add(sums[2], sums[3]))) == T::ZERO
}

/// [`plain::forward`], once and not for each instruction set.
#[cold]
#[inline(never)]
pub(super) fn forward<T: Scalar>(g: &Geometry, weights: &[T], bias: Option<&[T]>, x: &[T], z: &mut [T]) {
    plain::forward(g, weights, bias, x, z);
}

/// [`plain::weights`], once and not for each instruction set.
#[cold]
#[inline(never)]
pub(super) fn weights<T: Scalar>(g: &Geometry, dz: &[T], x: &[T], gradient: &mut [T]) {
    plain::weights(g, dz, x, gradient);
}
