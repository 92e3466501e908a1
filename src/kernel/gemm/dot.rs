//! C = start + Aᵀ B, both walked down their columns: no lane idles, however few columns either has.
//!
//! A tile is as many sums as a vector has lanes. Each is spread over the lanes of a vector of its own while the tile walks down
//! the depth; in the end all are added up at once.
#![allow(clippy::needless_range_loop)]

use crate::Scalar;
use crate::kernel::isa::reduce::reduce;
use crate::kernel::isa::{MOST, Part, Simd};

/// One product; a stride is the distance from a column to the next.
pub(in crate::kernel) struct DotProducts<'a, T> {
    /// Columns of A, which are rows of C.
    pub(in crate::kernel) rows: usize,
    /// Columns of B and of C.
    pub(in crate::kernel) columns: usize,
    pub(in crate::kernel) depth: usize,
    pub(in crate::kernel) a: &'a [T],
    pub(in crate::kernel) a_stride: usize,
    pub(in crate::kernel) b: &'a [T],
    pub(in crate::kernel) b_stride: usize,
    /// Where the columns of B begin, where they are no stride apart.
    pub(in crate::kernel) b_offsets: Option<&'a [usize]>,
    /// What the sums start from, for each row.
    pub(in crate::kernel) start: Option<&'a [T]>,
    /// Whether C is added to.
    pub(in crate::kernel) added: bool,
    pub(in crate::kernel) c: &'a mut [T],
    pub(in crate::kernel) c_stride: usize,
}

impl<T: Scalar> DotProducts<'_, T> {
    /// Computes the product.
    #[inline(always)]
    pub(super) fn run<S: Simd<T>>(mut self, s: S) {
        let mut row = 0;
        while S::LANES >= 4 && row + 3 <= self.rows {
            self.panel::<S, 4>(s, row);
            row += 4;
        }
        while row + 2 <= self.rows {
            self.panel::<S, 2>(s, row);
            row += 2;
        }
        if row < self.rows {
            self.panel::<S, 1>(s, row);
        }
    }

    /// All columns of up to R rows.
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn panel<S: Simd<T>, const R: usize>(&mut self, s: S, row: usize) {
        let width = const { if S::LANES > R { S::LANES / R } else { 1 } };
        let mut a: [&[T]; R] = [&[]; R];
        for r in 0..R {
            // what is too much repeats the last, and is not stored
            a[r] = &self.a[(row + r).min(self.rows - 1) * self.a_stride..][..self.depth];
        }
        let rows = R.min(self.rows - row);
        let mut start = [T::ZERO; MOST];
        if let Some(bias) = self.start {
            for column in start.chunks_exact_mut(R) {
                for (start, bias) in column.iter_mut().zip(&bias[row..]) {
                    *start = *bias;
                }
            }
        }
        let start = s.load(&start);
        let mut column = 0;
        while column < self.columns {
            let mut sums = [s.splat(T::ZERO); MOST];
            // eight at a time, for whose addresses there are registers
            for half in 0..width.div_ceil(8) {
                self.tile::<S, R>(s, &a, column + 8 * half, width.min(8), &mut sums[8 * half * R..]);
            }
            let mut totals = [T::ZERO; MOST];
            s.store(s.add(reduce(s, sums, S::LANES, S::LANES)[0], start), &mut totals);
            // C may go on behind the last column
            let columns = self.c[column * self.c_stride..].chunks_mut(self.c_stride);
            let columns = columns.take(self.columns - column);
            for (totals, column) in totals.as_chunks::<R>().0[..width].iter().zip(columns) {
                let column = &mut column[row..];
                if self.added {
                    column.iter_mut().zip(totals).take(rows).for_each(|(c, total)| *c += *total);
                    continue;
                }
                match column.first_chunk_mut::<R>() {
                    Some(column) if rows == R => *column = *totals,
                    _ => column.iter_mut().zip(totals).take(rows).for_each(|(c, total)| *c = *total),
                }
            }
            column += width;
        }
    }

    /// The sums of R rows and `width` columns.
    #[inline(always)]
    fn tile<S: Simd<T>, const R: usize>(
        &self,
        s: S,
        a: &[&[T]; R],
        column: usize,
        width: usize,
        sums: &mut [S::Vector],
    ) {
        let mut b: [&[T]; 8] = [&[]; 8];
        for c in 0..width {
            let column = (column + c).min(self.columns - 1);
            let offset = self.b_offsets.map_or(column * self.b_stride, |offsets| offsets[column]);
            b[c] = &self.b[offset..][..self.depth];
        }
        let mut k = 0;
        while k + S::LANES <= self.depth {
            let mut x = [s.splat(T::ZERO); R];
            for r in 0..R {
                x[r] = s.load(&a[r][k..]);
            }
            for c in 0..width {
                let y = s.load(&b[c][k..]);
                for r in 0..R {
                    sums[c * R + r] = s.mul_add(x[r], y, sums[c * R + r]);
                }
            }
            k += S::LANES;
        }
        if k < self.depth {
            let mut x = [s.splat(T::ZERO); R];
            for r in 0..R {
                x[r] = s.load_part(&a[r][k..]);
            }
            for c in 0..width {
                let y = s.load_part(&b[c][k..]);
                for r in 0..R {
                    sums[c * R + r] = s.mul_add(x[r], y, sums[c * R + r]);
                }
            }
        }
    }
}

impl<T: Scalar> Part<T> for DotProducts<'_, T> {
    #[inline(always)]
    fn run<S: Simd<T>>(self, s: S) {
        DotProducts::run(self, s);
    }
}
