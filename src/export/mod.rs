//! A trained network as source text: for a Rust program, or for firmware in C.
//!
//! ```
//! use constrata::{export::Export, prelude::*};
//! network! { struct Judge: 3 => hidden: Dense<2, Sigmoid> => output: Dense<1, Sigmoid> }
//! let net = Judge::zeros();
//! let rust = net.to_rust("pub static JUDGE: Judge"); // std::fs::write("src/judge.rs", rust)?
//! assert!(rust.contains("from_source"));
//! let c = net.to_c("judge"); // std::fs::write("judge.h", c)?
//! assert!(c.contains("void judge_predict(const float x[3], float y[1])"));
//! ```
//!
//! The C is plain C99, and C++11: weights, loops, the crate's own `exp`, `tanh` and square root, no library but `memcpy` (and `memset`,
//! where a compiler clears an array by it). Its numbers are those of [`predict`](crate::Network::predict), bit for bit, in a build with the feature `reproducible`.

mod header;
mod math;
mod model;
mod rust;

pub use crate::c::{C, Names, ToC, Traced};

use std::string::String;

use crate::{Network, file::Float};

/// Networks as source text.
///
/// ```
/// use constrata::{export::Export, prelude::*};
/// type Not = network!(1 => Dense<1, Sigmoid>);
/// let mut net = Not::zeros();
/// (net.weights[0], net.bias[0]) = (-20.0, 10.0);
/// let rust = net.to_rust("pub static NOT: Not");
/// assert!(rust.contains("pub static NOT: Not =") && rust.contains("-20.0") && rust.contains("10.0"));
/// let c = net.to_c("not");
/// assert!(c.contains("static const float not_weights1[1]") && c.contains("not_predict"));
/// ```
pub trait Export: Network<Scalar: Float> {
    /// A Rust item with the weights: `declaration`, say `pub static NET: Digits`, and its value.
    ///
    /// Numbers are the shortest that round to the same bits. The compiler checks that they belong to the network declared: see
    /// [`from_source`](crate::file::from_source).
    #[must_use]
    fn to_rust(&self, declaration: &str) -> String {
        rust::source(self, declaration)
    }

    /// A header for C99 or C++11 with the weights and `void NAME_predict(const float x[IN], float y[OUT])`.
    ///
    /// Images and sequences lie flat in `x`. `x` and `y` must not overlap. Compiled without `-ffast-math`, with
    /// `-ffp-contract=off`, and with a `float` that is computed as one, it gives the bits of a `reproducible` build.
    ///
    /// # Panics
    /// Where `name` is no name for a header: letters, digits and single `_` between them, the first a letter. All names in the header
    /// begin with it, so a keyword will do. Macros are in capitals: `NET_INPUTS` for `net`; `Net` has `Net_INPUTS`.
    #[must_use]
    #[track_caller]
    fn to_c(&self, name: &str) -> String
    where
        Self: ToC,
    {
        header::write(self, name, &header::Around::default())
    }
}

impl<N: Network<Scalar: Float>> Export for N {}
