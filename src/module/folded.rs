//! What folding makes of a layer, and of layers in a row.

use super::node::Named;
use super::{Describe, Kind};
use crate::Text;
use crate::activation::Activation;

/// What [`fold`](crate::Fold::fold) leaves of a layer: see [`Describe::FOLDED`].
///
/// An affine layer of your own takes the norm behind it:
///
/// ```
/// use constrata::{activation::{Identity, Relu}, layer::{Input, Output}, module::{Describe, Folded}, nalgebra::SVector, prelude::*};
/// /// z = scale x + shift
/// #[derive(Clone, Copy, Debug, PartialEq, Module)]
/// #[module(own(Describe))]
/// #[repr(C)]
/// struct Scale<A> {
///     #[weights]
///     scale: SVector<f32, 3>,
///     #[bias]
///     shift: SVector<f32, 3>,
///     activation: std::marker::PhantomData<A>,
/// }
/// impl<A: Activation> Layer for Scale<A> {
///     type Scalar = f32;
///     type Input = Vector<3>;
///     type Output = Vector<3>;
///     type Activation = A;
///     fn infer<const B: usize>(&self, x: &Input<Self, B>, z: &mut Output<Self, B>) {
///         for b in 0..B { for i in 0..3 { z[b][i] = self.scale[i] * x[b][i] + self.shift[i]; } }
///     }
/// }
/// impl<A: Activation> Describe for Scale<A> {
///     const NAME: Text = Text::new("Scale<").join(&A::NAME).text(">");
///     // with the activation of the norm in between, it is called so
///     const FOLDED: Folded = Folded::affine::<Self>(const { &[Text::new("Scale<"), Text::new(">")] });
/// }
/// network! { struct Learns: 3 => Scale<Identity> => BatchNorm<Relu> }
/// network! { struct Runs: 3 => Scale<Relu> }
/// let mut net = Learns::random(&mut rand::rng()); // a fresh norm: mean 0, variance 1
/// (net.scale1.scale, net.batch_norm2.scale) = (SVector::from([2.0; 3]), SVector::from([3.0; 3]));
/// let runs: Runs = net.fold();
/// assert!((runs.scale1.scale.x - 6.0).abs() < 1e-3);
/// assert!((runs.predict(&[0.5; 3])[0] - net.predict(&[0.5; 3])[0]).abs() < 1e-5);
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Folded(pub(crate) Form);

/// A row of layers as a tree: compositions refer to what they are composed of, so that none costs anything until somebody folds.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Form {
    /// A layer that stays as it is, by name.
    Stays(&'static Text),
    /// A layer with weights and a bias. Without an activation it takes a norm, whose activation then stands between the two texts.
    Affine { name: &'static Text, with: &'static [Text; 2], activation: bool },
    /// A norm, which goes into such a layer with its activation; the last one where it `activates`.
    Norm { name: &'static Text, activation: &'static Text, activates: bool },
    /// Goes.
    Dropout(&'static Text),
    /// One row behind the other.
    Row([&'static Folded; 2]),
    /// A layer that has others in brackets.
    Block(&'static [Part]),
}

/// A part of what a block is called.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Part {
    Word(&'static str),
    Text(&'static Text),
    /// A row of layers, which begins here.
    Layers(&'static Folded),
}

impl Folded {
    /// It stays as it is.
    ///
    /// ```
    /// use constrata::{activation::Relu, layers::Activate, module::{Describe, Folded, Kind}, Vector};
    /// assert_eq!(Folded::stays::<Activate<Relu, Vector<4>>>().kind(), Kind::Other);
    /// ```
    #[must_use]
    pub const fn stays<L: Describe>() -> Self {
        Folded(Form::Stays(const { &L::NAME }))
    }

    /// It takes the norm behind it, where it has no activation: `W' = f W, b' = f (b - mean) + shift`. Its first slice of
    /// parameters are the weights, a row for each channel that comes out, column by column; its second is the bias, without
    /// numbers where it has none. `with` are the two texts between which the name of the norm's activation makes the name of the
    /// layer that is left, which has a bias.
    ///
    /// ```
    /// use constrata::{Text, layers::Dense, module::{Describe, Folded, Kind}};
    /// const DENSE: Folded = Folded::affine::<Dense<3, 2>>(const { &[Text::new("Dense<2, "), Text::new(">")] });
    /// assert_eq!(DENSE.kind(), Kind::Affine);
    /// ```
    ///
    /// # Panics
    ///
    /// While compiling: where the layer has another number of slices.
    #[must_use]
    pub const fn affine<L: Describe>(with: &'static [Text; 2]) -> Self {
        assert!(
            L::TENSORS == 2,
            "a layer that takes a norm has two slices of parameters: weights and a bias"
        );
        Folded(Form::Affine { name: const { &L::NAME }, with, activation: Named::<L>::ACTIVATION })
    }

    /// It goes without a trace.
    ///
    /// ```
    /// use constrata::{Vector, layers::Dropout, module::{Folded, Kind}};
    /// assert_eq!(Folded::goes::<Dropout<Vector<4>, 1, 2>>().kind(), Kind::Dropout);
    /// ```
    ///
    /// # Panics
    ///
    /// While compiling: where the layer has parameters, or predicts another thing than what it is given
    /// ([`IS_IDENTITY`](Describe::IS_IDENTITY)).
    #[must_use]
    pub const fn goes<L: Describe>() -> Self {
        assert!(
            L::TENSORS == 0 && L::IS_IDENTITY,
            "a layer that goes has no parameters, and `IS_IDENTITY` is true"
        );
        Folded(Form::Dropout(const { &L::NAME }))
    }

    /// It goes into the layer before it; its slices are scale, shift, mean, variance.
    pub(crate) const fn norm<L: Describe>() -> Self {
        let activation = const { &<L::Activation as Activation>::CALLED };
        Folded(Form::Norm { name: const { &L::NAME }, activation, activates: Named::<L>::ACTIVATION })
    }

    /// What kind of layer that is.
    ///
    /// ```
    /// use constrata::{layers::Dense, module::{Describe, Kind}};
    /// assert_eq!(Dense::<3, 2>::FOLDED.kind(), Kind::Affine);
    /// ```
    #[must_use]
    pub const fn kind(&self) -> Kind {
        match self.0 {
            Form::Affine { .. } => Kind::Affine,
            Form::Norm { .. } => Kind::Norm,
            Form::Dropout(_) => Kind::Dropout,
            Form::Stays(_) | Form::Row(_) | Form::Block(_) => Kind::Other,
        }
    }
}
