//! One number for how good a network is.

use super::check::check;
use super::tally::Tally;
use super::{Data, Metric, Sample, predict};
use crate::layer::Output;
use crate::loss::Task;
use crate::network::decision::Decision;
use crate::{Error, Network, Numbers, Targets, boxed};

/// How good `network` is on `data`, in one number, as scikit-learn's `score` has it: of class indices the accuracy, of numbers
/// the R^2. 1 is perfect.
///
/// A network of one output sees class 1 where the output is above 1/2, or where it is a logit (the network ends in no activation)
/// above 0.
///
/// # Errors
/// As [`Fit::run`](super::Fit::run).
///
/// ```
/// use constrata::{prelude::*, train::{Data, score}};
/// let net = <network!(1 => Dense<2, Softmax>)>::zeros(); // says class 0, always
/// assert_eq!(score(&net, Data::new(&[[0.5], [1.5]], &[0_usize, 1]))?, 0.5);
/// # Ok::<(), constrata::Error>(())
/// ```
pub fn score<N: Network, Y: Targets<N::Output, N::Scalar, 1>>(
    network: &N,
    data: Data<Sample<N>, Y>,
) -> Result<f64, Error> {
    check::<N, Y>(data, Task::Regression)?;
    let metric = if Y::CLASSES { Metric::Accuracy } else { Metric::R2 };
    let mut tally = Tally::new::<N::Output>(&[metric], Decision::of::<N>());
    let mut target = boxed::<Output<N, 1>>();
    for (y, wanted) in predict(network, data.inputs).iter().zip(data.targets) {
        wanted.write(&mut target);
        tally
            .add(N::Output::flat(core::slice::from_ref(y)), N::Output::flat(&*target), |row| wanted.has(row));
    }
    Ok(tally.value(metric))
}
