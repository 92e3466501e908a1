//! Sums of equally long slices.

use crate::Scalar;
use crate::kernel::{Work, launch};

struct Add<'a, T>(&'a mut [T], &'a [T]);

impl<T: Scalar> Work for Add<'_, T> {
    type Output = ();
    #[inline(always)]
    fn run(self) {
        for (z, y) in self.0.iter_mut().zip(self.1) {
            *z += *y;
        }
    }
}

/// z += y
#[inline(always)]
pub(crate) fn add<T: Scalar>(z: &mut [T], y: &[T]) {
    launch(z.len(), Add(z, y));
}
