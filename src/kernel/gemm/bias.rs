//! ∂b += ∂z over a batch: the sum of its samples.

use crate::Scalar;
use crate::kernel::Work;

pub(super) struct Bias<'a, T, const OUT: usize, const B: usize> {
    pub(super) dz: &'a [[T; OUT]; B],
    pub(super) gradient: &'a mut [T; OUT],
}

impl<T: Scalar, const OUT: usize, const B: usize> Work for Bias<'_, T, OUT, B> {
    type Output = ();
    #[inline(always)]
    fn run(self) {
        for dz in self.dz {
            for (db, &dz) in self.gradient.iter_mut().zip(dz) {
                *db += dz;
            }
        }
    }
}
