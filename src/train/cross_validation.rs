//! Cross-validation: every sample is held out once.

use core::fmt;
use std::boxed::Box;
use std::vec::Vec;

use super::check::check;
use super::folds::{folds, stratified_folds};
use super::run::Run;
use super::{Data, Fit, Metric, Sample, Scores, Session};
use crate::layer::Output;
use crate::loss::Loss;
use crate::network::decision::Decision;
use crate::optimizer::Optimizer;
use crate::{Error, Learn, Numbers, Shape, Targets, boxed};

/// Trains `folds` networks, each on all samples but a `folds`-th, by which it is judged: every sample is held out once.
///
/// ```
/// use constrata::{prelude::*, train::{CrossValidation, Data, Fit, Metric}};
/// use rand::{SeedableRng, rngs::SmallRng};
/// network! { struct Larger: 2 => Dense<4, Tanh> => Dense<2, Softmax> }
/// let x: Vec<[f32; 2]> = (0..90).map(|i| [(i % 14) as f32 / 7.0 - 1.0, (i % 11) as f32 / 5.0 - 1.0]).collect();
/// let y: Vec<usize> = x.iter().map(|x| usize::from(x[0] > x[1])).collect();
/// let metrics = &[Metric::Accuracy];
/// let fit = Fit { epochs: 60, learning_rate: 0.05, metrics, ..Fit::new(CrossEntropy, Adam::default()) };
/// let make = |seed| Larger::boxed(&mut SmallRng::seed_from_u64(seed));
/// let found = CrossValidation { stratified: true, ..CrossValidation::new(5) }.run(&fit, Data::new(&x, &y), make)?;
/// assert!(found.mean(Metric::Accuracy).is_some_and(|accuracy| accuracy > 0.9), "{found}");
/// # Ok::<(), constrata::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CrossValidation {
    /// How many networks, and parts of the samples; 2 or more.
    pub folds: usize,
    /// Whether every part has its share of every class: for data of classes, few or uneven.
    pub stratified: bool,
    /// What the parts are drawn from.
    pub seed: u64,
}

impl CrossValidation {
    /// Of plain parts, with seed 0.
    #[must_use]
    pub const fn new(folds: usize) -> Self {
        CrossValidation { folds, stratified: false, seed: 0 }
    }

    /// Trains and judges. The networks come from `make`, which is handed 0, 1, .. as a seed; the loss and the
    /// [`metrics`](Fit::metrics) are those of `fit`, whose validation split is not used.
    ///
    /// # Errors
    /// As [`Fit::run`]; [`Error::Split`], where a part or the rest would be empty.
    pub fn run<
        N: Learn,
        Y: Targets<N::Output, N::Scalar, 1>,
        L: Loss<N::Activation>,
        O: Optimizer<N::Scalar>,
    >(
        &self,
        fit: &Fit<L, O>,
        data: Data<Sample<N>, Y>,
        mut make: impl FnMut(u64) -> Box<N>,
    ) -> Result<Folds, Error> {
        fit.check()?;
        Loss::check(&fit.loss)?;
        Optimizer::check(&fit.optimizer)?;
        check::<N, Y>(data, L::TASK)?;
        let samples = data.inputs.len();
        if self.folds < 2 || self.folds > samples {
            return Err(Error::Split { samples });
        }
        let parts = if self.stratified {
            stratified_folds(&classes::<N, Y>(data.targets), self.folds, self.seed)
        } else {
            folds(samples, self.folds, self.seed)
        };
        let mut scores = Vec::with_capacity(self.folds);
        for (fold, held) in parts.iter().enumerate() {
            let rows = (0..samples).filter(|sample| held.binary_search(sample).is_err()).collect();
            let mut network = make(fold as u64);
            let mut session = Session::new(&mut *network, fit.seed);
            let mut run = Run::on_rows(fit, data, rows, Some((data, held.clone())))?;
            run.go(&mut session, &mut ())?;
            scores.extend(session.history.pop().and_then(|epoch| epoch.validation));
        }
        Ok(Folds { scores })
    }
}

/// Where each target is largest; of one number, whether it is above 1/2. Sequences, whose steps have classes, are all alike.
fn classes<N: Learn, Y: Targets<N::Output, N::Scalar, 1>>(targets: &[Y]) -> Vec<usize> {
    let mut wanted = boxed::<Output<N, 1>>();
    let mut class = |target: &Y| {
        target.write(&mut wanted);
        let row = Decision::of_target(N::Output::ROW).class(N::Output::flat(&*wanted));
        row.filter(|_| N::Output::ROW == N::Output::LEN).unwrap_or(0)
    };
    targets.iter().map(&mut class).collect()
}

/// What a [`CrossValidation`] found; prints as a table.
///
/// ```
/// use constrata::train::{Folds, Metric, Scores};
/// let part = |loss, accuracy| Scores { loss, metrics: vec![(Metric::Accuracy, accuracy)] };
/// let found = Folds { scores: vec![part(0.5, 0.75), part(1.5, 0.25)] };
/// assert_eq!((found.loss(), found.mean(Metric::Accuracy)), (1.0, Some(0.5)));
/// assert_eq!(found.deviation(Metric::Accuracy), Some(0.125_f64.sqrt())); // (1/4)^2 + (1/4)^2
/// assert_eq!(found.mean(Metric::R2), None);
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Folds {
    /// The loss and metrics of each part, by the network that had not seen it.
    pub scores: Vec<Scores>,
}

impl Folds {
    /// The mean of a metric over the parts; `None` where it was not asked for.
    #[must_use]
    pub fn mean(&self, metric: Metric) -> Option<f64> {
        Some(spread(&self.values(|scores| scores.metric(metric))?).0)
    }

    /// The standard deviation of a metric over the parts, by n - 1; `None` where it was not asked for.
    #[must_use]
    pub fn deviation(&self, metric: Metric) -> Option<f64> {
        Some(spread(&self.values(|scores| scores.metric(metric))?).1)
    }

    /// The mean loss over the parts.
    #[must_use]
    pub fn loss(&self) -> f64 {
        self.values(|scores| Some(scores.loss)).map_or(f64::NAN, |losses| spread(&losses).0)
    }

    fn values(&self, of: impl Fn(&Scores) -> Option<f64>) -> Option<Vec<f64>> {
        self.scores.iter().map(of).collect()
    }
}

/// Mean and standard deviation.
fn spread(values: &[f64]) -> (f64, f64) {
    let count = values.len() as f64;
    let mean = values.iter().sum::<f64>() / count;
    let squares: f64 = values.iter().map(|value| (value - mean) * (value - mean)).sum();
    (mean, (squares / (count - 1.0)).sqrt())
}

impl fmt::Display for Folds {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (fold, scores) in self.scores.iter().enumerate() {
            writeln!(f, "fold {}  {scores}", fold + 1)?;
        }
        write!(f, "mean    loss {:.4}", self.loss())?;
        for (metric, _) in self.scores.first().map_or(&[][..], |scores| &scores.metrics) {
            let (mean, deviation) = (self.mean(*metric), self.deviation(*metric));
            write!(f, "  {metric} {:.4} ± {:.4}", mean.unwrap_or(f64::NAN), deviation.unwrap_or(f64::NAN))?;
        }
        writeln!(f)
    }
}
