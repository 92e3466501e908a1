//! Sums over all samples, of each plane or of each feature: the gradient of a bias that is the same for a plane, or for all
//! steps.

use crate::Scalar;
use crate::kernel::{Work, launch};

/// So many sums side by side, in the same order at every level.
pub(crate) const SIDE: usize = 16;

struct Sums<'a, T> {
    planes: &'a [T],
    size: usize,
    sums: &'a mut [T],
}

impl<T: Scalar> Work for Sums<'_, T> {
    type Output = ();
    #[inline(always)]
    fn run(self) {
        if self.size == 0 || self.sums.is_empty() {
            return;
        }
        for sample in self.planes.chunks_exact(self.size * self.sums.len()) {
            for (plane, sum) in sample.chunks_exact(self.size).zip(self.sums.iter_mut()) {
                let (blocks, rest) = plane.as_chunks::<SIDE>();
                let mut sides = [T::ZERO; SIDE];
                for block in blocks {
                    for (side, x) in sides.iter_mut().zip(block) {
                        *side += *x;
                    }
                }
                let rest = rest.iter().fold(T::ZERO, |sum, x| sum + *x);
                *sum += sides.iter().fold(rest, |sum, x| sum + *x);
            }
        }
    }
}

/// sums += the sums of the planes, which have `size` numbers each; there is a plane for each sum in every sample.
#[inline(always)]
pub(crate) fn plane_sums<T: Scalar>(planes: &[T], size: usize, sums: &mut [T]) {
    launch(planes.len(), Sums { planes, size, sums });
}

struct Features<'a, T> {
    steps: &'a [T],
    sums: &'a mut [T],
}

impl<T: Scalar> Work for Features<'_, T> {
    type Output = ();
    #[inline(always)]
    fn run(self) {
        if self.sums.is_empty() {
            return;
        }
        for step in self.steps.chunks_exact(self.sums.len()) {
            for (sum, x) in self.sums.iter_mut().zip(step) {
                *sum += *x;
            }
        }
    }
}

/// sums += the sum of each feature over all steps, which have as many features as there are sums.
#[inline(always)]
pub(crate) fn feature_sums<T: Scalar>(steps: &[T], sums: &mut [T]) {
    launch(steps.len(), Features { steps, sums });
}
