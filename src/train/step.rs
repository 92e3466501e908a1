//! What one batch came to.

/// The report of one step, which callbacks get after it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Step {
    /// The epoch, counted from 1.
    pub epoch: usize,
    /// How many epochs there will be.
    pub epochs: usize,
    /// The batch, counted from 1.
    pub batch: usize,
    /// How many batches an epoch has.
    pub batches: usize,
    /// How many samples the batch had.
    pub samples: usize,
    /// The loss of the batch, before the step.
    pub loss: f64,
    /// The learning rate of the step.
    pub learning_rate: f64,
}
