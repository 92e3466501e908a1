//! Four vectors of rows of a product whose B is stored transposed: ∂W of wide layers.

use core::mem::MaybeUninit;

use super::blocks::{Gemm, Start};
use super::select::{K_BLOCK, share_cache_sets};
use crate::Scalar;
use crate::kernel::isa::{MOST, Part, Simd};
use crate::memory::{Line, uncleared};

/// The rows from `row` on. A call of its own: a copy in each kernel would make the crate a tenth larger.
pub(super) struct KBlocks<'a, T> {
    pub(super) gemm: Gemm<'a, T>,
    pub(super) row: usize,
}

impl<T: Scalar> Part<T> for KBlocks<'_, T> {
    #[inline(always)]
    fn run<S: Simd<T>>(self, s: S) {
        let KBlocks { mut gemm, row } = self;
        // columns that lie apart by a multiple of so many bytes share a few sets of the cache, and drive one another out
        let apart = gemm.a_stride > 4 * S::LANES && share_cache_sets::<T>(gemm.a_stride);
        if gemm.depth <= K_BLOCK && !apart {
            return gemm.panel::<S, true, false, 4, 6>(s, row);
        }
        while gemm.depth > 0 {
            let depth = gemm.depth.min(K_BLOCK);
            let (a, more_a) = gemm.a.split_at(depth * gemm.a_stride);
            let (b, more_b) = gemm.b.split_at(depth * gemm.b_stride);
            let part = Gemm { a, b, depth, c: &mut *gemm.c, ..gemm };
            if apart {
                s.call(Gathered { gemm: part, row });
            } else {
                s.call(KBlocks { gemm: part, row });
            }
            gemm = Gemm { a: more_a, b: more_b, depth: gemm.depth - depth, start: Start::C, ..gemm };
        }
    }
}

/// The same, of at most [`K_BLOCK`] steps, with what it needs of A side by side. A call of its own, for that to lie on the
/// stack only where it is used.
struct Gathered<'a, T> {
    gemm: Gemm<'a, T>,
    row: usize,
}

impl<T: Scalar> Part<T> for Gathered<'_, T> {
    #[inline(always)]
    fn run<S: Simd<T>>(self, s: S) {
        let (Gathered { gemm, row }, rows) = (self, 4 * S::LANES);
        let mut place = MaybeUninit::<Line<[[T; K_BLOCK * 4 * MOST]; 1]>>::uninit();
        let [block] = uncleared(&mut place);
        for (to, from) in block.chunks_exact_mut(rows).zip(gemm.a.chunks_exact(gemm.a_stride)) {
            let from = &from[gemm.a_first + row..][..rows];
            for v in 0..4 {
                s.store(s.load(&from[v * S::LANES..]), &mut to[v * S::LANES..]);
            }
        }
        let a = &block[..gemm.depth * rows];
        let start = match gemm.start {
            Start::Bias(Some(bias)) => Start::Bias(Some(&bias[row..])),
            start => start,
        };
        let c = &mut gemm.c[row..];
        Gemm { rows, a, a_stride: rows, a_first: 0, start, c, ..gemm }.panel::<S, true, false, 4, 6>(s, 0);
    }
}
