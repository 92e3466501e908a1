//! The file of a network: written on a host, read while compiling or at run time.
//!
//! The format, byte by byte, is in `docs/FORMAT.md`. On a laptop, [`Save`] writes and loads it:
//!
//! ```
//! use constrata::prelude::*;
//! network! { struct Xor: 2 => Dense<8, Tanh> => Dense<1, Sigmoid> }
//! # fn main() -> Result<(), constrata::Error> {
//! # let path = std::env::temp_dir().join("constrata-xor.net");
//! let net = Xor::random(&mut rand::rng());
//! net.save(&path)?;
//! assert_eq!(*Xor::load(&path)?, net);
//! # std::fs::remove_file(path).ok();
//! # Ok(())
//! # }
//! ```
//!
//! In firmware, the compiler reads it: the weights lie in flash, and a file that holds anything else does not compile.
//!
//! ```ignore
//! static NET: Digits = Digits::from_bytes(include_bytes!("digits.net"));
//! ```
//!
//! A [`Model`] is a network together with its scalers and names, in one file of the same format; whatever reads a network alone
//! refuses a file whose scaler it would lose.

#[cfg(feature = "std")]
mod best;
#[cfg(feature = "std")]
mod checkpoint;
#[cfg(feature = "std")]
pub(crate) mod checkpoints;
mod checksum;
#[cfg(feature = "std")]
mod difference;
#[cfg(feature = "std")]
mod disk;
#[cfg(feature = "std")]
mod extra;
mod features;
#[cfg(feature = "std")]
mod fitting;
mod flash;
mod model;
mod names;
mod refusal;
#[cfg(feature = "std")]
mod report;
mod save;
mod sections;
mod source;
#[cfg(feature = "std")]
mod stored;
#[cfg(feature = "std")]
mod temporary;

#[cfg(all(feature = "serde", feature = "std"))]
pub use crate::parameters::allowing_nan::allowing_nan;
pub use crate::scalar::float::Float;
#[cfg(feature = "std")]
pub use difference::{Difference, Pair};
#[cfg(feature = "safetensors")]
pub(crate) use disk::{read as read_file, replace as replace_file};
pub use features::Features;
#[cfg(feature = "std")]
pub use fitting::Scaled;
pub use model::Model;
pub use names::Names;
pub use refusal::Refusal;
pub use save::Save;
pub use source::{from_source, from_source_allowing_nan};

use crate::memory::{self, Flat};
use crate::{Error, Network, Parameters, Scalar, Text};
use sections::{Sections, sections};

/// The network in `file`, read by the compiler: for a `const` or a `static`.
///
/// What [`network!`](crate::network) declares has this as a function of its own, `Digits::from_bytes(..)`.
///
/// ```
/// use constrata::{file, prelude::*};
/// type And = network!(2 => Dense<1, Sigmoid>);
/// let bytes = And::zeros().to_bytes(); // a program has include_bytes!("and.net")
/// assert_eq!(file::from_bytes::<And>(&bytes), And::zeros());
/// ```
///
/// # Panics
/// Where `file` is damaged, holds another network, a [`Model`] whose scaler would be lost, or a number that is infinite or NaN, and
/// says so; in a `const` or a `static`, that is an error of the build. At run time there is [`Save::try_from_bytes`].
#[track_caller]
#[must_use]
pub const fn from_bytes<N: Network + Flat>(file: &[u8]) -> N
where
    N::Scalar: Float,
{
    of_bytes::<N, false>(file)
}

/// As [`from_bytes`], where infinities and NaN among the parameters are meant.
///
/// ```
/// use constrata::{file, prelude::*};
/// network! { struct Gate: 2 => Dense<1, Sigmoid> }
/// let mut gate = Gate::zeros();
/// gate.dense1.bias[0] = f32::NEG_INFINITY; // closed for ever
/// let bytes = gate.to_bytes();
/// assert!(std::panic::catch_unwind(|| Gate::from_bytes(&bytes)).is_err());
/// assert_eq!(file::from_bytes_allowing_nan::<Gate>(&bytes), gate);
/// ```
///
/// # Panics
/// As [`from_bytes`] for all else.
#[track_caller]
#[must_use]
pub const fn from_bytes_allowing_nan<N: Network + Flat>(file: &[u8]) -> N
where
    N::Scalar: Float,
{
    of_bytes::<N, true>(file)
}

#[track_caller]
const fn of_bytes<N: Network + Flat, const NAN: bool>(file: &[u8]) -> N
where
    N::Scalar: Float,
{
    let sections = match sections::<true>(file) {
        Ok(sections) => sections,
        Err(refusal) => panic!("{}", explained(refusal).as_str()),
    };
    let network = network::<N, NAN>(&sections);
    if sections.scaled(size_of::<N::Scalar>()) {
        panic!("{}", refusal::SCALED);
    }
    network
}

/// The network in these sections, for the compiler.
#[track_caller]
const fn network<N: Network + Flat, const NAN: bool>(
    &Sections { hash, architecture, parameters, .. }: &Sections,
) -> N
where
    N::Scalar: Float,
{
    assert!(
        N::RUNS.bytes() == bytes_of_parameters::<N>(),
        "a layer has other numbers than those of its `Parameters`, or not in their order"
    );
    if hash != N::ARCHITECTURE_HASH {
        let held = match core::str::from_utf8(architecture) {
            Ok(text) => Text::new(text),
            Err(_) => Text::new("?"),
        };
        let text = Text::new("the file holds the network `").join(&held).text("`, not `");
        panic!("{}", text.text(N::Scalar::NAME).text("; ").text(N::ARCHITECTURE).text("`").as_str());
    }
    if parameters.len() != bytes_of_parameters::<N>() {
        let text =
            Text::new("the file has ").number(parameters.len()).text(" bytes of parameters, the network ");
        panic!("{}", text.number(bytes_of_parameters::<N>()).as_str());
    }
    if let (false, Some(parameter)) =
        (NAN, memory::first_not_finite::<true>(parameters, size_of::<N::Scalar>()))
    {
        panic!("{}", explained(Refusal::NotFinite { parameter }).as_str());
    }
    memory::from_bytes::read(parameters, size_of::<N::Scalar>(), cfg!(target_endian = "big"))
}

/// What a file has of parameters, and of what is kept beside them.
const fn bytes_of_parameters<N: Parameters>() -> usize {
    (N::PARAMETERS + N::BUFFERS) * size_of::<N::Number>()
}

/// [`Refusal`]'s words, as far as a `const` can put them together.
const fn explained(refusal: Refusal) -> Text {
    match refusal {
        Refusal::NotANetwork => Text::new("this is no file of a network: it begins otherwise"),
        Refusal::Version { found } => Text::new("the file is of version ")
            .number(found as usize)
            .text(" of the format, this crate reads version ")
            .number(sections::VERSION as usize),
        Refusal::Length { expected, found } => Text::new("the file should have ")
            .number(expected)
            .text(" bytes and has ")
            .number(found)
            .text(": it was cut off or added to"),
        Refusal::Checksum { .. } => Text::new("the file is damaged: its checksum is wrong"),
        Refusal::Section { tag } => section(&tag).text("does not fit in the file"),
        Refusal::Bytes { tag, found, wanted } => {
            section(&tag).text("has ").number(found).text(" bytes, where this network wants ").number(wanted)
        }
        Refusal::Numbers { tag } => {
            section(&tag).text("has a number that is infinite or NaN, or divides by 0")
        }
        Refusal::Classes { found, wanted } => Text::new("")
            .number(found)
            .text(" names of classes, where this network tells ")
            .number(wanted)
            .text(" apart"),
        Refusal::Features { found, wanted } => Text::new("")
            .number(found)
            .text(" names of features, where this network has ")
            .number(wanted)
            .text(" inputs"),
        Refusal::NotFinite { parameter } => Text::new("parameter ")
            .number(parameter)
            .text(memory::NOT_FINITE)
            .text("`file::from_bytes_allowing_nan`"),
        _ => Text::new("the file does not fit this network"),
    }
}

/// How a text about a section begins.
const fn section(tag: &[u8; 4]) -> Text {
    let tag = match core::str::from_utf8(tag) {
        Ok(tag) => tag,
        Err(_) => "?",
    };
    Text::new("section `").text(tag).text("` ")
}

/// Reads `file` into `network`, which stays as it was where the file is refused: that of a model too, whose scaler the network
/// alone would lose.
pub(crate) fn read<N: Network, const NAN: bool>(network: &mut N, file: &[u8]) -> Result<(), Error>
where
    N::Scalar: Float,
{
    let sections = sections::<{ cfg!(feature = "std") }>(file)?;
    if sections.scaled(size_of::<N::Scalar>()) && sections.hash == N::ARCHITECTURE_HASH {
        return Err(Error::File(Refusal::Scaled));
    }
    read_sections::<N, NAN>(network, &sections)
}

/// The same of a file taken apart, whatever else there is in it.
fn read_sections<N: Network, const NAN: bool>(
    network: &mut N,
    &Sections { hash, architecture, parameters, .. }: &Sections,
) -> Result<(), Error>
where
    N::Scalar: Float,
{
    if hash != N::ARCHITECTURE_HASH {
        let wanted = N::ARCHITECTURE_HASH;
        #[cfg(feature = "std")]
        let difference = Difference::between(
            core::str::from_utf8(architecture).unwrap_or("?"),
            Text::new(N::Scalar::NAME).text("; ").text(N::ARCHITECTURE).as_str(),
        );
        #[cfg(not(feature = "std"))]
        let _ = architecture;
        return Err(Error::File(Refusal::Architecture {
            found: hash,
            wanted,
            #[cfg(feature = "std")]
            difference,
        }));
    }
    if parameters.len() != bytes_of_parameters::<N>() {
        let (found, wanted) = (parameters.len(), bytes_of_parameters::<N>());
        return Err(Error::File(Refusal::Parameters { found, wanted }));
    }
    if let (false, Some(parameter)) =
        (NAN, memory::first_not_finite::<{ cfg!(feature = "std") }>(parameters, size_of::<N::Scalar>()))
    {
        return Err(Error::File(Refusal::NotFinite { parameter }));
    }
    let mut rest = parameters;
    for index in 0..N::TENSORS {
        for number in network.tensor_mut(index) {
            let Some((value, after)) = N::Scalar::read(rest) else { break };
            (*number, rest) = (value, after);
        }
    }
    Ok(())
}
