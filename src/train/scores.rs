//! What an evaluation found.

use core::fmt;
use std::vec::Vec;

use super::Metric;

/// A loss and metrics.
///
/// ```
/// use constrata::train::{Metric, Scores};
/// let scores = Scores { loss: 0.25, metrics: vec![(Metric::Mae, 0.5), (Metric::R2, 0.875)] };
/// assert_eq!((scores.metric(Metric::R2), scores.metric(Metric::F1)), (Some(0.875), None));
/// assert_eq!(scores.to_string(), "loss 0.2500  MAE 0.5000  R^2 0.8750");
/// ```
#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Scores {
    /// The loss over all samples.
    pub loss: f64,
    /// The metrics that were asked for, in that order.
    pub metrics: Vec<(Metric, f64)>,
}

impl Scores {
    /// The metric, if it was asked for.
    #[must_use]
    pub fn metric(&self, wanted: Metric) -> Option<f64> {
        self.metrics.iter().find(|(metric, _)| *metric == wanted).map(|(_, value)| *value)
    }
}

impl fmt::Display for Scores {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "loss {:.4}", self.loss)?;
        self.metrics.iter().try_for_each(|(metric, value)| write!(f, "  {metric} {value:.4}"))
    }
}
