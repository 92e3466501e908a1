//! C = start + A B for fewer rows than a vector has lanes: a row takes many steps down the depth at once, in all lanes of a vector
//! or in a half or a quarter of them, so that hardly a lane idles.
//!
//! A tile is all rows of a few columns. Each of its sums is spread over lanes while the tile walks down the depth; then sums
//! are added up, neighbor with neighbor, until each has one lane.
#![allow(clippy::needless_range_loop)]

mod lane_order;
mod pack;

use core::mem::MaybeUninit;

use super::select::FEW_ROWS;
use crate::Scalar;
use crate::kernel::isa::reduce::reduce;
use crate::kernel::isa::{MOST, Part, Simd};
use crate::memory::{Line, uncleared};
use lane_order::{again, by_columns};
pub(super) use pack::{Layout, interleave};

/// Vectors of sums on their way together.
const SUMS: usize = 24;
/// The most columns on their way together, for whose addresses there are registers.
const COLUMNS: usize = 8;
/// The most vectors of C that a tile fills.
const VECTORS: usize = 6;

/// One product; a stride is the distance from a column to the next.
pub(super) struct FewRows<'a, T> {
    pub(super) rows: usize,
    pub(super) columns: usize,
    pub(super) depth: usize,
    pub(super) a: Layout<'a, T>,
    pub(super) b: &'a [T],
    /// What the sums start from, for each row.
    pub(super) start: Option<&'a [T]>,
    pub(super) c: &'a mut [T],
    pub(super) c_stride: usize,
}

/// How many columns V vectors of rows take together: their sums, and what they are of, are to stay in registers.
const fn columns_at_once(v: usize, registers: usize) -> usize {
    let mut columns = COLUMNS;
    while v * columns + if v < columns { v } else { columns } + 1 > registers {
        columns /= 2;
    }
    columns
}

impl<T: Scalar> FewRows<'_, T> {
    /// The product, where a row has ALL lanes, or HALF of them.
    #[inline(always)]
    fn rows<S: Simd<T>, const ALL: usize, const HALF: usize>(self, s: S) {
        match self.rows {
            1 => self.by::<S, 1, ALL>(s),
            2 => self.by::<S, 1, HALF>(s),
            3 => self.by::<S, 3, ALL>(s),
            4 => self.by::<S, 2, HALF>(s),
            6 => self.by::<S, 3, HALF>(s),
            _ => self.by::<S, 5, HALF>(s),
        }
    }

    /// The product, where D lanes are for each row, and V vectors for all rows.
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn by<S: Simd<T>, const V: usize, const D: usize>(mut self, s: S) {
        let each = const { S::LANES.div_ceil(D) };
        let mut place = MaybeUninit::<Line<[[T; FEW_ROWS]; 1]>>::uninit();
        let [a] = uncleared(&mut place);
        self.a.pack::<S, V, D>(s, self.rows, self.depth, a);
        let mut start = [s.splat(T::ZERO); V];
        if let Some(bias) = self.start {
            for v in 0..V {
                let mut lanes = [T::ZERO; MOST];
                for row in 0..each {
                    if v * each + row < self.rows {
                        lanes[row * D] = bias[v * each + row];
                    }
                }
                start[v] = s.load(&lanes);
            }
        }
        let rows = if self.rows == self.c_stride { self.rows } else { V * each };
        let order = &const { by_columns(V, D, S::LANES, 16 / size_of::<T>()) }[rows];
        let together = const { columns_at_once(V, S::REGISTERS) };
        let (mut columns, mut last) = (self.b.chunks_exact(self.depth), self.b);
        for first in (0..self.columns).step_by(together) {
            let mut b: [&[T]; COLUMNS] = [&[]; COLUMNS];
            for j in 0..together {
                // what is too much repeats the last, and is not stored
                last = columns.next().unwrap_or(last);
                b[j] = s.opaque(last);
            }
            let sums = self.sums::<S, V, D>(s, a, &b, &start);
            self.store::<S, V, D>(s, sums, order, first);
        }
    }

    /// The sums of a few columns, added up until each has one lane.
    #[inline(always)]
    fn sums<S: Simd<T>, const V: usize, const D: usize>(
        &self,
        s: S,
        a: &[T],
        b: &[&[T]; COLUMNS],
        start: &[S::Vector; V],
    ) -> [S::Vector; SUMS] {
        let together = const { columns_at_once(V, S::REGISTERS) };
        let steps = self.depth / D;
        let mut sums = [s.splat(T::ZERO); SUMS];
        let mut chunks: [&[[T; D]]; COLUMNS] = [&[]; COLUMNS];
        for j in 0..together {
            for v in 0..V {
                sums[j * V + v] = start[v];
            }
            chunks[j] = &b[j][..self.depth].as_chunks::<D>().0[..steps];
        }
        for (k, a) in (0..steps).zip(a.chunks_exact(V * S::LANES)) {
            let mut rows = [s.splat(T::ZERO); V];
            for v in 0..V {
                rows[v] = s.load(&a[v * S::LANES..]);
            }
            for j in 0..together {
                let x = s.broadcast_chunk(&chunks[j][k]);
                for v in 0..V {
                    sums[j * V + v] = s.mul_add(rows[v], x, sums[j * V + v]);
                }
            }
        }
        if steps * D < self.depth {
            let a = &a[steps * V * S::LANES..];
            for j in 0..together {
                let x = s.permute(s.load_part(&b[j][steps * D..]), &const { again(D) });
                for v in 0..V {
                    sums[j * V + v] = s.mul_add(s.load(&a[v * S::LANES..]), x, sums[j * V + v]);
                }
            }
        }
        reduce(s, sums, V * together, D)
    }

    /// The columns from `first`.
    #[inline(always)]
    fn store<S: Simd<T>, const V: usize, const D: usize>(
        &mut self,
        s: S,
        mut sums: [S::Vector; SUMS],
        order: &[u32; MOST],
        first: usize,
    ) {
        let each = const { V * S::LANES.div_ceil(D) };
        let together = const { columns_at_once(V, S::REGISTERS) };
        let vectors = const { (V * columns_at_once(V, S::REGISTERS)).div_ceil(D) };
        let (rows, stride) = (self.rows, self.c_stride);
        if D < S::LANES {
            for v in 0..vectors {
                sums[v] = s.permute(sums[v], order);
            }
        }
        let c = &mut self.c[first * stride..];
        if stride == rows {
            // what is too much in a vector is written over by the next
            let width = if rows == each { S::LANES } else { D / V * rows };
            for v in 0..vectors {
                let Some(c) = c.get_mut(v * width..) else { return };
                if c.len() < S::LANES { s.store_part(sums[v], c) } else { s.store(sums[v], c) }
            }
            return;
        }
        let mut totals = [T::ZERO; MOST * VECTORS];
        for v in 0..vectors {
            s.store(sums[v], &mut totals[v * S::LANES..]);
        }
        for (c, totals) in c.chunks_mut(stride).zip(totals.chunks_exact(each)).take(together) {
            c.iter_mut().zip(totals).take(rows).for_each(|(c, total)| *c = *total);
        }
    }
}

impl<T: Scalar> Part<T> for FewRows<'_, T> {
    #[inline(always)]
    fn run<S: Simd<T>>(self, s: S) {
        // constants, so that each set of instructions compiles its own only
        if const { S::LANES == 16 } {
            match self.rows {
                5 | 7 | 8 => self.by::<S, 2, 4>(s),
                12 => self.by::<S, 3, 4>(s),
                _ => self.rows::<S, 16, 8>(s),
            }
        } else if const { S::LANES == 8 } {
            self.rows::<S, 8, 4>(s);
        } else if const { S::LANES == 4 } {
            self.rows::<S, 4, 2>(s);
        } else {
            self.by::<S, 1, 2>(s);
        }
    }
}
