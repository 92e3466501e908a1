//! A few rows as [`Divided`](super::divided::Divided) takes them: step by step down the depth, as many columns as a row has
//! lanes, row by row.
#![allow(clippy::needless_range_loop)]

use super::simd::{MOST, Simd};
use crate::Scalar;

/// How the rows lie.
#[derive(Clone, Copy)]
pub(super) enum Few<'a, T> {
    /// As columns, so far apart, and behind the rows anything.
    Columns(&'a [T], usize),
    /// One after another, so far apart.
    Rows(&'a [T], usize),
}

impl<'a, T: Scalar> Few<'a, T> {
    /// The rows from `row`.
    #[inline(always)]
    pub(super) fn from(self, row: usize) -> Self {
        match self {
            Few::Columns(a, stride) => Few::Columns(&a[row..], stride),
            Few::Rows(a, stride) => Few::Rows(&a[row * stride..], stride),
        }
    }

    /// The first row, which goes to `to` if its elements lie apart.
    #[inline(always)]
    pub(super) fn first<'b>(self, depth: usize, to: &'b mut [T]) -> &'b [T]
    where
        'a: 'b,
    {
        match self {
            Few::Rows(a, _) => &a[..depth],
            Few::Columns(a, stride) => {
                let to = &mut to[..depth];
                for (to, column) in to.iter_mut().zip(a.chunks(stride)) {
                    *to = column[0];
                }
                to
            }
        }
    }

    /// The first `rows`, where a row has D lanes; zeros follow the depth, and any other rows the last.
    #[inline(always)]
    pub(super) fn divide<S: Simd<T>, const D: usize>(self, s: S, rows: usize, depth: usize, to: &mut [T]) {
        let most = S::LANES / D;
        match self {
            Few::Columns(a, stride) if (D - 1) * stride + rows <= S::LANES => {
                let order =
                    core::array::from_fn(|lane| (lane % D * stride + (lane / D).min(rows - 1)) as u32);
                for (step, to) in to.chunks_exact_mut(S::LANES).take(depth.div_ceil(D)).enumerate() {
                    let a = &a[step * D * stride..];
                    let a = if a.len() < S::LANES { s.load_part(a) } else { s.load(a) };
                    s.store(s.permuted(a, &order), to);
                }
            }
            Few::Columns(a, stride) => {
                for (step, to) in to.chunks_exact_mut(S::LANES).take(depth.div_ceil(D)).enumerate() {
                    let mut v = [s.splat(T::ZERO); D];
                    for d in 0..D {
                        if step * D + d < depth {
                            v[d] = s.load_part(&a[(step * D + d) * stride..][..rows]);
                        }
                    }
                    let mut half = D / 2;
                    while half > 0 {
                        for d in 0..half {
                            [v[d], _] = s.zip(v[d], v[d + half]);
                        }
                        half /= 2;
                    }
                    s.store(v[0], to);
                }
            }
            Few::Rows(a, stride) => {
                let order = core::array::from_fn(|lane| (lane % D * most + lane / D) as u32);
                let blocks = to.chunks_exact_mut(most * S::LANES);
                for (first, to) in (0..depth).step_by(S::LANES).zip(blocks) {
                    let width = S::LANES.min(depth - first);
                    let mut v = [s.splat(T::ZERO); MOST];
                    for row in 0..most {
                        let a = &a[row.min(rows - 1) * stride + first..][..width];
                        v[row] = if width == S::LANES { s.load(a) } else { s.load_part(a) };
                    }
                    let v = zipped(s, most, v);
                    for step in 0..most {
                        s.store(s.permuted(v[step], &order), &mut to[step * S::LANES..]);
                    }
                }
            }
        }
    }
}

/// The first `count` vectors, a power of two: what is at the same place in all of them comes to lie side by side.
#[inline(always)]
pub(super) fn zipped<T, S: Simd<T>, const N: usize>(
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

/// The order in which columns of `most` lanes each lose all but `rows`.
#[inline(always)]
pub(super) fn closed_up(columns: usize, rows: usize, most: usize) -> [u32; MOST] {
    let mut order = [0; MOST];
    for column in 0..columns {
        for row in 0..rows {
            order[column * rows + row] = (column * most + row) as u32;
        }
    }
    order
}
