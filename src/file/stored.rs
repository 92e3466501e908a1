//! Models in files.

use std::boxed::Box;
use std::path::Path;
use std::vec::Vec;

use super::extra::{Payload, Section, put_numbers, put_text, section, with_sections};
use super::sections::{CLASSES, FEATURES, INPUTS, OUTPUTS, sections};
use super::{Features, Float, Names, Refusal, Save, disk, features, names};
use crate::data::Scaler;
use crate::{Error, Model, Network, Numbers, Shape, memory};

impl<N: Network<Input: Numbers>> Model<N> {
    /// A model on the heap with all parameters 0 that scales nothing, made there: no part of a big network crosses the stack.
    ///
    /// ```
    /// use constrata::{Model, prelude::*};
    /// network! { struct Big: 512 => Dense<1000, Relu> => Dense<1> }
    /// let mut model: Box<Model<Big>> = Model::boxed();
    /// model.network.initialize(None, &mut rand::rng()); // and train it, where it lies
    /// ```
    #[must_use]
    pub fn boxed() -> Box<Self> {
        memory::boxed!(Model<N> {
            network,
            inputs: Scaler::identity(),
            outputs: Scaler::identity(),
            classes: Names::of(&[]),
            features: Features::none(),
        })
    }

    /// That there is a name for each input and output, or none at all.
    pub(super) fn check(&self) -> Result<(), Refusal> {
        let (found, wanted) = (self.classes.len(), N::Output::ROW.max(2));
        if found != 0 && found != wanted {
            return Err(Refusal::Classes { found, wanted });
        }
        let (found, wanted) = (self.features.to_vec().len(), N::Input::LEN);
        if found == 0 || found == wanted { Ok(()) } else { Err(Refusal::Features { found, wanted }) }
    }
}

/// As [`Model::new`], of a network on the heap, which is copied there.
impl<N: Network<Input: Numbers>> From<Box<N>> for Box<Model<N>> {
    fn from(network: Box<N>) -> Self {
        let mut model = Model::<N>::boxed();
        for index in 0..N::TENSORS {
            model.network.tensor_mut(index).copy_from_slice(network.tensor(index));
        }
        model
    }
}

impl<N: Save<Input: Numbers>> Model<N>
where
    N::Scalar: Float,
{
    /// The file as bytes: the network's, with sections for what is not trivial.
    ///
    /// ```
    /// use constrata::{Model, file::Names, prelude::*};
    /// let mut model = Model::new(<network!(2 => Dense<3, Softmax>)>::zeros());
    /// model.classes = Names::of(&["one name"]);
    /// assert_eq!(model.to_bytes().unwrap_err().to_string(), "1 names of classes, where this network tells 3 apart");
    /// ```
    ///
    /// # Errors
    /// [`Error::File`], where there are class or feature names, but not as many as outputs or inputs.
    pub fn to_bytes(&self) -> Result<Vec<u8>, Error> {
        super::refusal::counted(&self.network)?;
        Ok(with_sections(self.network.to_bytes(), &self.sections()?)?)
    }

    fn sections(&self) -> Result<Vec<Section>, Refusal> {
        self.check()?;
        let mut sections = Vec::new();
        let mut scaler = |tag, parts: [&[N::Scalar]; 2], trivial: bool| {
            let mut payload = Vec::new();
            parts.iter().for_each(|part| put_numbers(&mut payload, part));
            if !trivial {
                sections.push((tag, payload));
            }
        };
        scaler(INPUTS, self.inputs.parts(), self.inputs.is_identity());
        scaler(OUTPUTS, self.outputs.parts(), self.outputs.is_identity());
        if !self.classes.is_empty() {
            let mut payload = (self.classes.len() as u32).to_le_bytes().to_vec();
            self.classes.iter().for_each(|class| put_text(&mut payload, class));
            sections.push((CLASSES, payload));
        }
        let features = self.features.section();
        if features::count(&features) > Some(0) {
            sections.push((FEATURES, features));
        }
        Ok(sections)
    }

    /// The model in the file `bytes`. A file that [`Save`] wrote is one too, with nothing scaled and no names.
    ///
    /// ```
    /// use constrata::{Model, file::Names, prelude::*};
    /// network! { struct Cats: 2 => Dense<2, Softmax> }
    /// let model = Model { classes: Names::of(&["young", "old"]), ..Model::new(Cats::zeros()) };
    /// assert_eq!(Model::try_from_bytes(&model.to_bytes()?)?, model);
    /// assert!(Model::<Cats>::try_from_bytes(&Cats::zeros().to_bytes())?.classes.is_empty());
    /// # Ok::<(), constrata::Error>(())
    /// ```
    ///
    /// # Errors
    /// [`Error::File`], where they are damaged, hold another network, or scalers or names that do not fit it.
    pub fn try_from_bytes(bytes: &[u8]) -> Result<Self, Error> {
        let mut model = Model::new(N::zeros());
        model.read(bytes)?;
        Ok(model)
    }

    /// The same on the heap, made there: no part of a big network crosses the stack.
    ///
    /// ```
    /// use constrata::{Model, prelude::*};
    /// network! { struct Big: 512 => Dense<1000, Relu> => Dense<1> }
    /// let bytes = Model::<Big>::boxed().to_bytes()?;
    /// let model: Box<Model<Big>> = Model::boxed_from_bytes(&bytes)?;
    /// assert_eq!(model.predict(&[1.0; 512]), [0.0]);
    /// # Ok::<(), constrata::Error>(())
    /// ```
    ///
    /// # Errors
    /// As [`try_from_bytes`](Self::try_from_bytes).
    pub fn boxed_from_bytes(bytes: &[u8]) -> Result<Box<Self>, Error> {
        let mut model = Model::boxed();
        model.read(bytes)?;
        Ok(model)
    }

    /// Reads the file `bytes`, where infinities and NaN among the network's parameters are meant, or are to be looked at.
    ///
    /// ```
    /// use constrata::{Model, prelude::*};
    /// network! { struct Line: 1 => Dense<1> }
    /// let (mut diverged, mut read) = (Model::new(Line::zeros()), Model::new(Line::zeros()));
    /// diverged.network.dense1.bias[0] = f32::NAN;
    /// let file = diverged.to_bytes()?;
    /// assert!(Model::<Line>::try_from_bytes(&file).is_err());
    /// read.read_allowing_nan(&file)?;
    /// assert!(read.network.dense1.bias[0].is_nan());
    /// # Ok::<(), constrata::Error>(())
    /// ```
    ///
    /// # Errors
    /// As [`try_from_bytes`](Self::try_from_bytes) for all else.
    pub fn read_allowing_nan(&mut self, bytes: &[u8]) -> Result<(), Error> {
        self.read_sections::<true>(bytes)
    }

    fn read(&mut self, bytes: &[u8]) -> Result<(), Error> {
        self.read_sections::<false>(bytes)
    }

    fn read_sections<const NAN: bool>(&mut self, bytes: &[u8]) -> Result<(), Error> {
        super::read_sections::<N, NAN>(&mut self.network, &sections::<true>(bytes)?)?;
        read_scaler(bytes, INPUTS, &mut self.inputs)?;
        read_scaler(bytes, OUTPUTS, &mut self.outputs)?;
        if let Some(classes) = section(bytes, CLASSES)? {
            if !names::are_names(classes) {
                return Err(Refusal::Section { tag: CLASSES }.into());
            }
            let mut payload = Payload { tag: CLASSES, rest: classes };
            let texts = (0..payload.u32()?).map(|_| payload.text()).collect::<Result<Vec<_>, _>>()?;
            self.classes = texts.into_iter().collect();
        }
        if let Some(section) = section(bytes, FEATURES)? {
            if features::count(section).is_none() {
                return Err(Refusal::Section { tag: FEATURES }.into());
            }
            self.features = Features::from(features::read(section));
        }
        Ok(self.check()?)
    }

    /// Writes the file `path`; whatever happens meanwhile, there is the old file or the new one, and never a part.
    ///
    /// # Errors
    /// As [`to_bytes`](Self::to_bytes); [`Error::Io`], where the folder cannot be written to.
    pub fn save(&self, path: impl AsRef<Path>) -> Result<(), Error> {
        disk::replace(path.as_ref(), &self.to_bytes()?)
    }

    /// The model in the file `path`; on the heap, as it may be big.
    ///
    /// # Errors
    /// As [`try_from_bytes`](Self::try_from_bytes); [`Error::Io`], where the file cannot be read.
    pub fn load(path: impl AsRef<Path>) -> Result<Box<Self>, Error> {
        Self::boxed_from_bytes(&disk::read_network(path.as_ref())?).map_err(Error::at(path.as_ref()))
    }
}

/// Reads a scaler, if there is one: shifts, then scales.
fn read_scaler<S: Numbers, T: Float>(
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
