//! A model that the compiler reads, and that lies in flash.

use bytemuck::Pod;

use super::sections::{CLASSES, FEATURES, INPUTS, OUTPUTS, Sections, sections};
use super::{Features, Float, Names, Refusal, explained, features, names, network};
use crate::data::Scaler;
use crate::memory::{self, Flat};
use crate::{Model, Network, Numbers, Shape};

/// Shapes whose samples the compiler can read from bytes.
type Sample<S, T> = <S as Shape>::Sample<T>;

impl<N: Network<Input: Numbers> + Flat> Model<N>
where
    N::Scalar: Float,
    Sample<N::Input, N::Scalar>: Pod,
    Sample<N::Output, N::Scalar>: Pod,
{
    /// The model in `file`, read and checked by the compiler: for a `const` or a `static`, without a heap or the standard
    /// library.
    ///
    /// Its [`predict`](Self::predict) and [`class`](Self::class) take raw values, cannot panic, and give the bits of a
    /// [`load`](Self::load)ed model in a `reproducible` build. A network's own file is a model's too, with nothing scaled.
    ///
    /// ```
    /// use constrata::{Model, prelude::*};
    /// network! { struct Small: 3 => Dense<2, Tanh> => Dense<1, Sigmoid> }
    /// static SMALL: Model<Small> = Model::from_bytes(include_bytes!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/files/small.net")));
    /// assert_eq!(SMALL.predict(&[1.0, 2.0, 3.0]), SMALL.network.predict(&[1.0, 2.0, 3.0])); // this file has no scaler
    /// ```
    ///
    /// # Panics
    /// Where `file` is damaged, or holds another network or scalers or names that do not fit it, and says so; in a `const`
    /// or a `static`, that is an error of the build.
    #[track_caller]
    #[must_use]
    pub const fn from_bytes(file: &'static [u8]) -> Self {
        let sections = match sections::<true>(file) {
            Ok(sections) => sections,
            Err(refusal) => panic!("{}", explained(refusal).as_str()),
        };
        let network = network::<N, false>(&sections);
        let Sections { inputs, outputs, classes, features, .. } = sections;
        if !names::are_names(classes) {
            panic!("{}", explained(Refusal::Section { tag: CLASSES }).as_str());
        }
        let classes = Names::in_file(classes);
        let (found, wanted) = (classes.len(), if N::Output::ROW < 2 { 2 } else { N::Output::ROW });
        if found != 0 && found != wanted {
            panic!("{}", explained(Refusal::Classes { found, wanted }).as_str());
        }
        match features::count(features) {
            None => panic!("{}", explained(Refusal::Section { tag: FEATURES }).as_str()),
            Some(found) if found != 0 && found != N::Input::LEN => {
                panic!("{}", explained(Refusal::Features { found, wanted: N::Input::LEN }).as_str());
            }
            Some(_) => {}
        }
        Model {
            network,
            inputs: scaler(inputs, INPUTS),
            outputs: scaler(outputs, OUTPUTS),
            classes,
            features: Features::in_file(features),
        }
    }
}

/// The scaler in the payload of a section; that which leaves all as it is where there is none.
#[track_caller]
const fn scaler<S: Numbers, T: Float>(section: &[u8], tag: [u8; 4]) -> Scaler<S, T>
where
    Sample<S, T>: Pod,
{
    let width = size_of::<T>();
    if section.is_empty() {
        let one: &[u8] = if width == 4 { &1.0_f32.to_le_bytes() } else { &1.0_f64.to_le_bytes() };
        return Scaler { shift: read([0; 8].split_at(width).0, width), scale: read(one, width) };
    }
    let (found, wanted) = (section.len(), 2 * S::LEN * width);
    if found != wanted {
        panic!("{}", explained(Refusal::Bytes { tag, found, wanted }).as_str());
    }
    let (shift, scale) = section.split_at(found / 2);
    if !are_finite(shift, width, true) || !are_finite(scale, width, false) {
        panic!("{}", explained(Refusal::Numbers { tag }).as_str());
    }
    Scaler { shift: read(shift, width), scale: read(scale, width) }
}

const fn read<P: Pod>(bytes: &[u8], width: usize) -> P {
    memory::from_bytes::pod(bytes, width, cfg!(target_endian = "big"))
}

/// Whether all numbers, of `width` bytes each, are finite, and not 0 unless that is allowed.
const fn are_finite(mut bytes: &[u8], width: usize, or_zero: bool) -> bool {
    while !bytes.is_empty() {
        let (number, rest) = bytes.split_at(width);
        let number = match *number {
            [a, b, c, d] => f32::from_le_bytes([a, b, c, d]) as f64,
            [a, b, c, d, e, f, g, h] => f64::from_le_bytes([a, b, c, d, e, f, g, h]),
            _ => f64::NAN,
        };
        if !number.is_finite() || (number == 0.0 && !or_zero) {
            return false;
        }
        bytes = rest;
    }
    true
}
