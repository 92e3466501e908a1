//! The reports of a run in a file, for tables and plots.

use std::collections::{BTreeMap, BTreeSet};
use std::format;
use std::fs::{self, OpenOptions};
use std::io::Write as _;
use std::path::PathBuf;
use std::string::{String, ToString};
use std::vec::Vec;

use super::{Callback, Epoch, Session, Stop};
use crate::optimizer::Optimizer;
use crate::{Error, Parameters};

/// A callback that writes a row for every epoch into a file, CSV or JSON Lines, at once: a run that is killed has all its rows.
///
/// The columns are `epoch`, `loss`, the metrics, `validation loss` and `validation` with each metric where there are validation
/// samples, `learning rate`, `samples` and `seconds`; metrics have the names they are printed with ([`Metric`](super::Metric)).
/// The loss is that of the batches, each before its step, so it lags behind the validation loss by half an epoch.
///
/// A new run writes a new file, over the old one. A [resumed](super::Fit::resume) run writes the epochs of its history first, so
/// the file is that of a run without a stop.
///
/// ```
/// use constrata::{prelude::*, train::{Data, Fit, Log, Metric}};
/// network! { struct Line: 1 => Dense<1> }
/// # let path = std::env::temp_dir().join(format!("constrata-log-{}.csv", std::process::id()));
/// let log = Log::csv(&path); // "runs/line.csv"
/// let fit = Fit { epochs: 2, metrics: &[Metric::Mae], ..Fit::new(MeanSquaredError, Sgd) };
/// fit.run(&mut Line::zeros(), Data::new(&[[1.0]], &[[2.0]]), log)?;
/// let text = std::fs::read_to_string(&path).unwrap();
/// # std::fs::remove_file(path).unwrap();
/// let mut lines = text.lines();
/// assert_eq!(lines.next(), Some("epoch,loss,MAE,learning rate,samples,seconds"));
/// assert!(lines.next().unwrap().starts_with("1,4.0,2.0,0.001,1,"));
/// # Ok::<(), constrata::Error>(())
/// ```
#[derive(Clone, Debug)]
pub struct Log {
    path: PathBuf,
    json: bool,
    /// Of the file as it is; a CSV file whose columns change, as a resumed run has other metrics, is written anew.
    columns: Vec<String>,
}

impl Log {
    /// A table: a row of names, then a row for each epoch. A number that an epoch does not have is an empty cell.
    pub fn csv(path: impl Into<PathBuf>) -> Self {
        Log { path: path.into(), json: false, columns: Vec::new() }
    }

    /// [JSON Lines](https://jsonlines.org): an object for each epoch. NaN and infinities, which JSON does not have, are `null`.
    ///
    /// ```
    /// use constrata::{prelude::*, train::{Data, Fit, Log}};
    /// # let path = std::env::temp_dir().join(format!("constrata-log-{}.jsonl", std::process::id()));
    /// let (mut net, log) = (<network!(1 => Dense<1>)>::zeros(), Log::json_lines(&path)); // "runs/line.jsonl"
    /// Fit::new(MeanSquaredError, Sgd).run(&mut net, Data::new(&[[1.0]], &[[2.0]]), log)?;
    /// assert!(std::fs::read_to_string(&path).unwrap().starts_with("{\"epoch\":1,\"loss\":4.0,\"learning rate\":0.001,"));
    /// # std::fs::remove_file(path).unwrap();
    /// # Ok::<(), constrata::Error>(())
    /// ```
    pub fn json_lines(path: impl Into<PathBuf>) -> Self {
        Log { json: true, ..Log::csv(path) }
    }

    /// The line of `epoch`.
    fn line(&self, epoch: &Epoch) -> String {
        let cells = cells(epoch);
        if self.json {
            let fields: Vec<_> =
                cells.iter().map(|(name, value)| format!("\"{name}\":{}", json(value))).collect();
            return format!("{{{}}}\n", fields.join(","));
        }
        let cells: BTreeMap<_, _> = cells.into_iter().collect();
        let cell = |column: &String| cells.get(column).map_or("", String::as_str);
        self.columns.iter().map(cell).collect::<Vec<_>>().join(",") + "\n"
    }

    /// Writes the file of these epochs.
    fn write(&mut self, history: &[Epoch]) -> Result<(), Error> {
        self.columns = columns(history);
        let mut text = String::new();
        if !self.json && !self.columns.is_empty() {
            text = self.columns.join(",") + "\n";
        }
        text.extend(history.iter().map(|epoch| self.line(epoch)));
        fs::write(&self.path, text).map_err(Error::io(&self.path))
    }

    /// Adds the line of the last of these epochs.
    fn append(&self, last: &Epoch) -> Result<(), Error> {
        let mut options = OpenOptions::new();
        let file = options.append(true).create(true).open(&self.path);
        file.and_then(|mut file| file.write_all(self.line(last).as_bytes())).map_err(Error::io(&self.path))
    }
}

impl<N: Parameters, O: Optimizer<N::Number>> Callback<N, O> for Log {
    fn before_run(&mut self, session: &mut Session<N, O>) -> Result<(), Error> {
        self.write(&session.history)
    }
    fn after_epoch(&mut self, session: &mut Session<N, O>) -> Result<Option<Stop>, Error> {
        match session.history.last() {
            Some(last) if self.json || columns(&session.history) == self.columns => self.append(last)?,
            _ => self.write(&session.history)?,
        }
        Ok(None)
    }
}

/// The names and numbers of a report.
fn cells(epoch: &Epoch) -> Vec<(String, String)> {
    let number = |value: f64| format!("{value:?}");
    let mut cells = Vec::from([("epoch".to_string(), epoch.epoch.to_string())]);
    let mut scores = |of: &str, loss: f64, metrics: &[(super::Metric, f64)]| {
        cells.push((format!("{of}loss"), number(loss)));
        cells.extend(metrics.iter().map(|(metric, value)| (format!("{of}{metric}"), number(*value))));
    };
    scores("", epoch.loss, &epoch.metrics);
    if let Some(validation) = &epoch.validation {
        scores("validation ", validation.loss, &validation.metrics);
    }
    cells.push(("learning rate".into(), number(epoch.learning_rate)));
    cells.push(("samples".into(), epoch.samples.to_string()));
    cells.push(("seconds".into(), number(epoch.time.as_secs_f64())));
    // of a metric that is asked for twice, one
    let mut known = BTreeSet::new();
    cells.retain(|(name, _)| known.insert(name.clone()));
    cells
}

/// All names of these epochs; those that the last one has come in its order.
fn columns(history: &[Epoch]) -> Vec<String> {
    let mut known = BTreeSet::new();
    let names = history.iter().rev().flat_map(cells).map(|(name, _)| name);
    names.filter(|name| known.insert(name.clone())).collect()
}

/// A number as JSON has it.
fn json(number: &str) -> &str {
    if number.contains("inf") || number.contains("NaN") { "null" } else { number }
}
