//! Watching a run.

use std::boxed::Box;
use std::string::String;
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use super::{Callback, Session, Step, Stop};
use crate::optimizer::Optimizer;
use crate::{Error, Parameters};

/// How often a bar is drawn at most; in between, a batch costs one look at the clock.
const PAUSE: Duration = Duration::from_millis(100);

/// Shows how far a run is: with the feature `progress`.
///
/// On a terminal it is a bar: epochs and batches, the report of the last epoch (loss, metrics, samples per second), the time
/// left. Elsewhere, in a log file, it is one line for each epoch. Both go to the standard error output.
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
    bar: Bar,
    drawn: Instant,
    /// The report of the last epoch.
    report: String,
}

#[derive(Debug)]
enum Bar {
    Bar(Box<ProgressBar>),
    Lines,
}

impl Progress {
    /// A bar on a terminal, else lines.
    ///
    /// To be silent, hand over `None` instead: an `Option` of a callback is a callback.
    #[must_use]
    pub fn new() -> Self {
        let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::stderr());
        // hidden where the standard error output is no terminal
        let bar = if bar.is_hidden() { Bar::Lines } else { Bar::Bar(Box::new(bar.with_style(style()))) };
        Progress { bar, drawn: Instant::now(), report: String::new() }
    }
}

impl Default for Progress {
    fn default() -> Self {
        Self::new()
    }
}

fn style() -> ProgressStyle {
    let template = "{msg}\n{bar:30} {prefix}  {eta} left";
    // the template is a constant, and tested
    ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_bar())
}

impl<N: Parameters, O: Optimizer<N::Scalar>> Callback<N, O> for Progress {
    fn after_batch(&mut self, session: &mut Session<N, O>, step: &Step) -> Result<Option<Stop>, Error> {
        let Bar::Bar(bar) = &self.bar else { return Ok(None) };
        let Step { epoch, epochs, batch, batches, .. } = *step;
        if bar.length().is_none() {
            // a resumed run begins where it is, and its time left is judged by what is yet to come
            bar.set_length((epochs * batches) as u64);
            bar.set_position((session.history.len() * batches) as u64);
            bar.reset_eta();
        }
        if self.drawn.elapsed() < PAUSE && batch != batches {
            return Ok(None);
        }
        self.drawn = Instant::now();
        bar.set_prefix(std::format!("epoch {epoch}/{epochs}  batch {batch}/{batches}"));
        bar.set_position(((epoch - 1) * batches + batch) as u64);
        Ok(None)
    }

    fn after_epoch(&mut self, session: &mut Session<N, O>) -> Result<Option<Stop>, Error> {
        let Some(epoch) = session.history.last() else { return Ok(None) };
        match &self.bar {
            Bar::Lines => std::eprintln!("{epoch}"),
            Bar::Bar(bar) => {
                self.report = std::format!("{epoch}");
                bar.set_message(self.report.clone());
            }
        }
        Ok(None)
    }

    fn after_run(&mut self, _: &mut Session<N, O>) {
        if let Bar::Bar(bar) = &self.bar {
            bar.finish_and_clear();
            std::eprintln!("{}", self.report);
        }
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_template_is_one() {
        assert!(indicatif::ProgressStyle::with_template("{msg}\n{bar:30} {prefix}  {eta} left").is_ok());
    }
}
