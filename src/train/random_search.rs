//! Hyperparameters found by random search.

use core::fmt;
use std::boxed::Box;
use std::vec::Vec;

use rand::RngExt;

use super::{Data, Fit, Monitor, Sample, stream};
use crate::error::setting;
use crate::loss::{L2, Loss};
use crate::optimizer::Optimizer;
use crate::{Error, Learn, Scalar, Targets};

/// Trains `trials` networks with settings drawn at random, and says which did best.
///
/// Learning rate and L2 are drawn so that every order of magnitude is as likely as any other. Better than a grid, which tries
/// few values of the one setting that matters. Source: Bergstra and Bengio 2012.
///
/// ```
/// use constrata::{prelude::*, train::{Data, Fit, Monitor, RandomSearch}};
/// use rand::{SeedableRng, rngs::SmallRng};
/// network! { struct Larger: 2 => Dense<4, Tanh> => Dense<2, Softmax> }
/// let x: Vec<[f32; 2]> = (0..90).map(|i| [(i % 14) as f32 / 7.0 - 1.0, (i % 11) as f32 / 5.0 - 1.0]).collect();
/// let y: Vec<usize> = x.iter().map(|x| usize::from(x[0] > x[1])).collect();
/// let search = RandomSearch { batch: &[8, 32], l2: Some((1e-6, 1e-3)), ..RandomSearch::new(8, (1e-4, 1e-1)) };
/// let fit = Fit { validation_split: 0.25, ..Fit::new(CrossEntropy, Adam::default()) };
/// let trials = search.run(&fit, Data::new(&x, &y), |seed| Larger::boxed(&mut SmallRng::seed_from_u64(seed)))?;
/// println!("{trials}");
/// let best = trials.best().expect("one of them trained");
/// let fit = Fit { learning_rate: best.learning_rate, batch: best.batch, l2: best.l2, seed: best.seed, ..fit };
/// # let _ = fit;
/// # Ok::<(), constrata::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct RandomSearch {
    /// How many networks to train.
    pub trials: usize,
    /// The lowest and the highest learning rate.
    pub learning_rate: (f64, f64),
    /// The batch sizes to choose from; that of the [`Fit`] if there are none.
    pub batch: &'static [usize],
    /// The lowest and the highest lambda; that of the [`Fit`] by default.
    pub l2: Option<(f64, f64)>,
    /// Which number of the last epoch decides; the validation loss by default.
    pub monitor: Monitor,
    /// What all settings, and the seeds of the trials, are drawn from.
    pub seed: u64,
}

/// The settings of one trial, and its result.
///
/// ```
/// use constrata::{loss::L2, prelude::*, train::{Fit, Trial}};
/// let trial = Trial { learning_rate: 0.02, batch: 8, l2: L2 { lambda: 1e-5 }, seed: 7, value: Some(0.25) };
/// let Trial { learning_rate, batch, l2, seed, .. } = trial; // to train by for longer
/// let fit = Fit { epochs: 500, learning_rate, batch, l2, seed, ..Fit::new(CrossEntropy, Sgd) };
/// assert_eq!(fit.batch, 8);
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Trial {
    /// The learning rate drawn.
    pub learning_rate: f64,
    /// The batch size drawn.
    pub batch: usize,
    /// The penalty drawn.
    pub l2: L2<f64>,
    /// The seed drawn, for the run and the fresh weights.
    pub seed: u64,
    /// The number that decides; `None` where the loss stopped being finite.
    pub value: Option<f64>,
}

/// All trials, the best first; prints as a table.
///
/// ```
/// use constrata::{loss::L2, train::{Monitor, Trial, Trials}};
/// let diverged = Trial { learning_rate: 10.0, batch: 8, l2: L2 { lambda: 0.0 }, seed: 7, value: None };
/// let good = Trial { learning_rate: 0.02, value: Some(0.25), ..diverged };
/// let trials = Trials { trials: vec![good, diverged], monitor: Monitor::ValidationLoss };
/// assert_eq!(trials.best(), Some(good));
/// assert!(trials.to_string().contains("diverged |       1.000e1 |     8 |"));
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Trials {
    /// The trials; those without a value come last.
    pub trials: Vec<Trial>,
    /// What they are sorted by.
    pub monitor: Monitor,
}

impl RandomSearch {
    /// Over learning rates alone, by the validation loss, with seed 0.
    #[must_use]
    pub const fn new(trials: usize, learning_rate: (f64, f64)) -> Self {
        RandomSearch {
            trials,
            learning_rate,
            batch: &[],
            l2: None,
            monitor: Monitor::ValidationLoss,
            seed: 0,
        }
    }

    /// Trains the networks, which `make` makes from a seed; what is not searched for is as in `fit`.
    ///
    /// # Errors
    /// As [`Fit::run`]; but where a loss stops being finite, the trial says so and the search goes on.
    pub fn run<
        N: Learn,
        Y: Targets<N::Output, N::Scalar, 1>,
        L: Loss<N::Activation> + Clone,
        O: Optimizer<N::Scalar> + Clone,
    >(
        &self,
        fit: &Fit<L, O>,
        data: Data<Sample<N>, Y>,
        mut make: impl FnMut(u64) -> Box<N>,
    ) -> Result<Trials, Error> {
        range("RandomSearch::learning_rate", self.learning_rate)?;
        self.l2.map_or(Ok(()), |l2| range("RandomSearch::l2", l2))?;
        let mut trials = Vec::with_capacity(self.trials);
        for trial in 1..=self.trials {
            let mut trial = self.draw(trial, fit.batch, fit.l2);
            let Trial { learning_rate, batch, l2, seed, .. } = trial;
            let (loss, optimizer) = (fit.loss.clone(), fit.optimizer.clone());
            let fit = Fit { loss, optimizer, learning_rate, batch, l2, seed, ..*fit };
            trial.value = match fit.run(&mut *make(seed), data, ()) {
                Ok(history) => history
                    .epochs
                    .last()
                    .map(|epoch| self.monitor.of(epoch))
                    .map_or(Ok(None), |value| value.map(Some).ok_or(Error::Monitor(self.monitor)))?,
                Err(Error::Diverged { .. }) => None,
                Err(error) => return Err(error),
            };
            trials.push(trial);
        }
        let cost = |trial: &Trial| {
            let value = trial.value.map(|value| if self.monitor.larger_is_better() { -value } else { value });
            value.unwrap_or(f64::INFINITY)
        };
        trials.sort_by(|a, b| cost(a).total_cmp(&cost(b)));
        Ok(Trials { trials, monitor: self.monitor })
    }

    /// Trial number `index`, which depends on no other.
    fn draw(&self, index: usize, batch: usize, l2: L2<f64>) -> Trial {
        let rng = &mut stream(self.seed, index);
        let mut between =
            |(low, high): (f64, f64)| low * Scalar::exp(rng.random::<f64>() * Scalar::ln(high / low));
        let learning_rate = between(self.learning_rate);
        let l2 = self.l2.map_or(l2, |range| L2 { lambda: between(range) });
        let batch = match self.batch {
            [] => batch,
            sizes => sizes[rng.random_range(0..sizes.len())],
        };
        Trial { learning_rate, batch, l2, seed: rng.random(), value: None }
    }
}

/// That numbers between these can be drawn by their logarithm.
fn range(setting: &'static str, (low, high): (f64, f64)) -> Result<(), Error> {
    setting::positive(setting, low)?;
    setting::expect(setting, high, high >= low && high.is_finite(), "a range that ends above its begin")
}

impl Trials {
    /// The best trial; `None` where none has a value.
    #[must_use]
    pub fn best(&self) -> Option<Trial> {
        self.trials.first().copied().filter(|trial| trial.value.is_some())
    }
}

impl fmt::Display for Trials {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let head = std::format!("{}", self.monitor);
        let width = head.len().max("diverged".len());
        writeln!(f, "{head:>width$} | learning rate | batch |        L2 | seed")?;
        writeln!(f, "{:-<1$}-|---------------|-------|-----------|---------------------", "", width)?;
        for Trial { learning_rate, batch, l2, seed, value } in &self.trials {
            let value = value.map_or("diverged".into(), |value| std::format!("{value:.4}"));
            let l2 = l2.lambda;
            writeln!(f, "{value:>width$} | {learning_rate:13.3e} | {batch:5} | {l2:9.2e} | {seed}")?;
        }
        Ok(())
    }
}
