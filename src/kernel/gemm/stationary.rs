//! C = start + A B for the rows of one vector: columns of A are held in registers, as many as there is room for, while all
//! columns of B are streamed by. A tile of so few rows would load as often as it multiplies.
#![allow(clippy::needless_range_loop)]

use super::blocks::{Gemm, Start};
use super::microkernel::load;
use super::select::{MANY_REGISTERS, is_stationary};
use crate::Scalar;
use crate::kernel::isa::{Part, Simd};

/// Columns of B, streamed past what is held, and those of C that come of it.
pub(super) struct Streamed<'a, T> {
    /// Rows of C; a full vector, but for `PART`.
    pub(super) rows: usize,
    pub(super) columns: usize,
    /// What the sums start from, where C is not `ADDED` to.
    pub(super) start: Option<&'a [T]>,
    pub(super) b: &'a [T],
    pub(super) b_stride: usize,
    pub(super) c: &'a mut [T],
    pub(super) c_stride: usize,
}

impl<T: Scalar> Streamed<'_, T> {
    /// The product by the columns `a`, whose number must be a constant.
    #[cfg_attr(not(debug_assertions), inline(always))]
    pub(super) fn by<S: Simd<T>, const PART: bool, const ADDED: bool>(self, s: S, a: &[S::Vector]) {
        let Streamed { rows, columns, start, b, b_stride, c, c_stride } = self;
        let width = if PART { rows } else { S::LANES };
        let start = match start {
            Some(start) => load::<T, S, PART, 1>(s, &start[..width]),
            None => [s.splat(T::ZERO)],
        };
        for (b, c) in b.chunks(b_stride).zip(c.chunks_mut(c_stride)).take(columns) {
            let (b, c) = (&b[..a.len()], &mut c[..width]);
            let [start] = if ADDED { load::<T, S, PART, 1>(s, c) } else { start };
            // two chains, so that neither takes long
            let mut sum = [start, s.splat(T::ZERO)];
            for k in 0..a.len() {
                sum[k % 2] = s.mul_add(a[k], s.splat(b[k]), sum[k % 2]);
            }
            let sum = if a.len() > 1 { s.add(sum[0], sum[1]) } else { sum[0] };
            if PART {
                s.store_part(sum, c);
            } else {
                s.store(sum, c);
            }
        }
    }
}

impl<T: Scalar> Gemm<'_, T> {
    /// Whether it is for this product. Columns of B must not overlap.
    #[inline(always)]
    pub(super) fn is_stationary<S: Simd<T>>(&self) -> bool {
        let held = is_stationary::<T, S>(self.rows, self.depth);
        held && self.b_stride >= self.depth && !matches!(self.start, Start::Columns(_))
    }

    /// All columns of the rows from `row`: a vector, or for `PART` what is left.
    #[inline(always)]
    pub(super) fn stationary<S: Simd<T>, const PART: bool>(&mut self, s: S, row: usize) {
        match self.depth {
            1 => self.hold_columns::<S, PART, 1>(s, row, 0),
            4 => self.hold_columns::<S, PART, 4>(s, row, 0),
            16 if const { S::REGISTERS >= MANY_REGISTERS } => self.hold_columns::<S, PART, 16>(s, row, 0),
            depth => {
                for k in (0..depth).step_by(8) {
                    self.hold_columns::<S, PART, 8>(s, row, k);
                }
            }
        }
    }

    /// The D columns of A from `k`.
    #[inline(always)]
    fn hold_columns<S: Simd<T>, const PART: bool, const D: usize>(&mut self, s: S, row: usize, k: usize) {
        let start = match self.start {
            Start::Bias(Some(start)) => Some(&start[row..]),
            _ => None,
        };
        let streamed = Streamed {
            rows: if PART { self.rows - row } else { S::LANES },
            columns: self.columns,
            start,
            b: &self.b[k..],
            b_stride: self.b_stride,
            c: &mut self.c[row..],
            c_stride: self.c_stride,
        };
        let added = k > 0 || matches!(self.start, Start::C);
        let a = &self.a[k * self.a_stride + self.a_first + row..];
        s.call(Hold::<T, PART, D> { a, a_stride: self.a_stride, streamed, added });
    }
}

/// D columns of A and all that is streamed by. A call of its own: inlined, the compiler prepares the address of every column at the
/// beginning of everything.
struct Hold<'a, T, const PART: bool, const D: usize> {
    a: &'a [T],
    a_stride: usize,
    streamed: Streamed<'a, T>,
    /// Whether C is added to.
    added: bool,
}

impl<T: Scalar, const PART: bool, const D: usize> Part<T> for Hold<'_, T, PART, D> {
    #[inline(always)]
    fn run<S: Simd<T>>(self, s: S) {
        let Hold { a, a_stride, streamed, added } = self;
        let width = if PART { streamed.rows } else { S::LANES };
        let mut held = [s.splat(T::ZERO); D];
        for k in 0..D {
            [held[k]] = load::<T, S, PART, 1>(s, &a[k * a_stride..][..width]);
        }
        if added {
            streamed.by::<S, PART, true>(s, &held);
        } else {
            streamed.by::<S, PART, false>(s, &held);
        }
    }
}
