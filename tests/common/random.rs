//! Numbers that look random, from a fixed seed.

use constrata::Scalar;

/// Multiplies and adds.
pub(crate) struct Random(pub(crate) u64);

impl Random {
    /// 31 bits.
    pub(crate) fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        self.0 >> 33
    }

    /// From 1 to `most`.
    pub(crate) fn size(&mut self, most: usize) -> usize {
        1 + self.next() as usize % most
    }
    /// In -1..1.
    pub(crate) fn numbers<T: Scalar>(&mut self, n: usize) -> Vec<T> {
        (0..n).map(|_| T::of(self.next() as f64 / (1_u64 << 30) as f64 - 1.0)).collect()
    }

    /// Puts zeros among the numbers, and one that is not finite, or two.
    pub(crate) fn spoil<T: Scalar>(&mut self, numbers: &mut [T]) {
        for number in &mut *numbers {
            if self.next().is_multiple_of(8) {
                *number = T::ZERO;
            }
        }
        for _ in 0..self.size(2) {
            let which = self.next() as usize % 3;
            numbers[self.next() as usize % numbers.len()] =
                T::of([f64::NAN, f64::INFINITY, f64::NEG_INFINITY][which]);
        }
    }
}
