//! A progress bar.

use std::boxed::Box;
use std::string::String;
use std::time::{Duration, Instant};

use indicatif::{HumanDuration, ProgressBar, ProgressDrawTarget, ProgressStyle};

use super::{Callback, Session, Step, Stop};
use crate::optimizer::Optimizer;
use crate::{Error, Parameters};

/// How often a bar is drawn at most; in between, a batch costs one look at the clock.
const PAUSE: Duration = Duration::from_millis(100);

/// No wider than the terminal: of a line that wraps, a part would stay when it is cleared.
const BAR: &str = "{prefix}  {wide_bar}";
/// The same below the report of the last epoch, of which there is as much as fits.
const REPORT_AND_BAR: &str = "{wide_msg}\n{prefix}  {wide_bar}";

/// Shows how far a run is: with the feature `progress`.
///
/// On a terminal it is a bar with epoch and batch, the loss of the epoch so far, samples per second and the time left; above
/// it, the report of the last epoch with its metrics:
///
/// ```text
/// epoch  6/60  loss 0.0314  accuracy 0.9965  validation loss 0.0912  accuracy 0.9721  98204 samples/s
/// epoch  7/60  batch 12/45  loss 0.0287  97811 samples/s  14s left  ███░░░░░░░░░░░░░░░░░░░░░░░
/// ```
///
/// Both lines are as wide as the terminal at most; when the run ends, or is interrupted, they give way to the last report.
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
    /// For no output at all, pass `None` instead: an `Option` of a callback is a callback.
    #[must_use]
    pub fn new() -> Self {
        let bar = ProgressBar::with_draw_target(Some(1), ProgressDrawTarget::stderr());
        // hidden where the standard error output is no terminal
        let bar = (!bar.is_hidden()).then(|| {
            // until the first batch, there is nothing to show
            bar.set_draw_target(ProgressDrawTarget::hidden());
            Box::new(bar.with_style(style(BAR)))
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

impl<N: Parameters, O: Optimizer<N::Number>> Callback<N, O> for Progress {
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
            bar.set_style(style(REPORT_AND_BAR));
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
    use std::vec::Vec;

    use super::*;

    /// A terminal of 80 columns, and what is written to it.
    #[derive(Debug, Default)]
    struct Narrow(std::sync::Arc<std::sync::Mutex<Vec<String>>>);

    impl indicatif::TermLike for Narrow {
        fn width(&self) -> u16 {
            80
        }
        fn move_cursor_up(&self, _: usize) -> std::io::Result<()> {
            Ok(())
        }
        fn move_cursor_down(&self, _: usize) -> std::io::Result<()> {
            Ok(())
        }
        fn move_cursor_right(&self, _: usize) -> std::io::Result<()> {
            Ok(())
        }
        fn move_cursor_left(&self, _: usize) -> std::io::Result<()> {
            Ok(())
        }
        fn write_line(&self, line: &str) -> std::io::Result<()> {
            self.write_str(line)
        }
        fn write_str(&self, text: &str) -> std::io::Result<()> {
            self.0.lock().unwrap().push(text.into());
            Ok(())
        }
        fn clear_line(&self) -> std::io::Result<()> {
            Ok(())
        }
        fn flush(&self) -> std::io::Result<()> {
            Ok(())
        }
    }

    #[test]
    fn no_line_wraps() {
        let written = std::sync::Arc::default();
        let narrow = Narrow(std::sync::Arc::clone(&written));
        let bar = ProgressBar::with_draw_target(Some(100), ProgressDrawTarget::term_like(Box::new(narrow)));
        bar.set_style(style(BAR));
        bar.set_prefix("epoch  7/60  batch 12/45  loss 0.0287  97811 samples/s  14s left");
        bar.tick();
        bar.set_style(style(REPORT_AND_BAR));
        bar.set_message("a report of many metrics  ".repeat(9));
        bar.set_position(50);
        bar.tick();
        let written = written.lock().unwrap();
        assert!(
            written.iter().any(|text| text.contains("a report"))
                && written.iter().any(|text| text.contains("14s left"))
        );
        for line in written.iter().flat_map(|text| text.split('\n')) {
            assert!(line.chars().count() <= 80, "{line}");
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
