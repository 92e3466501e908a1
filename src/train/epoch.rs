//! The report of one epoch.

use core::fmt;
use core::time::Duration;
use std::vec::Vec;

use super::{Metric, Scores};

/// The report of one epoch, for printing: `epoch  3/40  loss 0.1234  accuracy 0.9512  validation loss 0.2345
/// accuracy 0.9412  123456 samples/s`.
///
/// ```
/// use constrata::train::{Epoch, Metric, Scores};
/// # let validation = Some(Scores { loss: 0.3, metrics: vec![(Metric::F1, 0.9)] });
/// # let (learning_rate, samples, time) = (0.01, 1000, std::time::Duration::from_millis(500));
/// let epoch = Epoch { epoch: 3, epochs: 40, loss: 0.25, metrics: vec![(Metric::F1, 0.875)], validation, learning_rate, samples, time };
/// assert_eq!(epoch.samples_per_second(), 2000.0);
/// assert_eq!(
///     epoch.to_string(),
///     "epoch  3/40  loss 0.2500  F1 0.8750  validation loss 0.3000  F1 0.9000  2000 samples/s"
/// );
/// ```
#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Epoch {
    /// The epoch, counted from 1.
    pub epoch: usize,
    /// How many there will be.
    pub epochs: usize,
    /// The mean of the batches' losses, each taken before its step.
    pub loss: f64,
    /// The metrics over the batches, each before its step.
    pub metrics: Vec<(Metric, f64)>,
    /// Loss and metrics of the validation samples after the epoch, if there are any.
    pub validation: Option<Scores>,
    /// The learning rate of the last step.
    pub learning_rate: f64,
    /// How many samples were learned from.
    pub samples: usize,
    /// How long that took; validation is not counted.
    pub time: Duration,
}

impl Epoch {
    /// How many samples were learned from in a second.
    #[must_use]
    pub fn samples_per_second(&self) -> f64 {
        self.samples as f64 / self.time.as_secs_f64().max(1e-9)
    }
}

impl fmt::Display for Epoch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Epoch { epoch, epochs, loss, metrics, validation, .. } = self;
        let width = epochs.checked_ilog10().unwrap_or(0) as usize + 1;
        write!(f, "epoch {epoch:width$}/{epochs}  loss {loss:.4}")?;
        metrics.iter().try_for_each(|(metric, value)| write!(f, "  {metric} {value:.4}"))?;
        if let Some(scores) = validation {
            write!(f, "  validation {scores}")?;
        }
        write!(f, "  {:.0} samples/s", self.samples_per_second())
    }
}
