use crate::module::{Cost, Folded, Node, TensorSpec};
use crate::{Initialization, Layer, Parameters, Text};

/// What a layer is called, what it costs, what its parameters are called elsewhere, what folding leaves of it.
///
/// ```
/// use constrata::{module::Describe, prelude::*};
/// network! { struct Net: 3 => Dense<2, Relu> => Dense<1, Sigmoid> }
/// assert!(Net::NAME.as_str().starts_with("Dense<2, Relu> => "));
/// assert_eq!((Net::COST.macs, Net::COST.scratch_bytes), (3 * 2 + 2 * 1, 2 * size_of::<f32>()));
/// let mut names = Vec::new();
/// Net::nodes(&mut |node| names.extend(node.row().map(|row| row.layer)));
/// assert_eq!(names, ["Dense<2, Relu>", "Dense<1, Sigmoid>"]);
/// ```
#[diagnostic::on_unimplemented(
    message = "nothing says what `{Self}` is called and costs",
    label = "does not implement `Describe`",
    note = "`#[derive(Module)]` writes it"
)]
pub trait Describe: Layer + Parameters {
    /// The layer as the DSL writes it: `Dense<32, Relu>`; one of your own by another name than those of this crate.
    const NAME: Text;
    /// What it costs.
    const COST: Cost = Cost::NOTHING;
    /// Whether the layer predicts what it is given, as dropout does: then networks pass it over.
    ///
    /// ```
    /// use constrata::{module::Describe, prelude::*};
    /// type Net = network!(8 => Dropout<0.2> => Dense<4> => Dropout<0.5> => Dense<1>);
    /// assert_eq!(Net::COST.scratch_bytes, <network!(8 => Dense<4> => Dense<1>)>::COST.scratch_bytes);
    /// assert!(!Net::IS_IDENTITY && <constrata::layers::Dropout<Vector<8>, 1, 2>>::IS_IDENTITY);
    /// ```
    const IS_IDENTITY: bool = false;
    /// Where this layer serves as an activation: how the layer before it should draw its weights.
    ///
    /// ```
    /// use constrata::{layers::{Activate, Dense}, activation::Relu, module::Describe, prelude::*};
    /// assert_eq!(Activate::<Relu, Vector<8>>::INIT_HINT, Some(Initialization::HeUniform)); // `Dense<8> => Relu` is drawn as `Dense<8, Relu>`
    /// assert_eq!(Dense::<8, 8>::INIT_HINT, None);
    /// ```
    const INIT_HINT: Option<Initialization> = None;
    /// What PyTorch calls the slices of the parameters, for files of its kind; a slice without an entry is a vector called
    /// `parameter0`, `parameter1`, ..
    ///
    /// ```
    /// use constrata::{layers::Dense, module::{Describe, TensorSpec}};
    /// assert_eq!(Dense::<64, 10>::STATE_DICT, [TensorSpec::matrix("weight", 10, 64), TensorSpec::vector("bias", 10)]);
    /// ```
    const STATE_DICT: &'static [TensorSpec] = &[];
    /// What [`fold`](crate::Fold::fold) leaves of it: itself, where it says nothing else.
    ///
    /// ```
    /// use constrata::{layers::{Activate, BatchNorm}, activation::Relu, module::{Describe, Kind}, Vector};
    /// assert_eq!(BatchNorm::<Vector<8>, 8>::FOLDED.kind(), Kind::Norm); // it goes into the layer before it
    /// assert_eq!(Activate::<Relu, Vector<8>>::FOLDED.kind(), Kind::Other);
    /// ```
    const FOLDED: Folded = Folded::stays::<Self>();

    /// The layers inside, in order, with the networks and blocks they are in: for tables and for files of other libraries.
    fn nodes(visit: &mut impl FnMut(Node))
    where
        Self: Sized,
    {
        visit(Node::of::<Self>());
    }
}
