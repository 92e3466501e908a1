//! C = start + A B by register tiles, with sizes known at run time, so that it is compiled once and not per layer.
//!
//! All matrices are column-major. How large a tile is, the number of registers says; what is in it, `microkernel`.

use super::k_blocks::KBlocks;
use super::select::{DEEP, MANY_REGISTERS};
use crate::Scalar;
use crate::kernel::isa::{Part, Simd};

/// What the sums start from.
#[derive(Clone, Copy)]
pub(in crate::kernel) enum Start<'a, T> {
    /// Zero, or a bias that is the same for all columns.
    Bias(Option<&'a [T]>),
    /// Zero, or a number for each column.
    Columns(Option<&'a [T]>),
    /// What C holds.
    C,
}

/// One product; a stride is the distance from a column to the next.
pub(in crate::kernel) struct Gemm<'a, T> {
    pub(in crate::kernel) rows: usize,
    pub(in crate::kernel) depth: usize,
    pub(in crate::kernel) columns: usize,
    pub(in crate::kernel) a: &'a [T],
    pub(in crate::kernel) a_stride: usize,
    /// The first row of A.
    pub(in crate::kernel) a_first: usize,
    /// depth × columns; for `TRANSPOSED` its transpose is stored, columns × depth
    pub(in crate::kernel) b: &'a [T],
    pub(in crate::kernel) b_stride: usize,
    /// for `TRANSPOSED`, the first column of B's transpose
    pub(in crate::kernel) b_first: usize,
    pub(in crate::kernel) start: Start<'a, T>,
    pub(in crate::kernel) c: &'a mut [T],
    pub(in crate::kernel) c_stride: usize,
}

impl<T: Scalar> Gemm<'_, T> {
    /// Computes the product.
    #[cfg_attr(not(debug_assertions), inline(always))]
    pub(super) fn run<S: Simd<T>, const TRANSPOSED: bool>(mut self, s: S) {
        let (rows, lanes) = (self.rows, S::LANES);
        let mut row = 0;
        if const { S::REGISTERS >= MANY_REGISTERS } {
            while TRANSPOSED && row + 4 * lanes <= rows {
                s.call(KBlocks { gemm: Gemm { c: &mut *self.c, ..self }, row });
                row += 4 * lanes;
            }
            while !TRANSPOSED && row + 4 * lanes <= rows {
                // few columns: their pointers must stay in general registers
                self.panel::<S, TRANSPOSED, false, 4, 6>(s, row);
                row += 4 * lanes;
            }
            while row + 2 * lanes <= rows {
                if TRANSPOSED {
                    self.panel::<S, TRANSPOSED, false, 2, 12>(s, row);
                } else {
                    self.panel::<S, TRANSPOSED, false, 2, 8>(s, row);
                }
                row += 2 * lanes;
            }
        } else {
            while row + 2 * lanes <= rows {
                self.panel::<S, TRANSPOSED, false, 2, 6>(s, row);
                row += 2 * lanes;
            }
        }
        if !TRANSPOSED && row < rows && self.is_stationary::<S>() {
            if row + lanes <= rows {
                self.stationary::<S, false>(s, row);
                row += lanes;
            }
            if row < rows {
                self.stationary::<S, true>(s, row);
            }
            return;
        }
        // one vector of rows: many sums under way, if the depth pays for taking up so many columns
        if const { S::REGISTERS >= MANY_REGISTERS } && self.depth >= DEEP {
            self.last::<S, TRANSPOSED, 16>(s, row);
        } else {
            self.last::<S, TRANSPOSED, 8>(s, row);
        }
    }

    /// The rows from `row`, fewer than two vectors.
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn last<S: Simd<T>, const TRANSPOSED: bool, const N: usize>(&mut self, s: S, mut row: usize) {
        if row + S::LANES <= self.rows {
            self.panel::<S, TRANSPOSED, false, 1, N>(s, row);
            row += S::LANES;
        }
        if row < self.rows {
            self.panel::<S, TRANSPOSED, true, 1, N>(s, row);
        }
    }

    /// All columns of the rows of one tile.
    #[cfg_attr(not(debug_assertions), inline(always))]
    pub(super) fn panel<
        S: Simd<T>,
        const TRANSPOSED: bool,
        const PART: bool,
        const V: usize,
        const N: usize,
    >(
        &mut self,
        s: S,
        row: usize,
    ) {
        let columns = self.columns;
        let mut column = 0;
        while column + N <= columns {
            self.tile::<S, TRANSPOSED, PART, V, N>(s, row, column);
            column += N;
        }
        while column + 4 <= columns {
            self.tile::<S, TRANSPOSED, PART, V, 4>(s, row, column);
            column += 4;
        }
        if column + 2 <= columns {
            self.tile::<S, TRANSPOSED, PART, V, 2>(s, row, column);
            column += 2;
        }
        if column < columns {
            self.tile::<S, TRANSPOSED, PART, V, 1>(s, row, column);
        }
    }
}

/// The product as a part that many kernels share.
pub(in crate::kernel) struct Shared<'a, T, const TRANSPOSED: bool>(pub(in crate::kernel) Gemm<'a, T>);

impl<T: Scalar, const TRANSPOSED: bool> Part<T> for Shared<'_, T, TRANSPOSED> {
    #[inline(always)]
    fn run<S: Simd<T>>(self, s: S) {
        self.0.run::<S, TRANSPOSED>(s);
    }
}
