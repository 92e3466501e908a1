//! Why a file was refused.

use crate::memory::NOT_FINITE;
use core::fmt;

/// Why the bytes of a file are not this network: what was found, and what was expected.
///
/// ```
/// use constrata::{Error, file::Refusal, prelude::*};
/// type Net = network!(2 => Dense<1>);
/// let mut file = Net::zeros().to_bytes();
/// file.pop(); // the disk was full
/// let (expected, found) = (Net::FILE_BYTES, Net::FILE_BYTES - 1);
/// assert_eq!(Net::try_from_bytes(&file), Err(Error::File(Refusal::Length { expected, found })));
/// assert_eq!(Net::try_from_bytes(b"PK"), Err(Refusal::NotANetwork.into()));
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
#[non_exhaustive]
pub enum Refusal {
    /// It does not begin as a network's file does.
    NotANetwork,
    /// It is of another version of the format.
    Version {
        /// The version in the file.
        found: u32,
    },
    /// It is shorter or longer than it says.
    Length {
        /// The bytes it should have.
        expected: usize,
        /// The bytes it has.
        found: usize,
    },
    /// Something in it has changed since it was written.
    Checksum {
        /// The checksum in the file.
        expected: u32,
        /// The checksum of the bytes before it.
        found: u32,
    },
    /// A section does not fit in the file, or is too short for what it is.
    Section {
        /// What the section is called.
        tag: [u8; 4],
    },
    /// It holds another network, or the same with another scalar.
    #[non_exhaustive]
    Architecture {
        /// [`Network::ARCHITECTURE_HASH`](crate::Network::ARCHITECTURE_HASH) of the network in the file; 0 if there is none.
        found: u64,
        /// That of the network which was to be read.
        wanted: u64,
        /// The first layer that differs, in words.
        #[cfg(feature = "std")]
        difference: super::Difference,
    },
    /// The parameters are more or fewer than the network has.
    Parameters {
        /// Bytes of parameters in the file.
        found: usize,
        /// Bytes of parameters of the network.
        wanted: usize,
    },
    /// A parameter is infinite or NaN.
    NotFinite {
        /// Which one, in the order of the file: slice after slice, as [`Parameters::tensor`](crate::Parameters::tensor) has them.
        parameter: usize,
    },
    /// It holds a model whose scaler would be lost, were the network read alone.
    Scaled,
    /// It holds a network, but no run to resume.
    NoRun,
    /// It has the state of another optimizer.
    #[cfg(feature = "std")]
    #[non_exhaustive]
    Optimizer {
        /// What the optimizers are called.
        difference: super::difference::Pair,
    },
    /// It would be longer than a file can be.
    TooLong {
        /// The bytes it would have.
        bytes: usize,
    },
    /// The slices of a layer of your own have other numbers than its [`Parameters`](crate::Parameters) declares.
    Count {
        /// How many numbers the slices have.
        found: usize,
        /// How many are declared.
        declared: usize,
    },
    /// A section has another length than this network wants.
    Bytes {
        /// What the section is called.
        tag: [u8; 4],
        /// Its bytes.
        found: usize,
        /// The bytes it would have for this network.
        wanted: usize,
    },
    /// A section has a number that is infinite or NaN, or divides by 0.
    Numbers {
        /// What the section is called.
        tag: [u8; 4],
    },
    /// The names of classes are more or fewer than the network can tell apart.
    Classes {
        /// How many names there are.
        found: usize,
        /// How many classes the network tells apart.
        wanted: usize,
    },
    /// The names of features are more or fewer than the network has inputs.
    Features {
        /// How many names there are.
        found: usize,
        /// How many inputs the network has.
        wanted: usize,
    },
}

/// What to write instead, in a program and in firmware.
pub(super) const SCALED: &str = "the file holds a model, whose scaler the network alone would lose: write \
    `Model::<Net>::load(..)`, in firmware `static MODEL: Model<Net> = Model::from_bytes(..)`, where `Net` is this network; \
    its field `network` is the network alone, which takes scaled values";

#[cfg(feature = "std")]
impl Refusal {
    pub(super) fn optimizer(found: &str, wanted: &str) -> Self {
        Refusal::Optimizer { difference: super::difference::Pair::of(found, wanted) }
    }
}

/// That the slices have as many numbers as they say: a file of others would not be read.
#[cfg(feature = "std")]
pub(super) fn counted<N: crate::Parameters>(network: &N) -> Result<(), Refusal> {
    let found = (0..N::TENSORS).map(|index| network.tensor(index).len()).sum();
    let declared = N::PARAMETERS + N::BUFFERS;
    if found == declared { Ok(()) } else { Err(Refusal::Count { found, declared }) }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Refusal::NotANetwork => write!(f, "this is no file of a network: it begins otherwise"),
            Refusal::Version { found } => write!(
                f,
                "the file is of version {found} of the format, this program reads version {}",
                super::sections::VERSION
            ),
            Refusal::Length { expected, found } => {
                write!(f, "the file should have {expected} bytes and has {found}: it was cut off or added to")
            }
            Refusal::Checksum { expected, found } => {
                write!(
                    f,
                    "the file is damaged: its checksum is {found:08x}, it was written with {expected:08x}"
                )
            }
            Refusal::Section { tag } => {
                write!(f, "section `{}` does not fit in the file", tag.escape_ascii())
            }
            #[cfg(feature = "std")]
            Refusal::Architecture { difference, .. } => difference.fmt(f),
            #[cfg(not(feature = "std"))]
            Refusal::Architecture { found, wanted } => {
                write!(f, "the file holds the network with hash {found:016x}, this one has {wanted:016x}")
            }
            Refusal::Parameters { found, wanted } => {
                write!(f, "the file has {found} bytes of parameters, this network {wanted}")
            }
            Refusal::NotFinite { parameter } => {
                write!(f, "parameter {parameter}{NOT_FINITE}`read_allowing_nan`")
            }
            Refusal::Scaled => f.write_str(SCALED),
            Refusal::TooLong { bytes } => {
                write!(f, "the file would have {bytes} bytes, and a file holds {}", super::sections::LONGEST)
            }
            Refusal::Count { found, declared } => write!(
                f,
                "the network has {found} numbers, but its `Parameters` declare {declared}: correct `PARAMETERS` and `BUFFERS` of your layer"
            ),
            Refusal::NoRun => write!(
                f,
                "the file holds a network, but no training run to resume: it was not saved by `Checkpoints` or `Session::save`"
            ),
            #[cfg(feature = "std")]
            Refusal::Optimizer { difference } => {
                write!(f, "{difference} as its optimizer")
            }
            Refusal::Bytes { tag, found, wanted } => write!(
                f,
                "section `{}` has {found} bytes, where this network wants {wanted}",
                tag.escape_ascii()
            ),
            Refusal::Numbers { tag } => write!(
                f,
                "section `{}` has a number that is infinite or NaN, or divides by 0",
                tag.escape_ascii()
            ),
            Refusal::Classes { found, wanted } => {
                write!(f, "{found} names of classes, where this network tells {wanted} apart")
            }
            Refusal::Features { found, wanted } => {
                write!(f, "{found} names of features, where this network has {wanted} inputs")
            }
        }
    }
}
