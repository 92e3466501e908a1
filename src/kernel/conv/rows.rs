//! Rows of numbers, cleared, copied and added by vectors.

use crate::Scalar;
use crate::kernel::isa::Simd;

/// Zeros, up to a vector too many.
#[inline(always)]
pub(super) fn clear<T: Scalar, S: Simd<T>>(s: S, count: usize, to: &mut [T]) {
    let mut k = 0;
    while k < count {
        s.store(s.splat(T::ZERO), &mut to[k..]);
        k += S::LANES;
    }
}

/// The first numbers of `from`; full vectors, and so up to a vector too many, to be overwritten by what comes next.
#[inline(always)]
pub(super) fn copy<T: Scalar, S: Simd<T>>(s: S, from: &[T], count: usize, to: &mut [T]) {
    let mut k = 0;
    while k < count {
        let part = &from[k..];
        let vector = if part.len() >= S::LANES { s.load(part) } else { s.load_part(part) };
        s.store(vector, &mut to[k..]);
        k += S::LANES;
    }
}

/// to += from
#[inline(always)]
pub(super) fn add<T: Scalar, S: Simd<T>>(s: S, from: &[T], to: &mut [T]) {
    let count = from.len();
    let mut k = 0;
    while k + S::LANES <= count {
        let sum = s.add(s.load(&from[k..]), s.load(&to[k..]));
        s.store(sum, &mut to[k..]);
        k += S::LANES;
    }
    if k < count {
        let sum = s.add(s.load_part(&from[k..]), s.load_part(&to[k..count]));
        s.store_part(sum, &mut to[k..count]);
    }
}

/// Copies as much as there is, and no more.
#[inline(always)]
pub(super) fn exactly<T: Scalar, S: Simd<T>>(s: S, from: &[T], to: &mut [T]) {
    let count = from.len();
    let mut k = 0;
    while k + S::LANES <= count {
        s.store(s.load(&from[k..]), &mut to[k..]);
        k += S::LANES;
    }
    if k < count {
        s.store_part(s.load_part(&from[k..]), &mut to[k..count]);
    }
}
