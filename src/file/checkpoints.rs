//! Saving a run every few epochs.

use std::boxed::Box;
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::vec::Vec;

use super::{Float, Save};
use crate::Error;
use crate::error::setting;
use crate::optimizer::{Memory, Optimizer};
use crate::train::{Callback, Epoch, Monitor, Session, Stop};

/// A callback that saves the run every few epochs, each time into a file of its own, and keeps the best files.
///
/// `Checkpoints::new("runs/digits")` writes `runs/digits-1.net`, `runs/digits-2.net`, ..: each can be
/// [resumed](Session::load), and each is also a network's file.
///
/// ```
/// use constrata::{prelude::*, train::{Checkpoints, Data, Fit, Session}};
/// network! { struct Line: 1 => Dense<1> }
/// # let folder = std::env::temp_dir().join(format!("constrata-checkpoints-{}", std::process::id()));
/// # std::fs::create_dir_all(&folder).unwrap();
/// let checkpoints = Checkpoints::new(folder.join("line")).every(10).best(2);
/// let (mut net, fit) = (Line::zeros(), Fit { epochs: 40, learning_rate: 0.1, ..Fit::new(MeanSquaredError, Sgd) });
/// let data = Data::new(&[[0.0], [1.0]], &[[1.0], [3.0]]);
/// fit.run(&mut net, data, &checkpoints)?;
/// let newest = checkpoints.newest().expect("there is one");
/// assert!(newest.ends_with("line-40.net"));
///
/// let mut other = Line::zeros();
/// let mut session = Session::load(&mut other, newest)?;
/// Fit { epochs: 50, ..fit }.resume(&mut session, data, &checkpoints)?;
/// # std::fs::remove_dir_all(folder).ok();
/// # Ok::<(), constrata::Error>(())
/// ```
#[derive(Clone, Debug)]
pub struct Checkpoints {
    path: PathBuf,
    every: usize,
    best: usize,
    by: Monitor,
}

impl Checkpoints {
    /// Files whose names begin with `path`: one for every epoch, and all of them are kept.
    pub fn new(path: impl Into<PathBuf>) -> Self {
        Checkpoints { path: path.into(), every: 1, best: usize::MAX, by: Monitor::TrainingLoss }
    }

    /// Saves once every `epochs` epochs: with 10, after epochs 10, 20, 30, ... 0 is refused when a run begins.
    #[must_use]
    pub fn every(self, epochs: usize) -> Self {
        Checkpoints { every: epochs, ..self }
    }

    /// Keeps the `count` best files, and the newest one to resume from; the others are deleted as the run goes on.
    #[must_use]
    pub fn best(self, count: usize) -> Self {
        Checkpoints { best: count, ..self }
    }

    /// Which number decides what is best: by default, the training loss.
    ///
    /// ```
    /// use constrata::{Error, prelude::*, train::{Checkpoints, Data, Fit, Metric, Monitor}};
    /// let checkpoints = Checkpoints::new("digits").best(1).by(Monitor::Validation(Metric::Accuracy));
    /// let fit = Fit::new(CrossEntropy, Sgd); // which has no such metric: nothing is saved by a number there is not
    /// let refused = fit.run(&mut <network!(1 => Dense<2, Softmax>)>::zeros(), Data::new(&[[1.0]], &[0_usize]), checkpoints);
    /// assert_eq!(refused, Err(Error::Monitor(Monitor::Validation(Metric::Accuracy))));
    /// ```
    #[must_use]
    pub fn by(self, monitor: Monitor) -> Self {
        Checkpoints { by: monitor, ..self }
    }

    /// The file of epoch `epoch`.
    ///
    /// ```
    /// use constrata::train::Checkpoints;
    /// assert_eq!(Checkpoints::new("runs/digits").file(30), std::path::Path::new("runs/digits-30.net"));
    /// ```
    #[must_use]
    pub fn file(&self, epoch: usize) -> PathBuf {
        let mut name = self.path.file_name().map(OsString::from).unwrap_or_default();
        name.push(std::format!("-{epoch}.net"));
        self.path.with_file_name(name)
    }

    /// The file of the latest epoch that was saved; `None` where there is none.
    #[must_use]
    pub fn newest(&self) -> Option<PathBuf> {
        let folder =
            self.path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        let begins = std::format!("{}-", self.path.file_name()?.to_str()?);
        let epoch = |name: OsString| {
            name.to_str()?.strip_prefix(&begins)?.strip_suffix(".net")?.parse::<usize>().ok()
        };
        let names = std::fs::read_dir(folder).ok()?.filter_map(|entry| Some(entry.ok()?.file_name()));
        names.filter_map(epoch).max().map(|epoch| self.file(epoch))
    }

    /// The network of the best saved epoch of `history`, if one was saved. Resuming a run with
    /// [`EarlyStopping`](crate::train::EarlyStopping) does not need it, as the newest file has the best weights too.
    ///
    /// ```
    /// use constrata::{prelude::*, train::{Checkpoints, Data, Fit}};
    /// network! { struct Line: 1 => Dense<1> }
    /// # let folder = std::env::temp_dir().join(format!("constrata-best-{}", std::process::id()));
    /// # std::fs::create_dir_all(&folder).unwrap();
    /// let checkpoints = Checkpoints::new(folder.join("line")).best(1); // by the training loss, which falls here
    /// let (mut net, fit) = (Line::zeros(), Fit { learning_rate: 0.1, ..Fit::new(MeanSquaredError, Sgd) });
    /// let history = fit.run(&mut net, Data::new(&[[1.0]], &[[2.0]]), &checkpoints)?;
    /// assert_eq!(checkpoints.best_network::<Line>(&history.epochs)?.as_deref(), Some(&net));
    /// # std::fs::remove_dir_all(folder).ok();
    /// # Ok::<(), constrata::Error>(())
    /// ```
    ///
    /// # Errors
    /// As [`Save::load`].
    pub fn best_network<N: Save>(&self, history: &[Epoch]) -> Result<Option<Box<N>>, Error>
    where
        N::Scalar: Float,
    {
        self.ranked(history).first().map(|epoch| N::load(self.file(*epoch))).transpose()
    }

    /// The epochs of `history` that were saved, the best first.
    fn ranked(&self, history: &[Epoch]) -> Vec<usize> {
        let mut saved: Vec<&Epoch> =
            history.iter().filter(|epoch| epoch.epoch.is_multiple_of(self.every)).collect();
        saved.sort_by(|a, b| self.cost(a).total_cmp(&self.cost(b)));
        saved.into_iter().map(|epoch| epoch.epoch).collect()
    }

    /// Less is better; what is no number is worst.
    fn cost(&self, epoch: &Epoch) -> f64 {
        let value = self.by.of(epoch).filter(|value| !value.is_nan()).unwrap_or(f64::INFINITY);
        if self.by.larger_is_better() && value != f64::INFINITY { -value } else { value }
    }

    /// The epochs that are kept after those of `history`: a function of it alone, so that a resumed run knows them too.
    fn kept(&self, history: &[Epoch]) -> Vec<usize> {
        let mut kept = self.ranked(history);
        let newest = kept.iter().copied().max();
        kept.truncate(self.best);
        kept.extend(newest.filter(|newest| !kept.contains(newest)));
        kept
    }
}

impl<N: Save, O: Optimizer<N::Scalar>> Callback<N, O> for &Checkpoints
where
    N::Scalar: Float,
    O::State<N>: Memory<N::Scalar>,
{
    fn before_run(&mut self, _session: &mut Session<N, O>) -> Result<(), Error> {
        setting::at_least_1("Checkpoints::every", self.every)
    }
    fn after_epoch(&mut self, session: &mut Session<N, O>) -> Result<Option<Stop>, Error> {
        let epoch = session.history.len();
        if epoch.is_multiple_of(self.every) {
            if self.by.of(&session.history[epoch - 1]).is_none() {
                return Err(Error::Monitor(self.by));
            }
            let before = self.kept(&session.history[..epoch - 1]);
            session.save(self.file(epoch))?;
            let kept = self.kept(&session.history);
            for gone in before.into_iter().filter(|epoch| !kept.contains(epoch)) {
                // it may be gone already: that it is too many is no reason to stop a run
                let _ = std::fs::remove_file(self.file(gone));
            }
        }
        Ok(None)
    }
}

impl<N: Save, O: Optimizer<N::Scalar>> Callback<N, O> for Checkpoints
where
    N::Scalar: Float,
    O::State<N>: Memory<N::Scalar>,
{
    fn before_run(&mut self, session: &mut Session<N, O>) -> Result<(), Error> {
        (&mut &*self).before_run(session)
    }
    fn after_epoch(&mut self, session: &mut Session<N, O>) -> Result<Option<Stop>, Error> {
        (&mut &*self).after_epoch(session)
    }
}
