//! Why a file was refused.

use core::fmt;

/// Why the bytes of a file are not this network: what was found, and what was expected.
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
        }
    }
}
