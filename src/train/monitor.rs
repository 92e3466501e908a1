//! Which number of an epoch's report decides.

use core::fmt;

use super::{Epoch, Metric};

/// The number that early stopping, a schedule or a search looks at.
///
/// ```
/// use constrata::train::{Metric, Monitor};
/// assert_eq!(Monitor::Validation(Metric::F1).to_string(), "validation F1");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub enum Monitor {
    /// The loss of the epoch's batches.
    TrainingLoss,
    /// The loss of the validation samples.
    ValidationLoss,
    /// A metric of the epoch's batches.
    Training(Metric),
    /// A metric of the validation samples.
    Validation(Metric),
}

impl Monitor {
    /// The number in the report of `epoch`; `None` where there is none: no validation samples, or the metric is not one of
    /// the [`Fit`](super::Fit)'s.
    ///
    /// ```
    /// use constrata::train::{Epoch, Metric, Monitor, Scores};
    /// # let validation = Some(Scores { loss: 0.3, metrics: vec![(Metric::F1, 0.9)] });
    /// # let (learning_rate, samples, time) = (0.01, 1000, std::time::Duration::from_millis(500));
    /// let epoch = Epoch { epoch: 3, epochs: 40, loss: 0.25, metrics: vec![(Metric::F1, 0.875)], validation, learning_rate, samples, time };
    /// assert_eq!(Monitor::TrainingLoss.of(&epoch), Some(0.25));
    /// assert_eq!(Monitor::Validation(Metric::F1).of(&epoch), Some(0.9));
    /// assert_eq!(Monitor::Training(Metric::Accuracy).of(&epoch), None); // nobody asked for it
    /// ```
    #[must_use]
    pub fn of(self, epoch: &Epoch) -> Option<f64> {
        let find = |metrics: &[(Metric, f64)], wanted| {
            metrics.iter().find(|(metric, _)| *metric == wanted).map(|(_, value)| *value)
        };
        match self {
            Monitor::TrainingLoss => Some(epoch.loss),
            Monitor::ValidationLoss => epoch.validation.as_ref().map(|scores| scores.loss),
            Monitor::Training(metric) => find(&epoch.metrics, metric),
            Monitor::Validation(metric) => {
                epoch.validation.as_ref().and_then(|scores| find(&scores.metrics, metric))
            }
        }
    }

    /// Whether larger is better.
    ///
    /// ```
    /// use constrata::train::{Metric, Monitor};
    /// assert!(Monitor::Validation(Metric::Accuracy).larger_is_better());
    /// assert!(!Monitor::ValidationLoss.larger_is_better());
    /// ```
    #[must_use]
    pub const fn larger_is_better(self) -> bool {
        match self {
            Monitor::TrainingLoss | Monitor::ValidationLoss => false,
            Monitor::Training(metric) | Monitor::Validation(metric) => metric.larger_is_better(),
        }
    }

    /// The number, turned so that smaller is better.
    pub(super) fn cost(self, epoch: &Epoch) -> Option<f64> {
        self.of(epoch).map(|value| if self.larger_is_better() { -value } else { value })
    }
}

impl fmt::Display for Monitor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Monitor::TrainingLoss => write!(f, "loss"),
            Monitor::ValidationLoss => write!(f, "validation loss"),
            Monitor::Training(metric) => metric.fmt(f),
            Monitor::Validation(metric) => write!(f, "validation {metric}"),
        }
    }
}
