//! A network together with what its numbers mean.

use std::boxed::Box;
use std::path::Path;
use std::string::{String, ToString};
use std::vec::Vec;

use bytemuck::Zeroable;

use super::extra::{Payload, Section, put_numbers, put_text, with_sections};
use super::sections::{INPUTS, OUTPUTS, sections};
use super::{Float, Refusal, Save, disk};
use crate::data::Scaler;
use crate::layer::{Input, Output};
use crate::{Error, Network, Scalar, Shape};

const CLASSES: [u8; 4] = *b"clas";

/// One sample going into a network, and one coming out.
type In<N> = <<N as crate::Layer>::Input as Shape>::Sample<<N as crate::Parameters>::Scalar>;
type Out<N> = <<N as crate::Layer>::Output as Shape>::Sample<<N as crate::Parameters>::Scalar>;

/// A network and what its numbers mean: it takes raw values and answers in raw values or class names, and all of it is one
/// file.
///
/// ```
/// use constrata::{Model, data::Scaler, prelude::*};
/// network! { struct Cats: 2 => Dense<2, Softmax> }
/// let (ages_and_weights, names) = ([[1.0, 3.0], [9.0, 5.0]], ["young", "old"].map(String::from));
/// let inputs = Scaler::standard(&ages_and_weights)?;
/// let mut net = Cats::zeros(); // that is: train it on scaled samples
/// net.dense1.weights[(1, 0)] = 1.0;
/// let model = Model { inputs, classes: names.to_vec(), ..Model::new(net) };
/// assert_eq!(model.class(&[12.0, 4.0]), Some("old"));
///
/// # let path = std::env::temp_dir().join("constrata-cats.net");
/// model.save(&path)?;
/// assert_eq!(Model::<Cats>::load(&path)?, model);
/// assert!(Cats::load(&path).is_err()); // the network alone would lose the scaler
/// # std::fs::remove_file(path).ok();
/// # Ok::<(), constrata::Error>(())
/// ```
#[derive(Clone, Debug)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(
    feature = "serde",
    serde(bound(
        serialize = "N: serde::Serialize, N::Scalar: serde::Serialize",
        deserialize = "N: serde::Deserialize<'de>, N::Scalar: serde::Deserialize<'de>"
    ))
)]
pub struct Model<N: Network> {
    /// The network, which takes and gives scaled values.
    pub network: Box<N>,
    /// What raw inputs are scaled by.
    pub inputs: Scaler<N::Input, N::Scalar>,
    /// What the targets were scaled by, where they are numbers.
    pub outputs: Scaler<N::Output, N::Scalar>,
    /// The names of the classes: one for each output, or two where a single output is the probability of the second; none
    /// where the outputs are no classes.
    pub classes: Vec<String>,
}

impl<N: Network> Model<N> {
    /// The network as it is: nothing is scaled, and classes have no names.
    pub fn new(network: N) -> Self {
        Box::new(network).into()
    }

    /// The network's answer to a raw sample: probabilities, or numbers in the unit of the targets.
    ///
    /// ```
    /// use constrata::{Model, data::Scaler, prelude::*};
    /// let mut net = <network!(1 => Dense<1>)>::zeros();
    /// net.weights[0] = 1.0;
    /// let inputs = Scaler { shift: [20.0], scale: [5.0] }; // degrees
    /// let outputs = Scaler { shift: [100.0], scale: [10.0] }; // visitors
    /// let model = Model { inputs, outputs, ..Model::new(net) };
    /// assert_eq!(model.predict(&[30.0]), [120.0]); // (30 - 20) / 5 = 2, and 2 * 10 + 100
    /// ```
    #[must_use]
    pub fn predict(&self, raw: &In<N>) -> Out<N> {
        let scaled: Input<N, 1> = [self.inputs.scale(raw)];
        let mut output: Output<N, 1> = Zeroable::zeroed();
        self.network.activate(&scaled, &mut output);
        self.outputs.unscale(&output[0])
    }

    /// The name of the class a raw sample most likely belongs to; none where classes have no names, or the answer is NaN.
    #[must_use]
    pub fn class(&self, raw: &In<N>) -> Option<&str> {
        let output = self.predict(raw);
        let output = N::Output::flat(core::slice::from_ref(&output));
        if output.iter().any(|y| y.is_nan()) {
            return None;
        }
        let class = match output {
            [probability] => usize::from(*probability >= N::Scalar::of(0.5)),
            _ => (0..output.len())
                .rev()
                .max_by(|a, b| output[*a].partial_cmp(&output[*b]).unwrap_or(core::cmp::Ordering::Equal))?,
        };
        self.classes.get(class).map(String::as_str)
    }

    /// That there is a name for each output, or none at all.
    fn check(&self) -> Result<(), Refusal> {
        let (found, wanted) = (self.classes.len(), N::Output::LEN.max(2));
        if found == 0 || found == wanted { Ok(()) } else { Err(Refusal::Classes { found, wanted }) }
    }
}

impl<N: Save> Model<N>
where
    N::Scalar: Float,
{
    /// The file as bytes: the network's, with sections for what is not trivial.
    ///
    /// ```
    /// use constrata::{Model, prelude::*};
    /// let mut model = Model::new(<network!(2 => Dense<3, Softmax>)>::zeros());
    /// model.classes = vec!["one name".into()];
    /// assert_eq!(model.to_bytes().unwrap_err().to_string(), "1 names of classes, where this network tells 3 apart");
    /// ```
    ///
    /// # Errors
    /// [`Error::File`], where there are class names, but not one for each output.
    pub fn to_bytes(&self) -> Result<Vec<u8>, Error> {
        Ok(with_sections(self.network.to_bytes(), &self.sections()?))
    }

    pub(super) fn sections(&self) -> Result<Vec<Section>, Refusal> {
        self.check()?;
        let mut sections = Vec::new();
        let mut scaler = |tag, parts: [&[N::Scalar]; 2], trivial: bool| {
            let mut payload = Vec::new();
            parts.iter().for_each(|part| put_numbers(&mut payload, part));
            if !trivial {
                sections.push((tag, payload));
            }
        };
        scaler(INPUTS, self.inputs.parts(), self.inputs == Scaler::identity());
        scaler(OUTPUTS, self.outputs.parts(), self.outputs == Scaler::identity());
        if !self.classes.is_empty() {
            let mut payload = (self.classes.len() as u32).to_le_bytes().to_vec();
            self.classes.iter().for_each(|class| put_text(&mut payload, class));
            sections.push((CLASSES, payload));
        }
        Ok(sections)
    }

    /// The model in the file `bytes`. A file that [`Save`] wrote is one too, with nothing scaled and no names.
    ///
    /// ```
    /// use constrata::{Model, prelude::*};
    /// network! { struct Cats: 2 => Dense<2, Softmax> }
    /// let model = Model { classes: vec!["young".into(), "old".into()], ..Model::new(Cats::zeros()) };
    /// assert_eq!(Model::try_from_bytes(&model.to_bytes()?)?, model);
    /// assert!(Model::<Cats>::try_from_bytes(&Cats::zeros().to_bytes())?.classes.is_empty());
    /// # Ok::<(), constrata::Error>(())
    /// ```
    ///
    /// # Errors
    /// [`Error::File`], where they are damaged, hold another network, or scalers or names that do not fit it.
    pub fn try_from_bytes(bytes: &[u8]) -> Result<Self, Error> {
        let mut model = Model::from(crate::boxed::<N>());
        super::read_sections(&mut *model.network, &sections::<true>(bytes)?)?;
        read_scaler(bytes, INPUTS, &mut model.inputs)?;
        read_scaler(bytes, OUTPUTS, &mut model.outputs)?;
        if let Some(mut payload) = Payload::of(bytes, CLASSES)? {
            for _ in 0..payload.u32()? {
                model.classes.push(payload.text()?.to_string());
            }
            payload.end()?;
        }
        model.check()?;
        Ok(model)
    }

    /// Writes the file `path`; whatever happens meanwhile, there is the old file or the new one, and never a part.
    ///
    /// # Errors
    /// As [`to_bytes`](Self::to_bytes); [`Error::Io`], where the folder cannot be written to.
    pub fn save(&self, path: impl AsRef<Path>) -> Result<(), Error> {
        disk::replace(path.as_ref(), &self.to_bytes()?)
    }

    /// The model in the file `path`.
    ///
    /// # Errors
    /// As [`try_from_bytes`](Self::try_from_bytes); [`Error::Io`], where the file cannot be read.
    pub fn load(path: impl AsRef<Path>) -> Result<Self, Error> {
        Self::try_from_bytes(&disk::read(path.as_ref())?)
    }
}

/// As [`Model::new`], of a network that is on the heap already.
impl<N: Network> From<Box<N>> for Model<N> {
    fn from(network: Box<N>) -> Self {
        Model { network, inputs: Scaler::identity(), outputs: Scaler::identity(), classes: Vec::new() }
    }
}

impl<N: Network + PartialEq> PartialEq for Model<N> {
    fn eq(&self, other: &Self) -> bool {
        let Model { network, inputs, outputs, classes } = other;
        self.network == *network
            && self.inputs == *inputs
            && self.outputs == *outputs
            && self.classes == *classes
    }
}

/// Reads a scaler, if there is one: shifts, then scales.
fn read_scaler<S: Shape, T: Float>(
    file: &[u8],
    tag: [u8; 4],
    scaler: &mut Scaler<S, T>,
) -> Result<(), Error> {
    let Some(mut payload) = Payload::of(file, tag)? else { return Ok(()) };
    let (found, wanted) = (payload.rest.len(), 2 * S::LEN * size_of::<T>());
    if found != wanted {
        return Err(Refusal::Bytes { tag, found, wanted }.into());
    }
    let [shift, scale] = scaler.parts_mut();
    payload.numbers(shift)?;
    payload.numbers(scale)?;
    if !shift.iter().chain(&*scale).all(|number| number.is_finite()) || scale.contains(&T::ZERO) {
        return Err(Refusal::Numbers { tag }.into());
    }
    Ok(())
}
