//! A network together with its scalers and names.

use bytemuck::Zeroable;

use super::{Features, Names};
use crate::data::Scaler;
use crate::layer::{Input, Output};
use crate::network::decision::Decision;
use crate::{Network, Numbers, Shape};

/// One sample going into a network, and one coming out.
pub(super) type In<N> = <<N as crate::Layer>::Input as Shape>::Sample<<N as crate::Layer>::Scalar>;
pub(super) type Out<N> = <<N as crate::Layer>::Output as Shape>::Sample<<N as crate::Layer>::Scalar>;

/// A network and what its numbers mean: it takes raw values and answers in raw values or class names, and all of it is one
/// file.
///
/// ```
/// use constrata::{Model, data::Scaler, prelude::*};
/// network! { struct Cats: 2 => Dense<2, Softmax> }
/// let ages_and_weights = [[1.0, 3.0], [9.0, 5.0]];
/// let inputs = Scaler::standard(&ages_and_weights)?;
/// let mut net = Cats::zeros(); // that is: train it on scaled samples
/// net.dense1.weights[(1, 0)] = 1.0;
/// let model = Model { inputs, classes: ["young", "old"].into_iter().collect(), ..Model::new(net) };
/// assert_eq!(model.class(&[12.0, 4.0]), Some("old"));
///
/// # let path = std::env::temp_dir().join("constrata-cats.net");
/// model.save(&path)?;
/// assert_eq!(*Model::<Cats>::load(&path)?, model);
/// assert!(Cats::load(&path).is_err()); // the network alone would lose the scaler
/// # std::fs::remove_file(path).ok();
/// # Ok::<(), constrata::Error>(())
/// ```
///
/// In firmware, the compiler reads the same file, and the model lies in flash; see [`Model::from_bytes`].
///
/// ```ignore
/// static CATS: Model<Cats> = Model::from_bytes(include_bytes!("cats.net"));
/// let name = CATS.class(&[12.0, 4.0]);
/// ```
#[derive(Clone, Debug)]
#[cfg_attr(all(feature = "serde", feature = "std"), derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(
    all(feature = "serde", feature = "std"),
    serde(bound(
        serialize = "N: serde::Serialize, N::Scalar: serde::Serialize",
        deserialize = "N: serde::Deserialize<'de>, N::Scalar: serde::Deserialize<'de>"
    ))
)]
pub struct Model<N: Network> {
    /// The network, which takes and gives scaled values.
    pub network: N,
    /// What raw inputs are scaled by.
    pub inputs: Scaler<N::Input, N::Scalar>,
    /// What the targets were scaled by, where they are numbers.
    pub outputs: Scaler<N::Output, N::Scalar>,
    /// The names of the classes: one for each output, or two where a single output is the probability of the second; none
    /// where the outputs are no classes.
    pub classes: Names,
    /// The names of the inputs' numbers, in order, by which other data are matched; none where they have no names.
    #[cfg_attr(all(feature = "serde", feature = "std"), serde(default = "Features::none"))]
    pub features: Features,
}

impl<N: Network> Model<N> {
    /// The most stack that answering takes, on a 32-bit microcontroller: that of the [network](Network::STACK_BYTES), and its
    /// input and output, raw and scaled.
    ///
    /// ```
    /// use constrata::{Model, prelude::*};
    /// type Net = network!(4 => Dense<3, Softmax>);
    /// assert_eq!(Model::<Net>::STACK_BYTES, Net::STACK_BYTES + 2 * 4 * (4 + 3));
    /// ```
    pub const STACK_BYTES: usize =
        N::STACK_BYTES + 2 * (N::Input::LEN + N::Output::LEN) * size_of::<N::Scalar>();

    /// The network as it is: nothing is scaled or has a name.
    pub fn new(network: N) -> Self {
        Model {
            network,
            inputs: Scaler::identity(),
            outputs: Scaler::identity(),
            classes: Names::of(&[]),
            features: Features::none(),
        }
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
        let [output] = output;
        // 0 + -0 is 0
        if self.outputs.is_identity() { output } else { self.outputs.unscale(&output) }
    }

    /// The class a raw sample most likely belongs to, by its number; none where the answer is NaN, or where there is one for each step of
    /// a sequence.
    ///
    /// ```
    /// use constrata::{Model, prelude::*};
    /// let model = Model::new(<network!(2 => Dense<3, Softmax>)>::zeros());
    /// assert_eq!((model.class_index(&[1.0, 2.0]), model.class(&[1.0, 2.0])), (Some(0), None)); // the names are not known
    /// ```
    #[must_use]
    pub fn class_index(&self, raw: &In<N>) -> Option<usize> {
        if N::Output::ROW != N::Output::LEN {
            return None;
        }
        let output = self.predict(raw);
        Decision::of::<N>().class(N::Output::flat(core::slice::from_ref(&output)))
    }

    /// The name of the class a raw sample most likely belongs to, as [`predict_classes`](crate::train::predict_classes) has it: where the
    /// output is largest; of one output, the second where it is above 1/2, or where it is a logit above 0. None where classes have no
    /// names, or the answer is NaN.
    #[must_use]
    pub fn class(&self, raw: &In<N>) -> Option<&str> {
        self.classes.get(self.class_index(raw)?)
    }
}

impl<N: Network + PartialEq> PartialEq for Model<N> {
    fn eq(&self, other: &Self) -> bool {
        let Model { network, inputs, outputs, classes, features } = other;
        self.network == *network
            && self.inputs == *inputs
            && self.outputs == *outputs
            && self.classes == *classes
            && self.features == *features
    }
}
