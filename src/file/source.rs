//! A network in a Rust source.

use super::Float;
use crate::memory::{self, Flat, from_bytes::first_not_finite};
use crate::{Network, Scalar, Text};

/// The network with these parameters: what [`Export::to_rust`](crate::export::Export::to_rust) writes.
///
/// ```
/// use constrata::prelude::*;
/// type And = network!(2 => Dense<1, Sigmoid>);
/// static AND: And =
///     constrata::file::from_source("f32; 2 => Dense<1, Sigmoid>", &[20.0, 20.0, -30.0]);
/// assert!(AND.predict(&[1.0, 1.0])[0] > 0.99 && AND.predict(&[1.0, 0.0])[0] < 0.01);
/// ```
///
/// # Panics
/// Where `architecture` or the count is another network's, or a number is infinite or NaN; in a `const` or a `static`, that is an error
/// of the build.
#[track_caller]
#[must_use]
pub const fn from_source<N: Network + Flat>(architecture: &str, numbers: &[N::Scalar]) -> N
where
    N::Scalar: Float,
{
    let network = from_source_allowing_nan(architecture, numbers);
    if let Some(parameter) = first_not_finite(numbers) {
        let text = Text::new("parameter ").number(parameter).text(memory::NOT_FINITE);
        panic!("{}", text.text("`file::from_source_allowing_nan`").as_str());
    }
    network
}

/// As [`from_source`], where infinities and NaN among the parameters are meant.
///
/// ```
/// use constrata::{file::from_source_allowing_nan, prelude::*};
/// type Gate = network!(2 => Dense<1, Sigmoid>);
/// static GATE: Gate =
///     from_source_allowing_nan("f32; 2 => Dense<1, Sigmoid>", &[1.0, 1.0, f32::NEG_INFINITY]); // closed for ever
/// assert_eq!(GATE.predict(&[3.0, 4.0]), [0.0]);
/// ```
///
/// # Panics
/// As [`from_source`] for all else.
#[track_caller]
#[must_use]
pub const fn from_source_allowing_nan<N: Network + Flat>(architecture: &str, numbers: &[N::Scalar]) -> N
where
    N::Scalar: Float,
{
    if Text::new(architecture).hash() != N::ARCHITECTURE_HASH {
        let text = Text::new("the source holds the network `").text(architecture).text("`, not `");
        panic!("{}", text.text(N::Scalar::NAME).text("; ").text(N::ARCHITECTURE).text("`").as_str());
    }
    if numbers.len() != N::PARAMETERS + N::BUFFERS {
        let text = Text::new("the source has ").number(numbers.len()).text(" parameters, the network ");
        panic!("{}", text.number(N::PARAMETERS + N::BUFFERS).as_str());
    }
    memory::from_bytes::of_numbers(numbers)
}
