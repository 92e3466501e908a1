//! Sums along a band, for a few outputs at once, in registers.
#![allow(clippy::needless_range_loop)]

use crate::Scalar;
use crate::kernel::gemm::microkernel::load;
use crate::kernel::isa::{Part, Simd};

/// Sums of products: a row for each of a few outputs, along the band.
pub(super) struct BandTile<'a, T> {
    /// Where what each number of a window shows begins.
    pub(super) offsets: &'a [usize],
    pub(super) shown: &'a [T],
    /// Numbers of the window × outputs.
    pub(super) weights: &'a [T],
    pub(super) outputs: usize,
    /// The first of the outputs, and how many: 8, 6, 4, 2 or 1.
    pub(super) first: usize,
    pub(super) count: usize,
    pub(super) start: Option<&'a [T]>,
    pub(super) length: usize,
    pub(super) sums: &'a mut [T],
    /// From a row of the sums to the next.
    pub(super) stride: usize,
}

impl<T: Scalar> Part<T> for BandTile<'_, T> {
    #[inline(always)]
    fn run<S: Simd<T>>(mut self, s: S) {
        if const { S::REGISTERS >= 32 } {
            match self.count {
                8 => self.along::<S, 8, 3>(s),
                6 => self.along::<S, 6, 4>(s),
                4 => self.along::<S, 4, 4>(s),
                2 => self.along::<S, 2, 4>(s),
                _ => self.along::<S, 1, 4>(s),
            }
        } else {
            match self.count {
                6 => self.along::<S, 6, 2>(s),
                4 => self.along::<S, 4, 2>(s),
                2 => self.along::<S, 2, 4>(s),
                _ => self.along::<S, 1, 4>(s),
            }
        }
    }
}

impl<T: Scalar> BandTile<'_, T> {
    /// How many of so many outputs are done at once.
    #[inline(always)]
    pub(super) fn at_once<S: Simd<T>>(outputs: usize) -> usize {
        match outputs {
            8.. if S::REGISTERS >= 32 => 8,
            6.. => 6,
            4.. => 4,
            2.. => 2,
            _ => 1,
        }
    }

    #[inline(always)]
    fn along<S: Simd<T>, const N: usize, const V: usize>(&mut self, s: S) {
        let mut at = 0;
        while at + V * S::LANES <= self.length {
            self.tile::<S, false, N, V>(s, at);
            at += V * S::LANES;
        }
        while at + S::LANES <= self.length {
            self.tile::<S, false, N, 1>(s, at);
            at += S::LANES;
        }
        if at < self.length {
            self.tile::<S, true, N, 1>(s, at);
        }
    }

    #[cfg_attr(not(debug_assertions), inline(always))]
    fn tile<S: Simd<T>, const PART: bool, const N: usize, const V: usize>(&mut self, s: S, at: usize) {
        let width = if PART { self.length - at } else { V * S::LANES };
        let mut sum = [[s.splat(T::ZERO); V]; N];
        if let Some(start) = self.start {
            for (sum, start) in sum.iter_mut().zip(start) {
                *sum = [s.splat(*start); V];
            }
        }
        let shown = &self.shown[at..];
        for (offset, weights) in self.offsets.iter().zip(self.weights.chunks_exact(self.outputs)) {
            let x = load::<T, S, PART, V>(s, &shown[*offset..][..width]);
            let weights = &weights[self.first..][..N];
            for n in 0..N {
                let w = s.splat(weights[n]);
                for v in 0..V {
                    sum[n][v] = s.mul_add(x[v], w, sum[n][v]);
                }
            }
        }
        for n in 0..N {
            let to = &mut self.sums[n * self.stride + at..][..width];
            for v in 0..V {
                if PART {
                    s.store_part(sum[n][v], to);
                } else {
                    s.store(sum[n][v], &mut to[v * S::LANES..]);
                }
            }
        }
    }
}
