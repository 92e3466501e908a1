//! Weights of samples by their class.

use std::vec::Vec;

use crate::Error;

/// A weight for each sample: that of its class, for [`Data::weighted`](super::Data::weighted).
///
/// # Errors
/// [`Error::Target`], where a class has no weight.
///
/// ```
/// use constrata::train::class_weights;
/// assert_eq!(class_weights(&[0, 2, 2], &[1.0, 5.0, 0.5])?, [1.0, 0.5, 0.5]);
/// # Ok::<(), constrata::Error>(())
/// ```
pub fn class_weights(classes: &[usize], weights: &[f64]) -> Result<Vec<f64>, Error> {
    let weight = |(sample, class): (usize, &usize)| {
        weights.get(*class).copied().ok_or(Error::Target { sample, classes: weights.len() })
    };
    classes.iter().enumerate().map(weight).collect()
}

/// A weight for each sample, so that all classes count the same together:
///
/// ```text
/// w = n / (k n(c))        of n samples in k classes, n(c) in class c
/// ```
///
/// As scikit-learn's `class_weight="balanced"`; `k` counts the classes that occur.
///
/// ```
/// use constrata::train::balanced_weights;
/// assert_eq!(balanced_weights(&[0, 0, 0, 1]), [2.0 / 3.0, 2.0 / 3.0, 2.0 / 3.0, 2.0]);
/// ```
#[must_use]
pub fn balanced_weights(classes: &[usize]) -> Vec<f64> {
    let mut counts = std::collections::BTreeMap::new();
    classes.iter().for_each(|class| *counts.entry(*class).or_insert(0_usize) += 1);
    let of = |class| classes.len() as f64 / (counts.len() * counts[class]) as f64;
    classes.iter().map(of).collect()
}
