//! Sums of many terms, in blocks: one long chain of `f32` would lose what each term is small beside the sum.

use crate::Scalar;

/// Terms of a block.
const BLOCK: usize = 64;

/// The sum of `term` over all x.
#[inline(always)]
pub(crate) fn total<T: Scalar>(x: &[T], term: impl Fn(T) -> T) -> T {
    let mut sum = Sum::new();
    for x in x.chunks(BLOCK) {
        sum.add(x.iter().fold(T::ZERO, |sum, x| sum + term(*x)));
    }
    sum.total()
}

/// The sum of `term` over all pairs of x and y, of which it may change y.
#[inline(always)]
pub(crate) fn total_of_pairs<T: Scalar>(x: &[T], y: &mut [T], term: impl Fn(T, &mut T) -> T) -> T {
    let mut sum = Sum::new();
    for (x, y) in x.chunks(BLOCK).zip(y.chunks_mut(BLOCK)) {
        sum.add(x.iter().zip(y).fold(T::ZERO, |sum, (x, y)| sum + term(*x, y)));
    }
    sum.total()
}

/// A sum of blocks, and what its rounding lost of them (Kahan 1965).
struct Sum<T> {
    sum: T,
    lost: T,
}

impl<T: Scalar> Sum<T> {
    #[inline(always)]
    fn new() -> Self {
        Sum { sum: T::ZERO, lost: T::ZERO }
    }

    #[inline(always)]
    fn add(&mut self, block: T) {
        let sum = self.sum + block;
        self.lost += (self.sum - sum) + block;
        self.sum = sum;
    }

    /// Of an infinite sum nothing is lost.
    #[inline(always)]
    fn total(self) -> T {
        if self.lost.is_finite() { self.sum + self.lost } else { self.sum }
    }
}
