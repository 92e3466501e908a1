//! Data that would train to nothing or to NaN are refused before it begins.

use super::{Data, Sample};
use crate::layer::Output;
use crate::loss::Task;
use crate::{Error, Network, Numbers, Scalar, Shape, Targets, boxed};

/// Refuses what no network could learn from for such a task, with the first sample that is to blame.
pub(super) fn check<N: Network, Y: Targets<N::Output, N::Scalar, 1>>(
    Data { inputs, targets, weights, variation, .. }: Data<Sample<N>, Y>,
    task: Task,
) -> Result<(), Error> {
    if inputs.is_empty() {
        return Err(Error::Empty);
    }
    if inputs.len() != targets.len() {
        return Err(Error::Length { inputs: inputs.len(), targets: targets.len() });
    }
    if let Some(variation) = variation {
        variation.augmentation.check()?;
    }
    let mut target = boxed::<Output<N, 1>>();
    for (sample, (x, y)) in inputs.iter().zip(targets).enumerate() {
        if let Some(index) = N::Input::unfit(x) {
            return Err(Error::Input { sample, index });
        }
        y.write(&mut target);
        if N::Output::flat(&*target).iter().any(|t| !t.is_finite()) {
            return Err(Error::Target { sample, classes: N::Output::ROW.max(2) });
        }
        let outside = |t: &N::Scalar| *t < N::Scalar::ZERO || *t > N::Scalar::ONE;
        let numbers = N::Output::flat(&*target);
        if let Some(index) = numbers.iter().position(outside).filter(|_| task != Task::Regression) {
            return Err(Error::Probability { sample, index, value: numbers[index].to_f64() });
        }
    }
    if let Some(weights) = weights {
        if weights.len() != inputs.len() {
            return Err(Error::Weights { samples: inputs.len(), weights: weights.len() });
        }
        if let Some(sample) = weights.iter().position(|weight| !(weight.is_finite() && *weight >= 0.0)) {
            return Err(Error::Weight { sample });
        }
    }
    let counts = |(sample, target): (usize, &Y)| {
        weights.is_none_or(|weights| weights[sample] > 0.0) && target.count() > 0
    };
    if targets.iter().enumerate().any(counts) { Ok(()) } else { Err(Error::Empty) }
}
