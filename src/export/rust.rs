//! A network as a Rust item.

use std::format;
use std::string::String;

use crate::file::Float;
use crate::{Network, Role, Scalar};

pub(super) fn source<N: Network<Scalar: Float>>(network: &N, declaration: &str) -> String {
    item(declaration, &value(network))
}

/// The item that `declaration` begins.
pub(super) fn item(declaration: &str, value: &str) -> String {
    let version = env!("CARGO_PKG_VERSION");
    format!(
        "// Written by constrata {version}.\n#[rustfmt::skip]\n#[allow(clippy::all)]\n{declaration} = {value};\n"
    )
}

/// The expression that is the network.
pub(super) fn value<N: Network<Scalar: Float>>(network: &N) -> String {
    let mut text = format!(
        "::constrata::file::from_source(\n    \"{}; {}\",\n    &[\n",
        N::Scalar::NAME,
        N::ARCHITECTURE,
    );
    for index in 0..N::TENSORS {
        let role = match N::role(index) {
            Role::Weights => "weights, column by column",
            Role::Bias => "bias",
            Role::Buffer => "buffer",
        };
        text += &format!("        // tensor {index}: {role}");
        for (place, number) in network.tensor(index).iter().enumerate() {
            text += if place % 8 == 0 { "\n        " } else { " " };
            text += &literal(*number);
            text += ",";
        }
        text += "\n";
    }
    text + "    ],\n)"
}

/// The shortest decimal that is read as the same number.
pub(super) fn literal<T: Float>(number: T) -> String {
    if !Scalar::is_finite(number) {
        let name = if Scalar::is_nan(number) { "NAN" } else { "INFINITY" };
        let sign = if number < T::ZERO { "-" } else { "" };
        return format!("{sign}{}::{name}", T::NAME);
    }
    // of a `float` the bits are those of the `f64`, and its own shortest form
    format!("{number:?}")
}
