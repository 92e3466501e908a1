//! Ending a run that has learned enough.

use super::{Callback, Session, Stop};
use crate::error::setting;
use crate::optimizer::Optimizer;
use crate::{Error, Parameters};

/// Ends a run after the epoch whose loss is below this.
///
/// ```
/// use constrata::{prelude::*, train::{Data, Fit, LossBelow, Stop}};
/// let mut net = <network!(1 => Dense<1>)>::zeros();
/// let fit = Fit { epochs: 1000, learning_rate: 0.1, ..Fit::new(MeanSquaredError, Sgd) };
/// let history = fit.run(&mut net, Data::new(&[[1.0]], &[[2.0]]), LossBelow(0.01))?;
/// assert!(history.stop == Stop::LossBelow && history.epochs.len() < 1000);
/// # Ok::<(), constrata::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct LossBelow(pub f64);

impl<N: Parameters, O: Optimizer<N::Number>> Callback<N, O> for LossBelow {
    fn before_run(&mut self, _session: &mut Session<N, O>) -> Result<(), Error> {
        setting::expect("LossBelow", self.0, !self.0.is_nan(), "a number")
    }
    fn after_epoch(&mut self, session: &mut Session<N, O>) -> Result<Option<Stop>, Error> {
        let below = session.history.last().is_some_and(|epoch| epoch.loss < self.0);
        Ok(below.then_some(Stop::LossBelow))
    }
}

/// Ends a run after the epoch whose loss differs from the one before by less than this.
///
/// ```
/// use constrata::{prelude::*, train::{Data, Fit, LossChangeBelow, Stop}};
/// let mut net = <network!(1 => Dense<1>)>::zeros();
/// let fit = Fit { epochs: 1000, learning_rate: 0.1, ..Fit::new(MeanSquaredError, Sgd) };
/// let history = fit.run(&mut net, Data::new(&[[1.0]], &[[2.0]]), LossChangeBelow(1e-4))?;
/// assert!(history.stop == Stop::LossChangeBelow && history.epochs.len() < 1000);
/// # Ok::<(), constrata::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct LossChangeBelow(pub f64);

impl<N: Parameters, O: Optimizer<N::Number>> Callback<N, O> for LossChangeBelow {
    fn before_run(&mut self, _session: &mut Session<N, O>) -> Result<(), Error> {
        setting::expect("LossChangeBelow", self.0, !self.0.is_nan(), "a number")
    }
    fn after_epoch(&mut self, session: &mut Session<N, O>) -> Result<Option<Stop>, Error> {
        let [.., before, last] = &session.history[..] else { return Ok(None) };
        Ok(((last.loss - before.loss).abs() < self.0).then_some(Stop::LossChangeBelow))
    }
}
