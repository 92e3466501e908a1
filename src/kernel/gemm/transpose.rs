//! B = Aᵀ, square by square: as many columns as a vector has lanes are transposed in registers.
#![allow(clippy::needless_range_loop)]

use super::few_rows::interleave;
use crate::Scalar;
use crate::kernel::isa::{MOST, Part, Simd};

/// The first `rows` of A's `columns`, `stride` apart, become the columns of B: its own lie `width` apart and, where there is
/// room, hold anything behind that.
#[inline(always)]
pub(in crate::kernel) fn transpose<T: Scalar, S: Simd<T>>(
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
            let room = column + S::LANES <= width;
            if count == S::LANES && depth == S::LANES {
                s.call(Square::<T, false> { depth, count, a, stride, b, width, room });
            } else {
                s.call(Square::<T, true> { depth, count, a, stride, b, width, room });
            }
        }
    }
}

/// One square; `PART`: of fewer rows or columns than lanes. A call of its own: inlined, the compiler prepares the address of
/// every column before the first.
struct Square<'a, T, const PART: bool> {
    depth: usize,
    count: usize,
    a: &'a [T],
    stride: usize,
    b: &'a mut [T],
    width: usize,
    /// Whether all lanes may be stored.
    room: bool,
}

impl<T: Scalar, const PART: bool> Part<T> for Square<'_, T, PART> {
    #[inline(always)]
    fn run<S: Simd<T>>(self, s: S) {
        let Square { depth, count, a, stride, b, width, room } = self;
        let v = square::<T, S, PART>(s, [depth, count], a, stride);
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
}

/// As many vectors as a vector has lanes, transposed; `PART`: of `depth` lanes, and no more than `count`.
#[inline(always)]
fn square<T: Scalar, S: Simd<T>, const PART: bool>(
    s: S,
    [depth, count]: [usize; 2],
    a: &[T],
    stride: usize,
) -> [S::Vector; MOST] {
    let mut v = [s.splat(T::ZERO); MOST];
    for k in 0..S::LANES {
        if !PART {
            v[k] = s.load(&a[k * stride..]);
        } else if k < count {
            v[k] = s.load_part(&a[k * stride..][..depth]);
        }
    }
    interleave(s, S::LANES, v)
}
