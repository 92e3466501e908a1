//! How good a network is on samples it does not learn from.

use std::vec::Vec;

use super::check::check;
use super::workspace::{TILE, Workspace};
use super::{Data, Sample};
use crate::loss::Loss;
use crate::{Error, Scalar, Targets, Train};

/// What [`evaluate`] found.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Evaluation {
    /// The loss over all samples.
    pub loss: f64,
    /// The share of samples whose largest output stands where the largest target does; for classes.
    pub accuracy: f64,
}

/// The loss and accuracy of `network` on `data`.
///
/// # Errors
/// As [`Fit::run`](super::Fit::run).
///
/// ```
/// use constrata::{prelude::*, train::{Data, evaluate}};
/// let net = <network!(1 => Dense<2, Softmax>)>::zeros(); // undecided
/// let found = evaluate(&net, Data::new(&[[0.5], [1.5]], &[0_usize, 1]), &CrossEntropy)?;
/// assert_eq!((found.loss as f32, found.accuracy), (2_f32.ln(), 0.5));
/// # Ok::<(), constrata::Error>(())
/// ```
pub fn evaluate<N: Train, Y: Targets<N::Output, N::Scalar, 1>, L: Loss<N::Activation>>(
    network: &N,
    data: Data<Sample<N>, Y>,
    loss: &L,
) -> Result<Evaluation, Error> {
    check::<N, Y>(data)?;
    let order: Vec<usize> = (0..data.inputs.len()).collect();
    let samples = N::Scalar::from_usize(data.inputs.len());
    let mut workspace = Workspace::new();
    let (mut mean, mut right) = (N::Scalar::ZERO, 0);
    for part in order.chunks(TILE) {
        let (share, hits) = workspace.evaluate(network, data, part, loss, samples);
        mean += share;
        right += hits;
    }
    Ok(Evaluation { loss: loss.outer(mean).0.to_f64(), accuracy: right as f64 / data.inputs.len() as f64 })
}
