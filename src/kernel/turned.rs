//! B = Aᵀ, square by square: as many columns as a vector has lanes are turned around in registers.
#![allow(clippy::needless_range_loop)]

use super::simd::Simd;
use crate::Scalar;

/// The most lanes a vector has.
const MOST: usize = 16;

/// The first `rows` of A's `columns`, `stride` apart, become the columns of B: its own lie `width` apart and, where there is
/// room, hold anything behind that.
#[inline(always)]
pub(super) fn turned<T: Scalar, S: Simd<T>>(
    s: S,
    [rows, columns]: [usize; 2],
    a: &[T],
    stride: usize,
    b: &mut [T],
    width: usize,
) {
    for column in (0..columns).step_by(S::LANES) {
        let count = S::LANES.min(columns - column);
        for row in (0..rows).step_by(S::LANES) {
            let depth = S::LANES.min(rows - row);
            let a = &a[column * stride + row..];
            let b = &mut b[row * width + column..];
            if count == S::LANES && depth == S::LANES {
                square::<T, S, false>(s, [depth, count], a, stride, b, width, true);
            } else {
                square::<T, S, true>(s, [depth, count], a, stride, b, width, column + S::LANES <= width);
            }
        }
    }
}

/// One square; `PART`: of fewer rows or columns than lanes; `room`: all lanes may be stored.
#[cfg_attr(not(debug_assertions), inline(always))]
fn square<T: Scalar, S: Simd<T>, const PART: bool>(
    s: S,
    [depth, count]: [usize; 2],
    a: &[T],
    stride: usize,
    b: &mut [T],
    width: usize,
    room: bool,
) {
    let mut v = [s.splat(T::ZERO); MOST];
    for k in 0..S::LANES {
        if !PART {
            v[k] = s.load(&a[k * stride..]);
        } else if k < count {
            v[k] = s.load_part(&a[k * stride..][..depth]);
        }
    }
    // each round brings together what is half of the vectors apart
    let mut round = 1;
    while round < S::LANES {
        let before = v;
        for k in 0..S::LANES / 2 {
            [v[2 * k], v[2 * k + 1]] = s.zip(before[k], before[k + S::LANES / 2]);
        }
        round *= 2;
    }
    for k in 0..S::LANES {
        if PART && k >= depth {
            continue;
        }
        let b = &mut b[k * width..];
        if !PART || room {
            s.store(v[k], b);
        } else {
            s.store_part(v[k], &mut b[..count]);
        }
    }
}
