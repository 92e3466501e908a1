//! What can be wrong with data that only the running program sees.

use core::fmt;

use crate::file::Refusal;

/// Why data were refused: what was found, where, and what was expected.
///
/// Shapes are no part of it: they are the compiler's.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Error {
    /// There is no sample to learn from.
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
    /// The loss became infinite or NaN.
    Diverged {
        /// The epoch, counted from 1.
        epoch: usize,
    },
    /// A data set, or the file it is in, has a flaw; says where.
    #[cfg(feature = "std")]
    Data(std::boxed::Box<crate::data::Flaw>),
    /// A file is damaged, or holds another network.
    File(Refusal),
    /// A file of tensors is damaged, or holds those of another network.
    #[cfg(feature = "safetensors")]
    Tensors(std::boxed::Box<crate::safetensors::Refusal>),
    /// The operating system could not read or write a file.
    #[cfg(feature = "std")]
    Io(std::io::ErrorKind),
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
            Error::Empty => write!(f, "no samples: there is nothing to learn from"),
            Error::Length { inputs, targets } => {
                write!(f, "{inputs} inputs and {targets} targets: every input needs one target")
            }
            Error::Batch => write!(f, "batch size 0: a batch has at least 1 sample"),
            Error::Input { sample, index } => {
                write!(f, "input number {index} of sample {sample} is not finite: clean or drop the sample")
            }
            Error::Target { sample, classes } => write!(
                f,
                "the target of sample {sample} is not finite or not one of the {classes} classes 0 to {}",
                classes.saturating_sub(1)
            ),
            Error::Diverged { epoch } => write!(
                f,
                "the loss stopped being finite in epoch {epoch}: try a smaller learning rate or scaled inputs"
            ),
            #[cfg(feature = "std")]
            Error::Data(flaw) => flaw.fmt(f),
            #[cfg(feature = "safetensors")]
            Error::Tensors(refusal) => refusal.fmt(f),
            Error::File(refusal) => refusal.fmt(f),
            #[cfg(feature = "std")]
            Error::Io(kind) => write!(f, "the file could not be read or written: {kind}"),
        }
    }
}

impl core::error::Error for Error {}
