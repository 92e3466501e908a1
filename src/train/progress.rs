//! Watching a run.

use std::boxed::Box;
use std::string::String;
use std::time::{Duration, Instant};

use indicatif::{HumanDuration, ProgressBar, ProgressDrawTarget, ProgressStyle};

use super::{Callback, Session, Step, Stop};
use crate::optimizer::Optimizer;
use crate::{Error, Parameters};

/// How often a bar is drawn at most; in between, a batch costs one look at the clock.
const PAUSE: Duration = Duration::from_millis(100);

/// Shows how far a run is: with the feature `progress`.
///
/// On a terminal it is a bar with epoch and batch, the loss of the epoch so far, samples per second and the time left; above
/// it, the report of the last epoch with its metrics:
///
/// ```text
/// epoch  6/60  loss 0.0314  accuracy 0.9965  validation loss 0.0912  accuracy 0.9721  98204 samples/s
/// ███░░░░░░░░░░░░░░░░░░░░░░░░░░░  epoch  7/60  batch 12/45  loss 0.0287  97811 samples/s  14s left
/// ```
///
/// Elsewhere, in a log file, it is a line like the upper one for each epoch. Both go to the standard error output.
///
/// ```
/// use constrata::{prelude::*, train::{Data, Fit, Progress}};
/// let mut net = <network!(1 => Dense<1>)>::zeros();
/// let quiet = std::env::args().any(|argument| argument == "--quiet");
/// let fit = Fit { epochs: 3, ..Fit::new(MeanSquaredError, Sgd) };
/// fit.run(&mut net, Data::new(&[[1.0]], &[[2.0]]), (!quiet).then(Progress::new))?;
/// # Ok::<(), constrata::Error>(())
/// ```
#[derive(Debug)]
pub struct Progress {
    /// None where there is no terminal.
    bar: Option<Box<ProgressBar>>,
    /// The report of the last epoch.
    report: String,
    drawn: Instant,
    /// When the epoch began; the sum of its batches' losses, each times its samples, and how many those are.
    epoch: Instant,
    loss: f64,
    samples: usize,
    /// When the run began, and how many batches were done then: in a resumed run, some are.
    run: Option<(Instant, usize)>,
}

impl Progress {
    /// A bar on a terminal, else lines.
    ///
    /// To be silent, hand over `None` instead: an `Option` of a callback is a callback.
    #[must_use]
    pub fn new() -> Self {
        let bar = ProgressBar::with_draw_target(Some(1), ProgressDrawTarget::stderr());
        // hidden where the standard error output is no terminal
        let bar = (!bar.is_hidden()).then(|| {
            // until the first batch, there is nothing to show
            bar.set_draw_target(ProgressDrawTarget::hidden());
            Box::new(bar.with_style(style("{bar:30}  {prefix}")))
        });
        let now = Instant::now();
        Progress { bar, report: String::new(), drawn: now, epoch: now, loss: 0.0, samples: 0, run: None }
    }
}

impl Default for Progress {
    fn default() -> Self {
        Self::new()
    }
}

fn style(template: &str) -> ProgressStyle {
    // the templates are constants, and tested
    ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_bar())
}

/// What stands beside the bar.
fn status(step: &Step, loss: f64, samples_per_second: f64, left: Duration) -> String {
    let Step { epoch, epochs, batch, batches, .. } = *step;
    let width = |number: usize| number.checked_ilog10().unwrap_or(0) as usize + 1;
    let (e, b) = (width(epochs), width(batches));
    let place = std::format!("epoch {epoch:e$}/{epochs}  batch {batch:b$}/{batches}");
    std::format!("{place}  loss {loss:.4}  {samples_per_second:.0} samples/s  {:#} left", HumanDuration(left))
}

impl<N: Parameters, O: Optimizer<N::Scalar>> Callback<N, O> for Progress {
    fn before_epoch(&mut self, _: &mut Session<N, O>) -> Result<Option<Stop>, Error> {
        (self.epoch, self.loss, self.samples) = (Instant::now(), 0.0, 0);
        Ok(None)
    }

    fn after_batch(&mut self, session: &mut Session<N, O>, step: &Step) -> Result<Option<Stop>, Error> {
        let Some(bar) = &self.bar else { return Ok(None) };
        self.loss += step.loss * step.samples as f64;
        self.samples += step.samples;
        let Step { epochs, batch, batches, .. } = *step;
        let done = session.history.len() * batches + batch;
        let first = self.run.is_none();
        let (began, before) = *self.run.get_or_insert((self.epoch, done - batch));
        if self.drawn.elapsed() < PAUSE && batch != batches && !first {
            return Ok(None);
        }
        self.drawn = Instant::now();
        let all = epochs.saturating_mul(batches);
        let left = began.elapsed().mul_f64(all.saturating_sub(done) as f64 / (done - before).max(1) as f64);
        let rate = self.samples as f64 / self.epoch.elapsed().as_secs_f64().max(1e-9);
        bar.set_prefix(status(step, self.loss / self.samples as f64, rate, left));
        bar.set_position(done as u64);
        if first {
            bar.set_length(all as u64);
            bar.set_draw_target(ProgressDrawTarget::stderr());
        }
        Ok(None)
    }

    fn after_epoch(&mut self, session: &mut Session<N, O>) -> Result<Option<Stop>, Error> {
        let Some(epoch) = session.history.last() else { return Ok(None) };
        let Some(bar) = &self.bar else {
            std::eprintln!("{epoch}");
            return Ok(None);
        };
        if self.report.is_empty() {
            bar.set_style(style("{msg}\n{bar:30}  {prefix}"));
        }
        self.report = std::format!("{epoch}");
        bar.set_message(self.report.clone());
        Ok(None)
    }

    fn after_run(&mut self, _: &mut Session<N, O>) {
        let Some(bar) = &self.bar else { return };
        bar.finish_and_clear();
        if !self.report.is_empty() {
            std::eprintln!("{}", self.report);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_templates_are_some() {
        for template in ["{bar:30}  {prefix}", "{msg}\n{bar:30}  {prefix}"] {
            assert!(ProgressStyle::with_template(template).is_ok());
        }
    }

    #[test]
    fn beside_the_bar_stand_epoch_batch_loss_speed_and_time_left() {
        let step =
            Step { epoch: 7, epochs: 60, batch: 12, batches: 45, samples: 32, loss: 9.0, learning_rate: 0.1 };
        assert_eq!(
            status(&step, 0.02871, 97811.4, Duration::from_secs(14)),
            "epoch  7/60  batch 12/45  loss 0.0287  97811 samples/s  14s left"
        );
    }
}
