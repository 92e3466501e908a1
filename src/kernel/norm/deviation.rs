//! Mean and standard deviation of some numbers, though their squares be beyond the largest number there is.

use super::moments;
use crate::Scalar;

/// Of each `size` numbers: the mean, and 1 / √(variance + epsilon).
#[inline]
pub(crate) fn mean_and_deviation<T: Scalar>(
    x: &[T],
    size: usize,
    epsilon: T,
    mean: &mut [T],
    inverse: &mut [T],
) {
    moments(x, size, mean, inverse);
    for (group, (mean, inverse)) in mean.iter_mut().zip(inverse).enumerate() {
        let variance = *inverse;
        if variance.is_finite() {
            *inverse = T::ONE / (variance + epsilon).sqrt();
        } else {
            let x = x.get(group * size..).and_then(|x| x.get(..size)).unwrap_or_default();
            [*mean, *inverse] = wide(x, epsilon);
        }
    }
}

/// The same of numbers that are divided by the largest first. NaN, if one of them is not finite.
#[cold]
#[inline(never)]
fn wide<T: Scalar>(x: &[T], epsilon: T) -> [T; 2] {
    let mut most = T::ZERO;
    for x in x {
        most = if x.abs() > most { x.abs() } else { most };
    }
    let count = T::from_usize(x.len());
    let (mut mean, mut variance) = (T::ZERO, T::ZERO);
    for x in x {
        mean += *x / most;
    }
    mean /= count;
    for x in x {
        let d = *x / most - mean;
        variance += d * d;
    }
    let deviation = most * (variance / count).sqrt();
    let square = deviation * deviation;
    // beside what overflows, epsilon is nothing; but a sum may overflow, of numbers that are all alike
    let inverse = if square.is_finite() { T::ONE / (square + epsilon).sqrt() } else { T::ONE / deviation };
    [mean * most, inverse]
}
