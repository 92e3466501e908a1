//! A good learning rate, found by trying.

use core::fmt;
use std::vec::Vec;

use super::{Callback, Data, Fit, Sample, Schedule, Session, Step, Stop, early_stopping};
use crate::error::setting;
use crate::loss::Loss;
use crate::optimizer::Optimizer;
use crate::{Error, Learn, Parameters, Targets, boxed};

/// The loss at rising learning rates: what [`Fit::try_rates`] found.
///
/// Prints as a table.
///
/// ```
/// use constrata::train::Rates;
/// let rates = Rates { rates: vec![0.001, 0.01, 0.1, 1.0, 10.0], losses: vec![2.0, 1.9, 0.7, 0.6, 3.0] };
/// assert_eq!(rates.steepest(), Some(0.01)); // from 0.001 over 0.01 to 0.1 it falls by 1.3
/// assert!(rates.to_string().contains("     1.00e-1 |     0.7000"));
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Rates {
    /// Learning rates, from low to high.
    pub rates: Vec<f64>,
    /// The loss of the batch before a step at each, smoothed.
    pub losses: Vec<f64>,
}

impl Rates {
    /// The rate in the middle of the fifth of all rates in which the loss falls most; `None` where it never falls.
    ///
    /// From one rate to the next, the loss goes up and down with the samples in the batch; over a fifth, it goes with the rate.
    #[must_use]
    pub fn steepest(&self) -> Option<f64> {
        let fifth = (self.losses.len() / 5).max(2);
        let falls = self.losses.windows(fifth + 1).map(|losses| losses[0] - losses[fifth]);
        let steepest = falls.enumerate().max_by(|a, b| a.1.total_cmp(&b.1));
        steepest.filter(|(_, fall)| *fall > 0.0).map(|(first, _)| self.rates[first + fifth / 2])
    }
}

impl fmt::Display for Rates {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "learning rate | loss")?;
        writeln!(f, "--------------|-----------")?;
        self.rates
            .iter()
            .zip(&self.losses)
            .try_for_each(|(rate, loss)| writeln!(f, "{rate:13.2e} | {loss:10.4}"))
    }
}

impl<L: Clone, O: Clone> Fit<L, O> {
    /// Tries `steps` learning rates from `low` to `high`, each a constant factor above the one before: one step at each, of a
    /// copy of `network`. Ends sooner where the loss is 4 times the lowest, or not finite.
    ///
    /// Losses are smoothed as moving means of 10 or so steps. A good rate to train with is [`Rates::steepest`], or a little less.
    /// Source: Smith 2017.
    ///
    /// # Errors
    /// As [`run`](Self::run), but for a loss that is not finite.
    ///
    /// ```
    /// use constrata::{prelude::*, train::{Data, Fit}};
    /// network! { struct Line: 1 => Dense<1> }
    /// let x: Vec<[f32; 1]> = (0..64).map(|i| [i as f32 / 64.0]).collect();
    /// let y: Vec<[f32; 1]> = x.iter().map(|[x]| [2.0 * x + 1.0]).collect();
    /// let fit = Fit { batch: 8, ..Fit::new(MeanSquaredError, Sgd) };
    /// let rates = fit.try_rates(&Line::zeros(), Data::new(&x, &y), 1e-4, 10.0, 100)?;
    /// let learning_rate = rates.steepest().expect("the loss falls");
    /// assert!(learning_rate > 1e-3 && learning_rate < 1.0, "{rates}");
    /// # Ok::<(), constrata::Error>(())
    /// ```
    pub fn try_rates<N: Learn, Y: Targets<N::Output, N::Scalar, 1>>(
        &self,
        network: &N,
        data: Data<Sample<N>, Y>,
        low: f64,
        high: f64,
        steps: usize,
    ) -> Result<Rates, Error>
    where
        L: Loss<N::Activation>,
        O: Optimizer<N::Scalar>,
    {
        setting::positive("low", low)?;
        setting::expect("high", high, high > low && high.is_finite(), "a rate above `low`")?;
        setting::at_least_1("steps", steps)?;
        let per_epoch = data.inputs.len().div_ceil(self.batch.max(1)).max(1);
        let epochs = steps.div_ceil(per_epoch);
        // the schedule runs over whole epochs, the sweep over `steps` steps
        let whole = (epochs * per_epoch).saturating_sub(1) as f64 / steps.saturating_sub(1).max(1) as f64;
        let end = crate::Scalar::exp(crate::Scalar::ln(high / low) * whole);
        let (schedule, validation_split) = (Schedule::Geometric { end }, 0.0);
        let fit = Fit {
            loss: self.loss.clone(),
            optimizer: self.optimizer.clone(),
            epochs,
            learning_rate: low,
            schedule,
            validation_split,
            metrics: &[],
            ..*self
        };
        let mut copy = boxed::<N>();
        early_stopping::copy(network, &mut *copy);
        let mut sweep = Sweep { steps, mean: 0.0, found: Rates { rates: Vec::new(), losses: Vec::new() } };
        match fit.run(&mut *copy, Data { validation: None, ..data }, &mut sweep) {
            Ok(_) | Err(Error::Diverged { .. }) => Ok(sweep.found),
            Err(error) => Err(error),
        }
    }
}

/// How much of the moving mean of losses is kept from step to step.
const NON_CHANNEL_DIMS: f64 = 0.9;

struct Sweep {
    steps: usize,
    mean: f64,
    found: Rates,
}

impl<N: Parameters, O: Optimizer<N::Number>> Callback<N, O> for Sweep {
    fn after_batch(&mut self, _: &mut Session<N, O>, step: &Step) -> Result<Option<Stop>, Error> {
        let Rates { rates, losses } = &mut self.found;
        self.mean = NON_CHANNEL_DIMS * self.mean + (1.0 - NON_CHANNEL_DIMS) * step.loss;
        rates.push(step.learning_rate);
        // of the weights of a moving mean, so many are there yet
        losses.push(self.mean / (1.0 - (0..rates.len()).fold(1.0, |power, _| power * NON_CHANNEL_DIMS)));
        let lowest = losses.iter().copied().fold(f64::INFINITY, f64::min);
        let high = losses.last().is_some_and(|loss| *loss > 4.0 * lowest);
        Ok((rates.len() >= self.steps || high).then_some(Stop::Callback("the rates are tried")))
    }
}
