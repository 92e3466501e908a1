//! Why a file of tensors was refused.

use core::fmt;
use std::string::String;
use std::vec::Vec;

/// Why tensors are not those of this network: which, what was found, and what was expected.
///
/// ```
/// use constrata::{prelude::*, safetensors::{Refusal, read, to_bytes}};
/// let file = to_bytes(&<network!(2 => Dense<1>)>::zeros());
/// let refused = read(&mut <network!(2 => Dense<3>)>::zeros(), &file).unwrap_err();
/// assert_eq!(refused.to_string(), "tensor `0.weight` has shape [1, 2], where this network has [3, 2]");
/// let (found, wanted) = (vec![1, 2], vec![3, 2]);
/// assert_eq!(refused, Refusal::Shape { name: "0.weight".into(), found, wanted }.into());
/// ```
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Refusal {
    /// It is no file of tensors, or not a whole one.
    Damaged(String),
    /// A tensor of the network is not there.
    Missing {
        /// What PyTorch calls it.
        name: String,
        /// Its shape.
        shape: Vec<usize>,
        /// What is there.
        found: Vec<(String, Vec<usize>)>,
    },
    /// A tensor has no place in the network.
    Surplus {
        /// What it is called.
        name: String,
        /// Its shape.
        shape: Vec<usize>,
        /// What the network has.
        wanted: Vec<(String, Vec<usize>)>,
    },
    /// A tensor has another shape.
    Shape {
        /// What it is called.
        name: String,
        /// Its shape in the file.
        found: Vec<usize>,
        /// Its shape in the network.
        wanted: Vec<usize>,
    },
    /// A tensor has other numbers. Nothing is converted unasked: in PyTorch, `model.float()` or `model.double()` does it.
    Scalar {
        /// What it is called.
        name: String,
        /// The numbers of the file.
        found: String,
        /// The numbers of the network.
        wanted: &'static str,
    },
    /// A name that was to be another in the file is none of the network's.
    Unknown {
        /// That name.
        name: String,
        /// What the network has.
        wanted: Vec<(String, Vec<usize>)>,
    },
    /// Two tensors would have one name in the file.
    Twice {
        /// That name.
        name: String,
        /// What they are called here.
        slices: [String; 2],
    },
    /// A tensor has a number that is infinite or NaN.
    NotFinite {
        /// What it is called.
        name: String,
    },
}

impl From<Refusal> for crate::Error {
    fn from(refusal: Refusal) -> Self {
        crate::Error::Tensors(refusal.into())
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Refusal::Damaged(why) => write!(f, "this is no whole file of tensors: {why}"),
            Refusal::Missing { name, shape, found } => {
                write!(f, "there is no tensor `{name}` of shape {shape:?}; the file has {}", List(found))
            }
            Refusal::Surplus { name, shape, wanted } => write!(
                f,
                "tensor `{name}` of shape {shape:?} has no place in this network, which has {}",
                List(wanted)
            ),
            Refusal::Shape { name, found, wanted } => {
                write!(f, "tensor `{name}` has shape {found:?}, where this network has {wanted:?}")
            }
            Refusal::Unknown { name, wanted } => {
                write!(
                    f,
                    "no tensor of this network is called `{name}` or `{name}.…`; it has {}",
                    List(wanted)
                )
            }
            Refusal::Twice { name, slices: [a, b] } => {
                write!(f, "two tensors would be called `{name}`: `{a}` and `{b}`")
            }
            Refusal::NotFinite { name } => write!(
                f,
                "tensor `{name}` has a number that is infinite or NaN, as after a training that diverged: train again, or, where it is \
                 meant, read the file by `read_allowing_nan`"
            ),
            Refusal::Scalar { name, found, wanted } => {
                let convert = if *wanted == "f32" { "float" } else { "double" };
                write!(
                    f,
                    "tensor `{name}` is of {found}, where this network has {wanted}: save `model.{convert}()` instead"
                )
            }
        }
    }
}

/// Names and shapes in a row, the first six of them.
struct List<'a>(&'a [(String, Vec<usize>)]);

impl fmt::Display for List<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, (name, shape)) in self.0.iter().take(6).enumerate() {
            write!(f, "{}`{name}` {shape:?}", if index == 0 { "" } else { ", " })?;
        }
        match self.0.len() {
            0 => write!(f, "none"),
            1..=6 => Ok(()),
            more => write!(f, " and {} more", more - 6),
        }
    }
}
