//! A matrix product as a value.

use crate::Scalar;

/// One matrix product with run-time sizes.
#[doc(hidden)]
pub struct Product<'a, T> {
    pub(crate) _c: &'a mut [T],
}

impl<T: Scalar> Product<'_, T> {
    /// The product by plain loops.
    pub(crate) fn plain(self) {}
}
