//! The weights of the best epochs so far.

use std::boxed::Box;
use std::vec::Vec;

use super::{Monitor, early_stopping::copy};
use crate::{Parameters, Scalar, boxed};

/// The weights that a run keeps besides those that learn: of the best epoch by each [`EarlyStopping`](super::EarlyStopping), and,
/// once the run has ended with the best ones, those of the last step, from which it resumes.
///
/// They are part of the [`Session`](super::Session) and of its file, so that a run that is killed and resumed ends with the same
/// weights as one that is not.
///
/// ```
/// use constrata::{prelude::*, train::{Data, EarlyStopping, Fit, Kept, Monitor, Session}};
/// network! { struct Line: 1 => Dense<1> }
/// let (mut net, fit) = (Line::zeros(), Fit { learning_rate: 2.1, ..Fit::new(HalfSquaredError, Sgd) }); // the loss rises
/// let (data, best) = (Data::new(&[[0.0]], &[[1.0]]), || EarlyStopping::keep_best(Monitor::TrainingLoss));
/// let mut session = Session::new(&mut net, 7);
/// Fit { epochs: 4, ..fit }.resume(&mut session, data, best())?;
/// let file = session.to_bytes()?;
///
/// let mut other = Line::zeros();
/// let mut session = Session::<_, Sgd>::try_from_bytes(&mut other, &file)?;
/// fit.resume(&mut session, data, best())?; // 6 epochs that are worse
/// assert!((session.kept.best(Monitor::TrainingLoss).unwrap().dense1.bias[0] - 2.1).abs() < 1e-6); // after the first step
/// assert_eq!(session.kept.best(Monitor::ValidationLoss), None); // which nobody looked at
/// session.kept = Kept::default(); // forgets them
/// # Ok::<(), constrata::Error>(())
/// ```
#[derive(Debug)]
pub struct Kept<N> {
    pub(crate) best: Vec<Best<N>>,
    /// Those of the last step, where the best ones took their place in the network.
    pub(crate) last: Option<Box<N>>,
}

/// The weights of the best epoch by a rule.
#[derive(Debug)]
pub(crate) struct Best<N> {
    pub(crate) rule: Rule,
    /// Counted from 1.
    pub(crate) epoch: usize,
    pub(crate) network: Box<N>,
}

/// What is better: two callbacks that agree on it have the same best epoch.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Rule {
    pub(crate) monitor: Monitor,
    pub(crate) min_delta: f64,
}

impl<N> Default for Kept<N> {
    fn default() -> Self {
        Kept { best: Vec::new(), last: None }
    }
}

impl<N> Kept<N> {
    /// The weights of the best epoch by `monitor`, where a callback keeps them.
    #[must_use]
    pub fn best(&self, monitor: Monitor) -> Option<&N> {
        self.best.iter().find(|best| best.rule.monitor == monitor).map(|best| &*best.network)
    }

    fn by(&mut self, rule: Rule) -> Option<&mut Best<N>> {
        self.best.iter_mut().find(|best| best.rule == rule)
    }

    pub(super) fn forget(&mut self, rule: Rule) {
        self.best.retain(|best| best.rule != rule);
    }

    /// Whether there are weights of epoch `epoch`, which is the best by `rule`: its own, or by another rule. Those of another
    /// epoch are forgotten.
    pub(super) fn knows(&mut self, rule: Rule, epoch: usize) -> bool
    where
        N: Parameters,
    {
        if self.by(rule).is_some_and(|best| best.epoch == epoch) {
            return true;
        }
        self.forget(rule);
        let Some(same) = self.best.iter().find(|best| best.epoch == epoch) else { return false };
        let mut network = boxed::<N>();
        copy(&*same.network, &mut *network);
        self.put(rule, epoch, network);
        true
    }

    /// Weights that are the best by `rule` from now on.
    pub(super) fn put(&mut self, rule: Rule, epoch: usize, network: Box<N>) {
        self.forget(rule);
        self.best.push(Best { rule, epoch, network });
    }

    /// A copy of `network` is the best by `rule` from now on.
    pub(super) fn keep(&mut self, rule: Rule, epoch: usize, network: &N)
    where
        N: Parameters,
    {
        if let Some(best) = self.by(rule) {
            best.epoch = epoch;
            copy(network, &mut *best.network);
            return;
        }
        let mut best = boxed::<N>();
        copy(network, &mut *best);
        self.put(rule, epoch, best);
    }

    /// At the end of a run: the best weights by `rule` go into `network`, whose own stay here, for the run to be resumed from.
    /// Of what is not finite nothing can be.
    pub(super) fn leave_best(&mut self, rule: Rule, network: &mut N)
    where
        N: Parameters,
    {
        let Some(best) = self.best.iter().find(|best| best.rule == rule) else { return };
        if same(&*best.network, network) {
            return;
        }
        if self.last.is_none() && is_finite(network) {
            copy(network, self.last.insert(boxed()));
        }
        copy(&*best.network, network);
    }

    /// Forgets the weights of the last step where `network` no longer has the best ones: somebody put others there, to go on from.
    pub(super) fn look_at(&mut self, network: &N)
    where
        N: Parameters,
    {
        if !self.best.iter().any(|best| same(&*best.network, network)) {
            self.last = None;
        }
    }

    /// Exchanges the weights of `network` with those of the last step, if they are here. Whether it did.
    pub(super) fn exchange_last(&mut self, network: &mut N) -> bool
    where
        N: Parameters,
    {
        let Some(last) = &mut self.last else { return false };
        for index in 0..N::TENSORS {
            last.tensor_mut(index).swap_with_slice(network.tensor_mut(index));
        }
        true
    }
}

fn same<N: Parameters>(a: &N, b: &N) -> bool {
    (0..N::TENSORS).all(|index| a.tensor(index) == b.tensor(index))
}

pub(crate) fn is_finite<N: Parameters>(network: &N) -> bool {
    (0..N::TENSORS).all(|index| network.tensor(index).iter().all(|number| number.is_finite()))
}
