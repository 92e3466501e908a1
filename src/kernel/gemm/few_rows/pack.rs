//! A few rows as [`FewRows`](super::FewRows) takes them: step by step down the depth, as many columns as a row has
//! lanes, row by row.
#![allow(clippy::needless_range_loop)]

use super::lane_order::{by_rows, opened_up};
use crate::Scalar;
use crate::kernel::isa::{MOST, Simd};

/// How the rows lie.
#[derive(Clone, Copy)]
pub(in crate::kernel::gemm) enum Layout<'a, T> {
    /// As columns, so far apart, and behind the rows anything.
    Columns(&'a [T], usize),
    /// One after another, so far apart.
    Rows(&'a [T], usize),
}

impl<T: Scalar> Layout<'_, T> {
    /// The first `rows`, where D lanes are for each and V vectors for all; zeros follow the depth, and any other rows the last.
    #[inline(always)]
    pub(super) fn pack<S: Simd<T>, const V: usize, const D: usize>(
        self,
        s: S,
        rows: usize,
        depth: usize,
        to: &mut [T],
    ) {
        let each = const { S::LANES.div_ceil(D) };
        match self {
            Layout::Columns(a, stride) if rows == 1 => {
                let last = (depth.div_ceil(D) * D).min(to.len());
                to[..last].fill(T::ZERO);
                for (to, column) in to[..depth].iter_mut().zip(a.chunks(stride)) {
                    *to = column[0];
                }
            }
            // how many lanes and vectors there are for the rows says what power of two they fill
            Layout::Columns(a, stride) if stride == rows && 2 * rows <= S::LANES => {
                let a = &a[..depth * rows];
                if const { places(V, S::LANES.div_ceil(D)) == 2 } {
                    pack_contiguous::<T, S, V, D, 2>(s, rows, a, to);
                } else if const { places(V, S::LANES.div_ceil(D)) == 4 } {
                    pack_contiguous::<T, S, V, D, 4>(s, rows, a, to);
                } else if const { places(V, S::LANES.div_ceil(D)) == 8 } {
                    pack_contiguous::<T, S, V, D, 8>(s, rows, a, to);
                }
            }
            Layout::Columns(a, stride) => {
                for (step, to) in to.chunks_exact_mut(V * S::LANES).take(depth.div_ceil(D)).enumerate() {
                    let mut v = [s.splat(T::ZERO); MOST];
                    for d in 0..D {
                        if step * D + d < depth {
                            let a = &a[(step * D + d) * stride..];
                            v[d] = if a.len() < S::LANES { s.load_part(a) } else { s.load(a) };
                        }
                    }
                    let v = interleave(s, D, v);
                    for k in 0..V {
                        s.store(v[k], &mut to[k * S::LANES..]);
                    }
                }
            }
            Layout::Rows(a, stride) => {
                for (first, to) in (0..depth).step_by(S::LANES).zip(to.chunks_mut(each * V * S::LANES)) {
                    let width = S::LANES.min(depth - first);
                    for k in 0..V {
                        let mut v = [s.splat(T::ZERO); MOST];
                        for row in 0..each {
                            let a = &a[(k * each + row).min(rows - 1) * stride + first..][..width];
                            v[row] = if width == S::LANES { s.load(a) } else { s.load_part(a) };
                        }
                        let v = interleave(s, each, v);
                        for step in 0..each {
                            let order = &const { by_rows(S::LANES.div_ceil(D), D) };
                            let v = if each == 1 { v[0] } else { s.permute(v[step], order) };
                            if step * D < width {
                                s.store(v, &mut to[(step * V + k) * S::LANES..]);
                            }
                        }
                    }
                }
            }
        }
    }
}

/// Places for rows in a column: a power of two.
const fn places(vectors: usize, each: usize) -> usize {
    (vectors * each).next_power_of_two()
}

/// Columns without gaps between them, of up to P rows.
#[inline(always)]
fn pack_contiguous<T: Scalar, S: Simd<T>, const V: usize, const D: usize, const P: usize>(
    s: S,
    rows: usize,
    a: &[T],
    to: &mut [T],
) {
    let count = const { P * D / S::LANES };
    let width = const { S::LANES / P };
    let order = &const { if P * D == S::LANES { [by_rows(P, D); MOST] } else { opened_up(P) } }[rows];
    for (a, to) in a.chunks(D * rows).zip(to.chunks_exact_mut(V * S::LANES)) {
        let mut v = [s.splat(T::ZERO); P];
        for k in 0..count {
            let a = &a[(k * width * rows).min(a.len())..];
            let a = if a.len() < S::LANES { s.load_part(a) } else { s.load(a) };
            v[k] = s.permute(a, order);
        }
        let mut round = 1;
        while count > 1 && round < P {
            let before = v;
            for k in 0..count / 2 {
                [v[k], v[k + count / 2]] = s.unzip(before[2 * k], before[2 * k + 1]);
            }
            round *= 2;
        }
        for k in 0..V {
            s.store(v[k], &mut to[k * S::LANES..]);
        }
    }
}

/// The first `count` vectors, a power of two: what is at the same place in all of them comes to lie side by side.
#[inline(always)]
pub(in crate::kernel::gemm) fn interleave<T, S: Simd<T>, const N: usize>(
    s: S,
    count: usize,
    mut v: [S::Vector; N],
) -> [S::Vector; N] {
    // each round brings together what is half of the vectors apart
    let mut round = 1;
    while round < count {
        let before = v;
        for k in 0..count / 2 {
            [v[2 * k], v[2 * k + 1]] = s.zip(before[k], before[k + count / 2]);
        }
        round *= 2;
    }
    v
}
