//! Four vectors of rows of a product whose B is stored transposed: ∂W of wide layers.

use core::mem::MaybeUninit;

use super::gemm::{Gemm, Start};
use super::scratch::{Line, uncleared};
use super::simd::{MOST, Part, Simd};
use crate::Scalar;

/// How deep a product may be for its part of A, 16 KB, to stay in the nearest cache beside B's columns.
pub(super) const DEPTH: usize = 64;
/// Elements of that part.
const BLOCK: usize = DEPTH * 4 * MOST;

/// The rows from `row` on. A call of its own: a copy in each kernel would make the crate a tenth larger.
pub(super) struct Tall<'a, T> {
    pub(super) gemm: Gemm<'a, T>,
    pub(super) row: usize,
}

impl<T: Scalar> Part<T> for Tall<'_, T> {
    #[inline(always)]
    fn run<S: Simd<T>>(self, s: S) {
        let (Tall { gemm, row }, rows) = (self, 4 * S::LANES);
        let mut place = MaybeUninit::<Line<[[T; BLOCK]; 1]>>::uninit();
        let (mut a, mut a_stride, mut a_first) = (gemm.a, gemm.a_stride, gemm.a_first + row);
        // steps that lie apart by a multiple of so many bytes share a few sets of the cache, and drive one another out
        if a_stride > rows && a_stride * size_of::<T>() % 1024 == 0 && gemm.depth <= DEPTH {
            let [block] = uncleared(&mut place);
            for (to, from) in block.chunks_exact_mut(rows).zip(a.chunks_exact(a_stride)).take(gemm.depth) {
                let from = &from[a_first..][..rows];
                for v in 0..4 {
                    s.store(s.load(&from[v * S::LANES..]), &mut to[v * S::LANES..]);
                }
            }
            (a, a_stride, a_first) = (&block[..gemm.depth * rows], rows, 0);
        }
        let start = match gemm.start {
            Start::Bias(Some(bias)) => Start::Bias(Some(&bias[row..])),
            start => start,
        };
        let c = &mut gemm.c[row..];
        Gemm { rows, a, a_stride, a_first, start, c, ..gemm }.panel::<S, true, false, 4, 6>(s, 0);
    }
}
