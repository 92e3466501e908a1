//! B = Aᵀ, square by square: as many columns as a vector has lanes are turned around in registers.
#![allow(clippy::needless_range_loop)]

use super::few::zipped;
use super::held::Passing;
use super::order::{closed_up, opened_up};
use super::simd::{MOST, Part, Simd};
use crate::Scalar;

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
    if rows == stride && rows > 1 && 2 * rows <= S::LANES {
        return match rows.next_power_of_two() {
            2 => s.call(Parted::<T, 2> { rows, columns, a, b, width }),
            4 => s.call(Parted::<T, 4> { rows, columns, a, b, width }),
            _ => s.call(Parted::<T, 8> { rows, columns, a, b, width }),
        };
    }
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

/// C = Aᵀ B, where A has as many rows as a vector has lanes and no more columns, and so stays in registers when it is turned.
pub(super) struct Through<'a, T> {
    /// Columns of A.
    pub(super) rows: usize,
    pub(super) a: &'a [T],
    pub(super) b: &'a [T],
    pub(super) c: &'a mut [T],
    pub(super) c_stride: usize,
}

impl<T: Scalar> Part<T> for Through<'_, T> {
    #[inline(always)]
    fn run<S: Simd<T>>(self, s: S) {
        let Through { rows, a, b, c, c_stride } = self;
        let columns = b.len() / S::LANES;
        let passing = Passing { rows, columns, start: None, b, b_stride: S::LANES, c, c_stride };
        if rows == S::LANES {
            let a = square::<T, S, false>(s, [S::LANES; 2], a, S::LANES);
            passing.by::<S, false, false>(s, &a[..S::LANES]);
        } else {
            let a = square::<T, S, true>(s, [S::LANES, rows], a, S::LANES);
            passing.by::<S, true, false>(s, &a[..S::LANES]);
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

/// B = Aᵀ, where A has no gaps, and fewer rows than a vector has lanes; R is the next power of two. Whole vectors are read, of
/// many columns each.
struct Parted<'a, T, const R: usize> {
    rows: usize,
    columns: usize,
    a: &'a [T],
    b: &'a mut [T],
    width: usize,
}

impl<T: Scalar, const R: usize> Part<T> for Parted<'_, T, R> {
    #[inline(always)]
    fn run<S: Simd<T>>(self, s: S) {
        let Parted { rows, columns, a, b, width } = self;
        // what is more than the rows may be anything
        let (count, order) = (S::LANES / R, &const { opened_up(R) }[rows]);
        let a = &a[..columns * rows];
        for first in (0..columns).step_by(S::LANES) {
            let mut v = [s.splat(T::ZERO); R];
            for k in 0..R {
                // behind the end there is nothing, but an address: the processor takes long to see that it need not read at none
                let a = &a[((first + k * count) * rows).min(a.len())..];
                let a = if a.len() < S::LANES { s.load_part(a) } else { s.load(a) };
                v[k] = s.permuted(a, order);
            }
            // each round brings apart, by half of the vectors, what lies side by side
            let mut round = 1;
            while round < R {
                let before = v;
                for k in 0..R / 2 {
                    [v[k], v[k + R / 2]] = s.unzip(before[2 * k], before[2 * k + 1]);
                }
                round *= 2;
            }
            for k in 0..R {
                if k < rows {
                    let b = &mut b[k * width + first..];
                    if first + S::LANES <= width {
                        s.store(v[k], b);
                    } else {
                        s.store_part(v[k], &mut b[..S::LANES.min(columns - first)]);
                    }
                }
            }
        }
    }
}

/// C += Aᵀ, where C has `rows`, less than a vector has lanes, and no gaps; R is the next power of two.
#[cfg_attr(not(debug_assertions), inline(always))]
pub(super) fn added<T: Scalar, S: Simd<T>, const R: usize>(s: S, rows: usize, a: &[T], c: &mut [T]) {
    let columns = c.len() / rows;
    let count = S::LANES / R;
    let order = &const { closed_up(R) }[rows];
    for (first, c) in (0..columns).step_by(S::LANES).zip(c.chunks_mut(S::LANES * rows)) {
        let width = S::LANES.min(columns - first);
        let mut v = [s.splat(T::ZERO); R];
        for row in 0..R {
            if row < rows {
                let a = &a[row * columns + first..][..width];
                v[row] = if width == S::LANES { s.load(a) } else { s.load_part(a) };
            }
        }
        v = zipped(s, R, v);
        // all is read before anything is written: a processor would wait, because what is read and written overlaps
        let (size, length) = (count * rows, c.len());
        let place = |k: usize| (k * size).min(length)..((k + 1) * size).min(length);
        for k in 0..R {
            v[k] = s.add(s.permuted(v[k], order), s.load_part(&c[place(k)]));
        }
        for k in 0..R {
            s.store_part(v[k], &mut c[place(k)]);
        }
    }
}

/// As many vectors as a vector has lanes, turned around; `PART`: of `depth` lanes, and no more than `count`.
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
    zipped(s, S::LANES, v)
}
