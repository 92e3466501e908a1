//! The report of one batch.

/// The report of one step, given to callbacks after it.
///
/// ```
/// use constrata::{Error, prelude::*, train::{Callback, Data, Fit, Session, Step, Stop}};
/// struct Sizes(Vec<usize>);
/// impl<N: Parameters, O: Optimizer<N::Number>> Callback<N, O> for Sizes {
///     fn after_batch(&mut self, _: &mut Session<N, O>, step: &Step) -> Result<Option<Stop>, Error> {
///         self.0.push(step.samples);
///         Ok(None)
///     }
/// }
/// let (mut net, mut sizes) = (<network!(1 => Dense<1>)>::zeros(), Sizes(Vec::new()));
/// let fit = Fit { epochs: 1, batch: 4, ..Fit::new(MeanSquaredError, Sgd) };
/// fit.run(&mut net, Data::new(&[[1.0]; 10], &[[2.0]; 10]), &mut sizes)?;
/// assert_eq!(sizes.0, [4, 4, 2]);
/// # Ok::<(), Error>(())
/// ```
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
