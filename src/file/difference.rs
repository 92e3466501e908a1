//! Where two architectures begin to differ, in words.

use core::fmt;

/// The first layer in which the network in a file is not the one that was to be read.
///
/// ```
/// use constrata::{Error, file::Refusal, prelude::*};
/// let file = <network!(3 => Dense<4, Tanh> => Dense<1>)>::zeros().to_bytes();
/// let refused = <network!(3 => Dense<2, Tanh> => Dense<1>)>::try_from_bytes(&file);
/// let Err(Error::File(Refusal::Architecture { difference, .. })) = refused else { panic!("another network") };
/// assert_eq!(difference.layer, 1);
/// assert_eq!(difference.to_string(), "layer 1: the file has Dense<4, Tanh>, this network Dense<2, Tanh>");
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Difference {
    /// The layer, counted from 1; 0 is the input.
    pub layer: usize,
    pair: Pair,
}

/// What a file has, and what this program wants there.
///
/// ```
/// use constrata::{Error, file::Refusal, prelude::*, train::Session};
/// let mut net = <network!(1 => Dense<1>)>::zeros();
/// let file = Session::<_, Adam>::new(&mut net, 0).to_bytes()?;
/// let Err(Error::File(Refusal::Optimizer { difference, .. })) = Session::<_, Sgd>::try_from_bytes(&mut net, &file) else {
///     panic!("another optimizer")
/// };
/// assert_eq!(difference.to_string(), "the file has Adam, this run SGD");
/// # Ok::<(), constrata::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Pair {
    found: Excerpt,
    wanted: Excerpt,
}

impl Difference {
    /// Compares texts such as `f32; 64 => Dense<10, Softmax>`.
    pub(super) fn between(found: &str, wanted: &str) -> Self {
        let (mut found, mut wanted) = (found.split(" => "), wanted.split(" => "));
        let mut layer = 0;
        loop {
            let pair = (found.next(), wanted.next());
            if pair.0 != pair.1 || pair.0.is_none() {
                let pair = Pair { found: Excerpt::of(pair.0), wanted: Excerpt::of(pair.1) };
                return Difference { layer, pair };
            }
            layer += 1;
        }
    }
}

impl fmt::Display for Difference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.layer {
            0 => write!(f, "scalar and input: ")?,
            layer => write!(f, "layer {layer}: ")?,
        }
        write!(f, "the file has {}, this network {}", self.pair.found, self.pair.wanted)
    }
}

impl Pair {
    pub(super) fn of(found: &str, wanted: &str) -> Self {
        Pair { found: Excerpt::of(Some(found)), wanted: Excerpt::of(Some(wanted)) }
    }
}

impl fmt::Display for Pair {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the file has {}, this run {}", self.found, self.wanted)
    }
}

/// The beginning of a text, small enough to be copied around with an error.
#[derive(Clone, Copy, PartialEq)]
struct Excerpt {
    bytes: [u8; Excerpt::CAPACITY],
    length: u8,
    whole: bool,
}

impl Excerpt {
    const CAPACITY: usize = 38;

    fn of(text: Option<&str>) -> Self {
        let text = text.unwrap_or_default();
        let length =
            (0..=text.len().min(Self::CAPACITY)).rev().find(|end| text.is_char_boundary(*end)).unwrap_or(0);
        let mut bytes = [0; Self::CAPACITY];
        bytes[..length].copy_from_slice(&text.as_bytes()[..length]);
        Excerpt { bytes, length: length as u8, whole: length == text.len() }
    }
}

impl fmt::Display for Excerpt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match core::str::from_utf8(self.bytes.get(..self.length.into()).unwrap_or_default()) {
            Ok("") | Err(_) => write!(f, "none"),
            Ok(text) => write!(f, "{text}{}", if self.whole { "" } else { ".." }),
        }
    }
}

impl fmt::Debug for Excerpt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

#[cfg(test)]
mod tests {
    use super::Difference;
    use std::string::ToString;

    #[test]
    fn the_first_layer_that_differs_is_named() {
        let wanted = "f32; 3 => Dense<2, Sigmoid> => Dense<1, Sigmoid>";
        for (found, said) in [
            (
                "f64; 3 => Dense<2, Sigmoid> => Dense<1, Sigmoid>",
                "scalar and input: the file has f64; 3, this network f32; 3",
            ),
            (
                "f32; 3 => Dense<4, Tanh> => Dense<1, Sigmoid>",
                "layer 1: the file has Dense<4, Tanh>, this network Dense<2, Sigmoid>",
            ),
            ("f32; 3 => Dense<2, Sigmoid>", "layer 2: the file has none, this network Dense<1, Sigmoid>"),
            ("", "scalar and input: the file has none, this network f32; 3"),
        ] {
            assert_eq!(Difference::between(found, wanted).to_string(), said);
        }
        let long = "ä".repeat(40);
        let said = Difference::between(&long, wanted).to_string();
        assert!(said.contains(&("ä".repeat(19) + "..")), "{said}");
    }
}
