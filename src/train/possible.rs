//! Metrics that would say nothing are refused before a run begins.

use std::format;
use std::string::String;

use super::metric::Needs;
use super::{Data, Metric, Sample};
use crate::layer::Output;
use crate::loss::{Loss, Task};
use crate::network::decision::{Decision, is_identity};
use crate::{Error, Network, Numbers, Scalar, Shape, Targets, boxed};

/// How outputs are read for `metrics`, or which of them cannot be computed.
///
/// A loss for classes or labels says what its outputs are. With any other, targets may still be classes: by index, or one-hot.
pub(super) fn decision<N: Network, Y: Targets<N::Output, N::Scalar, 1>, L: Loss<N::Activation>>(
    data: Data<Sample<N>, Y>,
    metrics: &[Metric],
) -> Result<Decision, Error> {
    let decision = match L::TASK {
        _ if N::Output::ROW == 1 => Decision::Binary(L::THRESHOLD),
        Task::Labels if !Y::CLASSES => Decision::Labels(L::THRESHOLD),
        _ => Decision::Classes,
    };
    let logits = L::TASK != Task::Regression && is_identity::<N::Activation>();
    let mut classless = None;
    for metric in metrics {
        let why = match metric.needs() {
            Needs::Errors if logits => {
                Some("the outputs are logits, which are not in the unit of the targets".into())
            }
            Needs::Errors => None,
            _ => {
                let numbers = L::TASK == Task::Regression && !Y::CLASSES;
                let classless = classless
                    .get_or_insert_with(|| if numbers { no_class::<N, Y>(data.targets) } else { None });
                let no_class = |sample: &usize| {
                    format!("the target of sample {sample} is no class; MAE, RMSE and R^2 are for numbers")
                };
                out_of_range(*metric, decision, N::Output::ROW).or(classless.as_ref().map(no_class))
            }
        };
        if let Some(why) = why {
            return Err(Error::Metric { metric: *metric, why });
        }
    }
    Ok(decision)
}

/// Why there is no such class, or no such place.
fn out_of_range(metric: Metric, decision: Decision, width: usize) -> Option<String> {
    let labels = matches!(decision, Decision::Labels(_));
    let classes = if labels { width } else { width.max(2) };
    match metric {
        Metric::TopK(_) if labels => {
            Some("each output is a label of its own, so that none is first; take accuracy or F1".into())
        }
        Metric::TopK(k) if k == 0 || k > classes => {
            Some(format!("there are {classes} classes: take 1 to {classes}"))
        }
        Metric::PrecisionOf(class) | Metric::RecallOf(class) | Metric::F1Of(class) if class >= classes => {
            Some(format!("there are {classes} classes: take 0 to {}", classes - 1))
        }
        _ => None,
    }
}

/// The first sample with a target that is neither 0 nor 1, or not one-hot.
fn no_class<N: Network, Y: Targets<N::Output, N::Scalar, 1>>(targets: &[Y]) -> Option<usize> {
    let mut target = boxed::<Output<N, 1>>();
    targets.iter().position(|wanted| {
        wanted.write(&mut target);
        let rows = N::Output::flat(&*target).chunks(N::Output::ROW.max(1)).enumerate();
        rows.filter(|(row, _)| wanted.has(*row)).any(|(_, numbers)| {
            let ones = numbers.iter().filter(|t| **t == N::Scalar::ONE).count();
            let zeros = numbers.iter().filter(|t| **t == N::Scalar::ZERO).count();
            ones + zeros < numbers.len() || numbers.len() > 1 && ones != 1
        })
    })
}
