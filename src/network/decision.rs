//! What outputs say, where they stand for classes: the one place with a threshold.

use core::any::TypeId;

use crate::activation::{Activation, Identity};
use crate::{Network, Scalar, Shape};

/// What a target is compared with, where it says how much class 1 is wanted.
#[cfg(feature = "std")]
pub(crate) const TARGET: f64 = 0.5;

/// How outputs are read. Of one that is NaN nothing is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Decision {
    /// One output: class 1 where it is above this, else class 0.
    Binary(f64),
    /// The class with the largest output, the first of equals.
    Classes,
    /// Each output is a label, which a sample has where it is above this.
    #[cfg(feature = "std")]
    Labels(f64),
}

impl Decision {
    /// Of a network whose loss is not known: one output is a probability, with the threshold 1/2; or, where the network ends in
    /// no activation, a logit, with the threshold 0.
    pub(crate) fn of<N: Network>() -> Self {
        let logit = is_identity::<N::Activation>();
        if N::Output::ROW > 1 { Decision::Classes } else { Decision::Binary(if logit { 0.0 } else { 0.5 }) }
    }

    /// The same for targets.
    #[cfg(feature = "std")]
    pub(crate) const fn of_target(width: usize) -> Self {
        if width > 1 { Decision::Classes } else { Decision::Binary(TARGET) }
    }

    /// The class; of labels, the one with the largest output.
    // threshold and comparison together: a microcontroller computes with no `f64`
    #[inline(always)]
    pub(crate) fn class<T: Scalar>(self, y: &[T]) -> Option<usize> {
        match (self, y) {
            (Decision::Binary(threshold), [y]) => above(*y, threshold).map(usize::from),
            _ => largest(y),
        }
    }
}

/// Whether a network that ends in this activation ends in none.
pub(crate) fn is_identity<A: Activation>() -> bool {
    TypeId::of::<A>() == TypeId::of::<Identity>()
}

/// Whether `y` says yes.
#[inline(always)]
pub(crate) fn above<T: Scalar>(y: T, threshold: f64) -> Option<bool> {
    (!y.is_nan()).then(|| y > T::of(threshold))
}

/// Where the largest number stands, the first of equals; nowhere, where one is NaN.
fn largest<T: Scalar>(numbers: &[T]) -> Option<usize> {
    let (mut best, mut found) = (numbers.first()?, 0);
    for (index, number) in numbers.iter().enumerate() {
        if number.is_nan() {
            return None;
        }
        if number > best {
            (best, found) = (number, index);
        }
    }
    Some(found)
}
