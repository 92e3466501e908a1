//! What one epoch came to.

use core::fmt;
use core::time::Duration;

/// The report of one epoch, for printing: `epoch  3/40  loss 0.1234  123456 samples/s`.
#[derive(Clone, Debug, PartialEq)]
pub struct Epoch {
    /// The epoch, counted from 1.
    pub epoch: usize,
    /// How many there will be.
    pub epochs: usize,
    /// The mean of the batches' losses, each taken before its step.
    pub loss: f64,
    /// How many samples were learned from.
    pub samples: usize,
    /// How long it took.
    pub time: Duration,
}

impl fmt::Display for Epoch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Epoch { epoch, epochs, loss, samples, time } = self;
        let width = epochs.checked_ilog10().unwrap_or(0) as usize + 1;
        let speed = *samples as f64 / time.as_secs_f64().max(1e-9);
        write!(f, "epoch {epoch:width$}/{epochs}  loss {loss:.4}  {speed:.0} samples/s")
    }
}
