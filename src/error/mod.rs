//! What can be wrong with data that only the running program sees.

pub(crate) mod setting;

use core::fmt;

use crate::file::Refusal;

/// Why data were refused: what was found, where, and what was expected.
///
/// Shapes are no part of it: they are the compiler's.
///
/// ```
/// use constrata::{Error, data::Dataset};
/// let refused = Dataset::new(vec![[1.0], [2.0]], vec![0_usize]).unwrap_err();
/// assert_eq!(refused, Error::Length { inputs: 2, targets: 1 });
/// assert_eq!(refused.to_string(), "2 inputs and 1 targets: every input needs one target");
/// ```
#[derive(Clone, PartialEq)]
#[non_exhaustive]
pub enum Error {
    /// There is no sample to learn from, or none that has a target and a weight.
    Empty,
    /// There are not as many targets as inputs.
    Length {
        /// How many inputs were given.
        inputs: usize,
        /// How many targets were given.
        targets: usize,
    },
    /// The batch size is 0.
    Batch,
    /// A network that takes statistics of its samples ([`BatchNorm`](crate::layers::BatchNorm)) learns from 8 at a time: the
    /// batch size is no multiple of that, or there are fewer samples.
    Statistics {
        /// The batch size.
        batch: usize,
        /// How many samples there are to learn from.
        samples: usize,
    },
    /// An input has a number that is infinite or NaN.
    Input {
        /// The sample, counted from 0.
        sample: usize,
        /// The number within it, counted from 0.
        index: usize,
    },
    /// A target is no class of the network, or has a number that is infinite or NaN.
    Target {
        /// The sample, counted from 0.
        sample: usize,
        /// How many outputs, and so classes, the network has.
        classes: usize,
    },
    /// There are not as many sample weights as samples.
    Weights {
        /// How many samples were given.
        samples: usize,
        /// How many weights were given.
        weights: usize,
    },
    /// A sample weight is below 0, infinite or NaN.
    Weight {
        /// The sample, counted from 0.
        sample: usize,
    },
    /// A split leaves no samples on one of its sides.
    Split {
        /// How many samples there are to split.
        samples: usize,
    },
    /// The reports have no such number to go by.
    #[cfg(feature = "std")]
    Monitor(crate::train::Monitor),
    /// A run is resumed with another setting of the optimizer than it had.
    Setting {
        /// The setting.
        setting: &'static str,
        /// What it was in the epochs before.
        before: f64,
        /// What it is now.
        now: f64,
    },
    /// A setting with which nothing could be learned.
    Value {
        /// The setting.
        setting: &'static str,
        /// What it is.
        value: f64,
        /// What it should be.
        expected: &'static str,
    },
    /// A metric that would say nothing of these outputs.
    #[cfg(feature = "std")]
    Metric {
        /// The metric.
        metric: crate::train::Metric,
        /// Why.
        why: std::string::String,
    },
    /// A target of a cross-entropy is no probability.
    Probability {
        /// The sample, counted from 0.
        sample: usize,
        /// The number within its target, counted from 0.
        index: usize,
        /// What stands there.
        value: f64,
    },
    /// Ctrl-C is handled by another part of the program.
    #[cfg(feature = "interrupt")]
    Interrupt,
    /// The loss or a parameter became infinite or NaN.
    Diverged {
        /// The epoch, counted from 1.
        epoch: usize,
        /// Where it began.
        first: NotFinite,
    },
    /// A data set, or the file it is in, has a flaw; says where.
    #[cfg(feature = "std")]
    Data(std::boxed::Box<crate::data::Flaw>),
    /// A file is damaged, or holds another network.
    File(Refusal),
    /// A file of tensors is damaged, or holds those of another network.
    #[cfg(feature = "safetensors")]
    Tensors(std::boxed::Box<crate::safetensors::Refusal>),
    /// A file does not hold this network.
    #[cfg(feature = "std")]
    Load {
        /// The file.
        path: std::path::PathBuf,
        /// Why.
        refusal: std::boxed::Box<Refusal>,
    },
    /// A run that was stopped within an epoch is resumed with another setting, which does not fit what was done of the epoch.
    #[cfg(feature = "std")]
    Place {
        /// The setting.
        setting: &'static str,
    },
    /// The operating system could not read or write a file.
    #[cfg(feature = "std")]
    Io {
        /// The file, or the folder it was to be in.
        path: std::path::PathBuf,
        /// What the system said.
        kind: std::io::ErrorKind,
    },
}

/// Where a number stopped being finite.
///
/// ```
/// use constrata::{Error, NotFinite, prelude::*, train::{Data, Fit}};
/// let mut net = <network!(1 => Dense<1>)>::zeros();
/// let fit = Fit { epochs: 1000, learning_rate: 1e9, ..Fit::new(MeanSquaredError, Sgd) };
/// let diverged = fit.run(&mut net, Data::new(&[[1.0]], &[[2.0]]), ()).unwrap_err();
/// assert!(matches!(diverged, Error::Diverged { first: NotFinite::Parameters { layer: 1, .. } | NotFinite::LossItself, .. }));
/// assert!(diverged.to_string().ends_with("try a smaller learning rate, or scaled inputs and targets"));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NotFinite {
    /// In a layer's parameters.
    Parameters {
        /// The first such layer, counted from 1.
        layer: usize,
        /// The layer as the DSL writes it.
        name: &'static str,
    },
    /// In a layer's output, its parameters being finite.
    Output {
        /// The first such layer, counted from 1.
        layer: usize,
        /// The layer as the DSL writes it.
        name: &'static str,
    },
    /// In what the optimizer remembers of a layer: a gradient whose square is beyond the largest number.
    Memory {
        /// The first such layer, counted from 1.
        layer: usize,
        /// The layer as the DSL writes it.
        name: &'static str,
    },
    /// In the loss, all parameters and outputs being finite.
    LossItself,
}

impl fmt::Display for NotFinite {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            NotFinite::Parameters { layer, name } => write!(f, "a parameter of layer {layer}, {name},"),
            NotFinite::Output { layer, name } => write!(f, "an output of layer {layer}, {name},"),
            NotFinite::Memory { layer, name } => {
                write!(f, "what the optimizer remembers of the gradient of layer {layer}, {name},")
            }
            NotFinite::LossItself => write!(f, "the loss"),
        }
    }
}

impl From<Refusal> for Error {
    fn from(refusal: Refusal) -> Self {
        Error::File(refusal)
    }
}

#[cfg(feature = "std")]
impl From<crate::data::Flaw> for Error {
    fn from(flaw: crate::data::Flaw) -> Self {
        Error::Data(flaw.into())
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Error::Empty => write!(
                f,
                "no samples, or none that has a target and a weight: there is nothing to learn from"
            ),
            Error::Length { inputs, targets } => {
                write!(f, "{inputs} inputs and {targets} targets: every input needs one target")
            }
            Error::Batch => write!(f, "batch size 0: a batch has at least 1 sample"),
            Error::Statistics { batch, samples } if batch % 8 == 0 => write!(
                f,
                "{samples} samples, and `BatchNorm` takes statistics of 8 at least: bring more, or use `LayerNorm`"
            ),
            Error::Statistics { batch, .. } => write!(
                f,
                "batch size {batch}, and `BatchNorm` takes statistics of 8 samples at a time: write `batch: {}`",
                batch.next_multiple_of(8)
            ),
            Error::Input { sample, index } => {
                write!(f, "input number {index} of sample {sample} is not finite: clean or drop the sample")
            }
            Error::Target { sample, classes } => write!(
                f,
                "the target of sample {sample} is not finite or not one of the {classes} classes 0 to {}",
                classes.saturating_sub(1)
            ),
            Error::Weights { samples, weights } => {
                write!(
                    f,
                    "{samples} samples and {weights} weights: every sample needs one weight, or none has one"
                )
            }
            Error::Weight { sample } => {
                write!(f, "the weight of sample {sample} is below 0 or not finite: give 0 or more")
            }
            Error::Split { samples } => {
                write!(
                    f,
                    "a part of {samples} samples is empty once they are split: take another share or more samples"
                )
            }
            #[cfg(feature = "std")]
            Error::Monitor(monitor) => write!(
                f,
                "the reports have no {monitor}: add the metric to `metrics`, and validation samples where it is theirs"
            ),
            Error::Setting { setting, before, now } => write!(
                f,
                "the optimizer's `{setting}` was {} in this run and is {} now: resume it with the same, or clear `Session::settings`",
                Shortest(*before),
                Shortest(*now)
            ),
            Error::Value { setting, value, expected } => {
                write!(f, "`{setting}` is {}: give {expected}", Shortest(*value))
            }
            #[cfg(feature = "std")]
            Error::Metric { metric, why } => write!(f, "no {metric} of these outputs: {why}"),
            Error::Probability { sample, index, value } => write!(
                f,
                "number {index} of the target of sample {sample} is {}: cross-entropies take probabilities from 0 to 1, or class indices",
                Shortest(*value)
            ),
            #[cfg(feature = "interrupt")]
            Error::Interrupt => {
                write!(f, "Ctrl-C has another handler in this program: end the run from there, by a callback")
            }
            Error::Diverged { epoch, first } => write!(
                f,
                "{first} stopped being finite in epoch {epoch}: try a smaller learning rate, or scaled inputs and targets"
            ),
            #[cfg(feature = "std")]
            Error::Data(flaw) => flaw.fmt(f),
            #[cfg(feature = "safetensors")]
            Error::Tensors(refusal) => refusal.fmt(f),
            Error::File(refusal) => refusal.fmt(f),
            #[cfg(feature = "std")]
            Error::Place { setting } => write!(
                f,
                "the run was stopped within an epoch, and {setting} is not as it was: resume it with the same, or begin the epoch anew by `session.place = Place::default()`"
            ),
            #[cfg(feature = "std")]
            Error::Load { path, refusal } => write!(f, "{}: {refusal}", path.display()),
            #[cfg(feature = "std")]
            Error::Io { path, kind } => write!(f, "{}: {}", path.display(), said(*kind)),
        }
    }
}

/// The text that people read, since `fn main() -> Result<(), Error>` prints this one.
impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl core::error::Error for Error {}

#[cfg(feature = "std")]
impl Error {
    /// The same, of the file at `path`.
    pub(crate) fn at(path: &std::path::Path) -> impl FnOnce(Error) -> Error {
        move |error| match error {
            Error::File(refusal) => Error::Load { path: path.into(), refusal: std::boxed::Box::new(refusal) },
            other => other,
        }
    }

    /// What the system said of the file at `path`.
    pub(crate) fn io(path: &std::path::Path) -> impl FnOnce(std::io::Error) -> Error {
        move |error| Error::Io { path: path.into(), kind: error.kind() }
    }
}

/// What people say for it.
#[cfg(feature = "std")]
pub(crate) fn said(kind: std::io::ErrorKind) -> impl fmt::Display {
    use std::io::ErrorKind::*;
    match kind {
        NotFound => "there is no such file or folder".into(),
        PermissionDenied => "you may not read or write there".into(),
        IsADirectory => "this is a folder, and not a file".into(),
        InvalidInput => "this is no ordinary file: a device, a pipe, or links in a circle".into(),
        StorageFull => "the disk is full".into(),
        other => std::string::ToString::to_string(&other),
    }
}

/// A number as its scalar prints it: what was an `f32` is 0.9, and not 0.8999999761581421.
pub(crate) struct Shortest(pub(crate) f64);

impl fmt::Display for Shortest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let single = self.0 as f32;
        if f64::from(single) == self.0 { single.fmt(f) } else { self.0.fmt(f) }
    }
}
