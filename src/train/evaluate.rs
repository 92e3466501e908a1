//! The loss and the metrics of a network on held-out samples.

use core::fmt;
use std::vec::Vec;

use super::check::check;
use super::possible::decision;
use super::tally::Tally;
use super::terms::terms;
use super::workspace::{TILE, Workspace};
use super::{Confusion, Data, Metric, Sample, Scores};
use crate::loss::Loss;
use crate::{Error, Learn, Targets};

/// What [`evaluate`] found.
///
/// ```
/// use constrata::{prelude::*, train::{Data, Evaluation, Metric, evaluate}};
/// let net = <network!(1 => Dense<2, Softmax>)>::zeros(); // says class 0, always
/// let data = Data::new(&[[0.5], [1.5], [2.5]], &[0_usize, 1, 0]);
/// let Evaluation { scores, confusion } = evaluate(&net, data, &CrossEntropy, &[Metric::Recall])?;
/// assert_eq!(scores.to_string(), "loss 0.6931  recall 0.5000");
/// assert_eq!(confusion.map(|confusion| confusion.count(1, 0)), Some(1));
/// # Ok::<(), constrata::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Evaluation {
    /// The loss and the metrics.
    pub scores: Scores,
    /// Which class was taken for which, if a metric is about single classes: precision, recall, F1.
    pub confusion: Option<Confusion>,
}

impl fmt::Display for Evaluation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.scores.fmt(f)
    }
}

/// The loss of `network` on `data`, and metrics, in one pass.
///
/// # Errors
/// As [`Fit::run`](super::Fit::run); [`Error::Metric`], where a metric cannot be computed of such outputs and targets.
///
/// ```
/// use constrata::{prelude::*, train::{Data, Metric, evaluate}};
/// let net = <network!(1 => Dense<2, Softmax>)>::zeros(); // undecided
/// let data = Data::new(&[[0.5], [1.5]], &[0_usize, 1]);
/// let found = evaluate(&net, data, &CrossEntropy, &[Metric::Accuracy])?.scores;
/// assert_eq!((found.loss as f32, found.metric(Metric::Accuracy)), (2_f32.ln(), Some(0.5)));
/// # Ok::<(), constrata::Error>(())
/// ```
pub fn evaluate<N: Learn, Y: Targets<N::Output, N::Scalar, 1>, L: Loss<N::Activation>>(
    network: &N,
    data: Data<Sample<N>, Y>,
    loss: &L,
    metrics: &[Metric],
) -> Result<Evaluation, Error> {
    check::<N, Y>(data, L::TASK)?;
    let decision = decision::<N, Y, L>(data, metrics)?;
    let rows: Vec<usize> = (0..data.inputs.len()).collect();
    let mut judge = Judge::new(&Tally::new::<N::Output>(metrics, decision).in_units(data.units));
    let scores = judge.judge(network, data, &rows, loss, metrics);
    Ok(Evaluation { scores, confusion: judge.workspace.tally.into_confusion() })
}

/// What samples are judged in.
pub(super) struct Judge<N: Learn> {
    workspace: Workspace<N>,
}

impl<N: Learn> Judge<N> {
    pub(super) fn new(tally: &Tally) -> Self {
        Judge { workspace: Workspace::new(tally.clone()) }
    }

    /// Loss and metrics of the samples `rows` of `data`.
    pub(super) fn judge<Y: Targets<N::Output, N::Scalar, 1>>(
        &mut self,
        network: &N,
        data: Data<Sample<N>, Y>,
        rows: &[usize],
        loss: &impl Loss<N::Activation>,
        metrics: &[Metric],
    ) -> Scores {
        self.workspace.tally.clear();
        // in `f64`: beside the sum over millions of samples, an `f32` would lose the last digits of each
        let mut sum = 0.0;
        for part in rows.chunks(TILE) {
            sum += self.workspace.evaluate(network, data, part, loss);
        }
        Scores {
            loss: loss.outer(sum / terms::<_, Y, N::Output, N::Scalar>(data, rows)).0,
            metrics: self.workspace.tally.values(metrics),
        }
    }
}
