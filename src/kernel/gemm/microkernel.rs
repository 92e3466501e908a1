//! A tile of C: V vectors of rows by N columns, whose sums stay in registers while it walks down the depth. Indices rather than
//! iterators over vectors: a closure left out of line loses the instruction set.
#![allow(clippy::needless_range_loop)]

use super::blocks::{Gemm, Start};
use super::select::PREFETCH_DEPTH;
use crate::Scalar;
use crate::kernel::isa::Simd;

impl<T: Scalar> Gemm<'_, T> {
    /// One tile; `PART`: its only vector is not full.
    #[cfg_attr(not(debug_assertions), inline(always))]
    pub(super) fn tile<
        S: Simd<T>,
        const TRANSPOSED: bool,
        const PART: bool,
        const V: usize,
        const N: usize,
    >(
        &mut self,
        s: S,
        row: usize,
        column: usize,
    ) {
        let width = if PART { self.rows - row } else { V * S::LANES };
        let mut sum = [[s.splat(T::ZERO); V]; N];
        match self.start {
            Start::Bias(None) | Start::Columns(None) => {}
            Start::Bias(Some(bias)) => sum = [load::<T, S, PART, V>(s, &bias[row..][..width]); N],
            Start::Columns(Some(start)) => {
                for j in 0..N {
                    sum[j] = [s.splat(start[column + j]); V];
                }
            }
            Start::C => {
                for j in 0..N {
                    sum[j] = load::<T, S, PART, V>(s, &self.c[(column + j) * self.c_stride + row..][..width]);
                }
            }
        }
        let first = self.a_first + row;
        // exact chunks: their length does not change, so the checks leave the loop
        let a = self.a.chunks_exact(self.a_stride);
        if TRANSPOSED && PART {
            // by hand: where lanes idle, the loop of a `zip` took a third longer
            let mut b = self.b.chunks_exact(self.b_stride);
            for a in a {
                let Some(b) = b.next() else { break };
                let a = load::<T, S, PART, V>(s, &a[first..][..width]);
                add(s, &a, &b[self.b_first + column..][..N], &mut sum);
            }
        } else if TRANSPOSED {
            for (a, b) in a.zip(self.b.chunks_exact(self.b_stride)) {
                s.prefetch(b, self.b_first + column + N);
                let a = load::<T, S, PART, V>(s, &a[first..][..width]);
                add(s, &a, &b[self.b_first + column..][..N], &mut sum);
            }
        } else {
            let (line, far) = (64 / size_of::<T>(), self.depth >= PREFETCH_DEPTH);
            let mut b: [&[T]; N] = [&[]; N];
            for j in 0..N {
                b[j] = &self.b[(column + j) * self.b_stride..][..self.depth];
                if N <= 8 {
                    b[j] = s.opaque(b[j]);
                }
            }
            for (k, a) in (0..self.depth).zip(a) {
                if N <= 8 && k % line == 0 && far {
                    for j in 0..N {
                        s.prefetch(self.b, (column + N + j) * self.b_stride + k);
                    }
                }
                let a = load::<T, S, PART, V>(s, &a[first..][..width]);
                for j in 0..N {
                    let b = s.splat(b[j][k]);
                    for v in 0..V {
                        sum[j][v] = s.mul_add(a[v], b, sum[j][v]);
                    }
                }
            }
        }
        for j in 0..N {
            let c = &mut self.c[(column + j) * self.c_stride + row..][..width];
            for v in 0..V {
                if PART {
                    s.store_part(sum[j][v], c);
                } else {
                    s.store(sum[j][v], &mut c[v * S::LANES..]);
                }
            }
        }
    }
}

/// sum += a b, each vector with each number.
#[inline(always)]
fn add<T: Scalar, S: Simd<T>, const V: usize, const N: usize>(
    s: S,
    a: &[S::Vector; V],
    b: &[T],
    sum: &mut [[S::Vector; V]; N],
) {
    for j in 0..N {
        let b = s.splat(b[j]);
        for v in 0..V {
            sum[j][v] = s.mul_add(a[v], b, sum[j][v]);
        }
    }
}

/// V vectors from `x`; `PART`: one that is not full.
#[inline(always)]
pub(in crate::kernel) fn load<T: Scalar, S: Simd<T>, const PART: bool, const V: usize>(
    s: S,
    x: &[T],
) -> [S::Vector; V] {
    let mut vectors = [s.splat(T::ZERO); V];
    for v in 0..V {
        vectors[v] = if PART { s.load_part(x) } else { s.load(&x[v * S::LANES..]) };
    }
    vectors
}
