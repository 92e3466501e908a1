//! Ending a run that gets no better, with the best weights it had.

use std::boxed::Box;

use super::kept::Rule;
use super::{Callback, Epoch, Monitor, Session, Stop};
use crate::error::setting;
use crate::optimizer::Optimizer;
use crate::{Error, Parameters};

/// Ends a run `patience` epochs after the best one, and in any case leaves the network with the weights of the best: also
/// where the run went through all its epochs, was interrupted, or failed because a number was not finite.
///
/// An epoch is better where it beats the best one so far by more than `min_delta`. That is judged by the session's history alone, and
/// the best weights are [kept](super::Kept) in the session and its file: a run that is killed and resumed with the same callback ends
/// in the same epoch, with the same weights, as one that is not. Used for another run, it begins anew.
///
/// ```
/// use constrata::{prelude::*, train::{Data, EarlyStopping, Fit, Monitor, Stop}};
/// network! { struct Line: 1 => Dense<1> }
/// let (x, y) = ([[-1.0], [1.0], [2.0], [3.0]], [[-2.0], [2.0], [4.0], [6.0]]);
/// let fit = Fit { epochs: 1000, batch: 1, learning_rate: 0.1, validation_split: 0.25, ..Fit::new(MeanSquaredError, Sgd) };
/// let mut net = Line::zeros();
/// let mut stopping = EarlyStopping::new(Monitor::ValidationLoss, 5);
/// let history = fit.run(&mut net, Data::new(&x, &y), &mut stopping)?;
/// assert!(matches!(history.stop, Stop::NoBetter { since } if history.epochs.len() == since + 5));
/// # Ok::<(), constrata::Error>(())
/// ```
#[derive(Debug)]
pub struct EarlyStopping<N> {
    /// The number that decides.
    pub monitor: Monitor,
    /// How many epochs in a row may bring no improvement; with 0 or 1, a run ends after the first epoch without one.
    pub patience: usize,
    /// The smallest change that counts as an improvement.
    pub min_delta: f64,
    /// The weights of the best epoch of a run that is resumed, where its session does not have them because the run had no such
    /// callback, as of [`Checkpoints::best_network`](super::Checkpoints::best_network). The session takes them over.
    pub best: Option<Box<N>>,
}

impl<N> EarlyStopping<N> {
    /// Ends a run after `patience` epochs in which `monitor` did not improve.
    #[must_use]
    pub const fn new(monitor: Monitor, patience: usize) -> Self {
        EarlyStopping { monitor, patience, min_delta: 0.0, best: None }
    }

    /// Never ends a run, and leaves the network with the best weights.
    ///
    /// ```
    /// use constrata::{prelude::*, train::{Data, EarlyStopping, Fit, Monitor}};
    /// network! { struct Line: 1 => Dense<1> }
    /// let (mut net, mut best) = (Line::zeros(), EarlyStopping::keep_best(Monitor::TrainingLoss));
    /// let fit = Fit { learning_rate: 2.1, ..Fit::new(HalfSquaredError, Sgd) }; // too much: the loss rises
    /// let history = fit.run(&mut net, Data::new(&[[0.0]], &[[1.0]]), &mut best)?;
    /// assert_eq!(best.best_epoch(&history.epochs)?, Some(1));
    /// assert!((net.dense1.bias[0] - 2.1).abs() < 1e-6); // after its one step
    /// # Ok::<(), constrata::Error>(())
    /// ```
    #[must_use]
    pub const fn keep_best(monitor: Monitor) -> Self {
        Self::new(monitor, usize::MAX)
    }

    const fn rule(&self) -> Rule {
        Rule { monitor: self.monitor, min_delta: self.min_delta }
    }

    /// Whether it is to end after `epochs` epochs.
    fn impatient(&self, epochs: usize, best: Option<usize>) -> Option<Stop> {
        let since = best.unwrap_or(0);
        let waited = epochs.saturating_sub(since);
        (waited > 0 && waited >= self.patience).then_some(Stop::NoBetter { since })
    }

    /// The best epoch of a history, counted from 1; `None` where no number is finite.
    ///
    /// ```
    /// use constrata::train::{EarlyStopping, Epoch, Monitor};
    /// # let (metrics, validation, learning_rate, samples, time) = (vec![], None, 0.1, 1, std::time::Duration::ZERO);
    /// let last = Epoch { epoch: 3, epochs: 9, loss: 0.5, metrics, validation, learning_rate, samples, time };
    /// let history = [Epoch { epoch: 1, loss: 0.6, ..last.clone() }, Epoch { epoch: 2, loss: 0.4, ..last.clone() }, last];
    /// assert_eq!(EarlyStopping::<()>::new(Monitor::TrainingLoss, 5).best_epoch(&history)?, Some(2));
    /// # Ok::<(), constrata::Error>(())
    /// ```
    ///
    /// # Errors
    /// [`Error::Monitor`], where an epoch has no such number.
    pub fn best_epoch(&self, history: &[Epoch]) -> Result<Option<usize>, Error> {
        let (mut best, mut least) = (None, f64::INFINITY);
        for epoch in history {
            let cost = self.monitor.cost(epoch).ok_or(Error::Monitor(self.monitor))?;
            // the first finite number is better than none, by whatever delta
            if cost < least - self.min_delta || (best.is_none() && cost < least) {
                (best, least) = (Some(epoch.epoch), cost);
            }
        }
        Ok(best)
    }
}

impl<N: Parameters, O: Optimizer<N::Number>> Callback<N, O> for EarlyStopping<N> {
    fn before_run(&mut self, session: &mut Session<N, O>) -> Result<(), Error> {
        setting::expect(
            "EarlyStopping::min_delta",
            self.min_delta,
            self.min_delta.is_finite(),
            "a finite number",
        )?;
        let (rule, given) = (self.rule(), self.best.take());
        let Some(epoch) = self.best_epoch(&session.history)? else {
            session.kept.forget(rule);
            return Ok(());
        };
        if !session.kept.knows(rule, epoch) {
            // a callback before this one may have saved the session in the best epoch
            let at_best = epoch == session.history.len() && session.place.batches() == 0;
            if at_best {
                session.kept.keep(rule, epoch, session.network);
            } else if let Some(network) = given {
                session.kept.put(rule, epoch, network);
            }
        }
        Ok(())
    }
    fn before_epoch(&mut self, session: &mut Session<N, O>) -> Result<Option<Stop>, Error> {
        // a run that was killed when it was to end
        Ok(self.impatient(session.history.len(), self.best_epoch(&session.history)?))
    }
    fn after_epoch(&mut self, session: &mut Session<N, O>) -> Result<Option<Stop>, Error> {
        let (epochs, best) = (session.history.len(), self.best_epoch(&session.history)?);
        if best == Some(epochs) {
            session.kept.keep(self.rule(), epochs, session.network);
        }
        Ok(self.impatient(epochs, best))
    }

    fn after_run(&mut self, session: &mut Session<N, O>) {
        session.kept.leave_best(self.rule(), session.network);
    }
}

/// Number by number, and so never through the stack.
pub(super) fn copy<N: Parameters>(from: &N, to: &mut N) {
    for index in 0..N::TENSORS {
        to.tensor_mut(index).copy_from_slice(from.tensor(index));
    }
}
