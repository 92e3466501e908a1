//! The learning rate over time.

use super::{Epoch, Monitor};
use crate::error::setting;
use crate::{Error, Scalar};

/// What the learning rate of a [`Fit`](super::Fit) is multiplied by, step after step.
///
/// With step `s` of `S`, counted from 0, in epoch `e`, counted from 0:
///
/// | schedule | factor | as in `torch.optim.lr_scheduler` |
/// |---|---|---|
/// | `Constant` | 1 | |
/// | `Step` | factor^floor(e / every) | `StepLR` |
/// | `Exponential` | factor^e | `ExponentialLR` |
/// | `InverseTime` | 1 / (1 + decay e) | `LambdaLR` |
/// | `Cosine` | end + (1 - end) (1 + cos(pi s / S)) / 2 | `CosineAnnealingLR(T_max=S)`, stepped after every batch |
/// | `Geometric` | end^(s / (S - 1)) | |
/// | `WarmUp` | from `start` in a line to 1 at step `steps`; from there on `then`, as if it began there | `LinearLR`, `SequentialLR` |
/// | `OneCycle` | by half cosines from `start` to 1 at step `rise` S - 1, and down to `end` at step S - 1 | `OneCycleLR` without its momentum |
/// | `ReduceOnPlateau` | times `factor` whenever `monitor` was no better for more than `patience` epochs; not below `end` | `ReduceLROnPlateau` |
/// | `Own` | a function of yours | `LambdaLR` |
///
/// `ReduceOnPlateau` goes by the reports alone, so that a resumed run has the learning rates of one that was not stopped. Sources: Goyal et al. 2017 (warm-up),
/// Loshchilov and Hutter 2017 (cosine), Smith and Topin 2018 (one cycle).
///
/// ```
/// use constrata::{prelude::*, train::{Fit, Moment, Schedule}};
/// let schedule = Schedule::WarmUp { steps: 10, start: 0.1, then: &Schedule::Cosine { end: 0.0 } };
/// let at = |step| schedule.factor(&Moment { step, steps: 110, per_epoch: 11, history: &[] });
/// assert_eq!([at(0), at(5), at(10), at(60)], [0.1, 0.55, 1.0, 0.5]);
/// let fit = Fit { epochs: 10, schedule, ..Fit::new(CrossEntropy, Sgd) };
/// # let _ = fit;
/// ```
#[derive(Clone, Copy, Debug, Default)]
pub enum Schedule {
    /// The same rate throughout.
    #[default]
    Constant,
    /// Falls by steps.
    Step {
        /// How many epochs a step takes.
        every: usize,
        /// What the rate is multiplied by after each; 0..1.
        factor: f64,
    },
    /// Falls by the same share after every epoch.
    Exponential {
        /// What the rate is multiplied by; 0..1.
        factor: f64,
    },
    /// Falls fast, then ever slower.
    InverseTime {
        /// How fast: after 1 / decay epochs, the rate is half.
        decay: f64,
    },
    /// Falls along half a cosine.
    Cosine {
        /// What is left of the rate at the end; 0..1.
        end: f64,
    },
    /// Falls, or rises, by the same share after every step.
    Geometric {
        /// What the rate is multiplied by in the last step.
        end: f64,
    },
    /// Rises in a line, before another schedule begins.
    WarmUp {
        /// How many steps it takes.
        steps: usize,
        /// The share of the rate to begin with; 0..1.
        start: f64,
        /// What comes after: `&Schedule::Constant`.
        then: &'static Schedule,
    },
    /// Rises, then falls further than it rose.
    OneCycle {
        /// The share of all steps in which it rises; PyTorch's is 0.3.
        rise: f64,
        /// The share of the rate to begin with; PyTorch's is 1/25.
        start: f64,
        /// The share of the rate to end with; PyTorch's is 1/25 of 1e-4.
        end: f64,
    },
    /// Falls when there is no progress.
    ReduceOnPlateau {
        /// The number that should improve.
        monitor: Monitor,
        /// What the rate is multiplied by then; 0..1.
        factor: f64,
        /// How many epochs without progress are tolerated.
        patience: usize,
        /// The share of the best, by its size, by which a number must be better than it to be progress; PyTorch's is 1e-4.
        threshold: f64,
        /// The smallest share of the rate; 0..1.
        end: f64,
    },
    /// Any function of the moment.
    Own(fn(&Moment) -> f64),
}

/// Where a run is: what a [`Schedule`] goes by.
///
/// ```
/// use constrata::train::{Moment, Schedule};
/// let linear = Schedule::Own(|Moment { step, steps, .. }| 1.0 - *step as f64 / *steps as f64);
/// assert_eq!(linear.factor(&Moment { step: 30, steps: 40, per_epoch: 10, history: &[] }), 0.25);
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Moment<'a> {
    /// How many steps are done.
    pub step: usize,
    /// How many steps there will be.
    pub steps: usize,
    /// How many steps an epoch has.
    pub per_epoch: usize,
    /// The reports of the epochs before this one.
    pub history: &'a [Epoch],
}

impl Schedule {
    /// What the learning rate is multiplied by in the next step.
    #[must_use]
    pub fn factor(&self, moment: &Moment) -> f64 {
        let (step, steps) = (moment.step as f64, moment.steps as f64);
        let epoch = moment.step / moment.per_epoch.max(1);
        match *self {
            Schedule::Constant => 1.0,
            Schedule::Step { every, factor } => power(factor, epoch / every.max(1)),
            Schedule::Exponential { factor } => power(factor, epoch),
            Schedule::InverseTime { decay } => 1.0 / (1.0 + decay * epoch as f64),
            Schedule::Cosine { end } => wave(1.0, end, share(step, steps)),
            Schedule::Geometric { end } => Scalar::exp(share(step, steps - 1.0) * Scalar::ln(end)),
            Schedule::WarmUp { steps, start, .. } if moment.step < steps => {
                start + (1.0 - start) * step / steps as f64
            }
            Schedule::WarmUp { steps, then, .. } => then.factor(&Moment {
                step: moment.step - steps,
                steps: moment.steps.saturating_sub(steps),
                ..*moment
            }),
            Schedule::OneCycle { rise, start, end } => {
                let (top, last) = (rise * steps - 1.0, steps - 1.0);
                if step < top {
                    wave(start, 1.0, step / top)
                } else {
                    wave(1.0, end, share(step - top, last - top))
                }
            }
            Schedule::ReduceOnPlateau { monitor, factor, patience, threshold, end } => {
                let plateaus = plateaus(moment.history, monitor, patience, threshold);
                power(factor, plateaus).max(end)
            }
            Schedule::Own(factor) => factor(moment),
        }
    }

    /// That its numbers make a schedule.
    pub(super) fn check(&self) -> Result<(), Error> {
        match *self {
            Schedule::Constant | Schedule::Own(_) => Ok(()),
            Schedule::Step { every, factor } => {
                setting::at_least_1("Schedule::Step::every", every)?;
                setting::not_negative("Schedule::Step::factor", factor)
            }
            Schedule::Exponential { factor } => {
                setting::not_negative("Schedule::Exponential::factor", factor)
            }
            Schedule::InverseTime { decay } => setting::not_negative("Schedule::InverseTime::decay", decay),
            Schedule::Cosine { end } => setting::not_negative("Schedule::Cosine::end", end),
            Schedule::Geometric { end } => setting::positive("Schedule::Geometric::end", end),
            Schedule::WarmUp { start, then, .. } => {
                setting::not_negative("Schedule::WarmUp::start", start)?;
                then.check()
            }
            Schedule::OneCycle { rise, start, end } => {
                let part = (0.0..=1.0).contains(&rise);
                setting::expect("Schedule::OneCycle::rise", rise, part, "a number from 0 to 1")?;
                setting::not_negative("Schedule::OneCycle::start", start)?;
                setting::not_negative("Schedule::OneCycle::end", end)
            }
            Schedule::ReduceOnPlateau { factor, threshold, end, .. } => {
                setting::share("Schedule::ReduceOnPlateau::factor", factor)?;
                setting::not_negative("Schedule::ReduceOnPlateau::threshold", threshold)?;
                setting::not_negative("Schedule::ReduceOnPlateau::end", end)
            }
        }
    }

    /// Whether the factor may change before the next epoch.
    pub(super) const fn changes_within_epochs(&self) -> bool {
        matches!(
            self,
            Schedule::Cosine { .. }
                | Schedule::Geometric { .. }
                | Schedule::WarmUp { .. }
                | Schedule::OneCycle { .. }
                | Schedule::Own(_)
        )
    }

    /// What it looks at in the reports.
    pub(super) const fn monitor(&self) -> Option<Monitor> {
        match self {
            Schedule::ReduceOnPlateau { monitor, .. } => Some(*monitor),
            Schedule::WarmUp { then, .. } => then.monitor(),
            _ => None,
        }
    }
}

/// From `from` at 0 to `to` at 1, along half a cosine.
fn wave(from: f64, to: f64, at: f64) -> f64 {
    to + (from - to) * (1.0 + cos_pi(at.clamp(0.0, 1.0))) / 2.0
}

/// cos(pi x) for x in 0..=1, by its series. The C library's differs from one system to the next.
fn cos_pi(x: f64) -> f64 {
    if x > 0.5 {
        return -cos_pi(1.0 - x);
    }
    if x == 0.5 {
        return 0.0;
    }
    let square = (core::f64::consts::PI * x) * (core::f64::consts::PI * x);
    // 1 - z/2 (1 - z/12 (1 - z/30 (..))), where the denominators are 2k (2k - 1)
    (1..=12).rev().fold(1.0, |sum, k| 1.0 - square / f64::from(2 * k * (2 * k - 1)) * sum)
}

/// 0/0 is 0
fn share(part: f64, whole: f64) -> f64 {
    if whole > 0.0 { part / whole } else { 0.0 }
}

/// The C library's power, too, differs from one system to the next.
fn power(factor: f64, exponent: usize) -> f64 {
    let half = if exponent > 1 { power(factor * factor, exponent / 2) } else { 1.0 };
    if exponent % 2 == 1 { half * factor } else { half }
}

/// How often there was no progress for more than `patience` epochs.
fn plateaus(history: &[Epoch], monitor: Monitor, patience: usize, threshold: f64) -> usize {
    let (mut best, mut waited, mut plateaus) = (None::<f64>, 0, 0);
    for value in history.iter().filter_map(|epoch| monitor.of(epoch)) {
        let better = match best {
            // anything finite is better than nothing
            None => value.is_finite(),
            Some(best) => {
                let gain = if monitor.larger_is_better() { value - best } else { best - value };
                gain > threshold * best.abs()
            }
        };
        (best, waited) = if better { (Some(value), 0) } else { (best, waited + 1) };
        if waited > patience {
            (waited, plateaus) = (0, plateaus + 1);
        }
    }
    plateaus
}
