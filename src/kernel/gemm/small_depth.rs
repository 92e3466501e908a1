//! C = start + A B with a depth of three at most: the columns of A stay in registers, and all there is to do for a column of C
//! is to write it.
#![allow(clippy::needless_range_loop)]

use super::microkernel::load;
use super::select::MANY_REGISTERS;
use crate::Scalar;
use crate::kernel::isa::Simd;

/// C (rows × columns) = start + A (rows × depth) B (depth × columns), all without gaps; the depth is 1, 2 or 3.
pub(super) struct SmallDepth<'a, T> {
    pub(super) rows: usize,
    pub(super) a: &'a [T],
    pub(super) b: &'a [T],
    /// What every column starts from.
    pub(super) start: Option<&'a [T]>,
    pub(super) c: &'a mut [T],
}

impl<T: Scalar> SmallDepth<'_, T> {
    /// Computes the product.
    #[inline(always)]
    pub(super) fn run<S: Simd<T>>(mut self, s: S) {
        match self.a.len() / self.rows {
            1 => self.depth::<S, 1>(s),
            2 => self.depth::<S, 2>(s),
            _ => self.depth::<S, 3>(s),
        }
    }

    /// All rows, as many vectors at a time as there are registers for.
    #[inline(always)]
    fn depth<S: Simd<T>, const D: usize>(&mut self, s: S) {
        let mut row = 0;
        while const { S::REGISTERS >= MANY_REGISTERS } && row + 4 * S::LANES <= self.rows {
            self.panel::<S, D, false, 4>(s, row);
            row += 4 * S::LANES;
        }
        while row + 2 * S::LANES <= self.rows {
            self.panel::<S, D, false, 2>(s, row);
            row += 2 * S::LANES;
        }
        if row + S::LANES <= self.rows {
            self.panel::<S, D, false, 1>(s, row);
            row += S::LANES;
        }
        if row < self.rows {
            self.panel::<S, D, true, 1>(s, row);
        }
    }

    /// V vectors of rows of all columns; `PART`: the only vector is not full.
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn panel<S: Simd<T>, const D: usize, const PART: bool, const V: usize>(&mut self, s: S, row: usize) {
        let width = if PART { self.rows - row } else { V * S::LANES };
        let start = match self.start {
            Some(start) => load::<T, S, PART, V>(s, &start[row..][..width]),
            None => [s.splat(T::ZERO); V],
        };
        let mut a = [start; D];
        for k in 0..D {
            a[k] = load::<T, S, PART, V>(s, &self.a[k * self.rows + row..][..width]);
        }
        for (c, b) in self.c.chunks_exact_mut(self.rows).zip(self.b.as_chunks::<D>().0) {
            let c = &mut c[row..][..width];
            let mut sum = start;
            for k in 0..D {
                let b = s.splat(b[k]);
                for v in 0..V {
                    sum[v] = s.mul_add(a[k][v], b, sum[v]);
                }
            }
            for v in 0..V {
                if PART {
                    s.store_part(sum[v], c);
                } else {
                    s.store(sum[v], &mut c[v * S::LANES..]);
                }
            }
        }
    }
}
