//! What a mean loss is over: samples, or steps that have a target.

use super::Data;
use crate::shape::rows_of;
use crate::{Scalar, Shape, Targets};

/// How much the samples `rows` of `data` count together: by their weights, and a sequence as often as it has steps with a target.
pub(super) fn terms<X, Y: Targets<S, T, 1>, S: Shape, T: Scalar>(data: Data<X, Y>, rows: &[usize]) -> f64 {
    let count = |row: &usize| data.targets[*row].count() as f64;
    match data.weights {
        Some(weights) => rows.iter().map(|row| weights[*row] * count(row)).sum(),
        None if Y::OPTIONAL => rows.iter().map(count).sum(),
        None => (rows.len() * rows_of::<S>()) as f64,
    }
}

/// Whether row number `row` of the samples `samples` has a target.
#[inline]
pub(super) fn has<X, Y: Targets<S, T, 1>, S: Shape, T: Scalar>(
    data: Data<X, Y>,
    samples: &[usize],
    row: usize,
) -> bool {
    let steps = const { if S::LEN == 0 { 1 } else { rows_of::<S>() } };
    !Y::OPTIONAL || data.targets[samples[row / steps]].has(row % steps)
}
