//! What a network wants to know of a layer besides its function.
//!
//! | trait | says |
//! |---|---|
//! | [`Parameters`] | where its numbers lie |
//! | [`Describe`] | its name, what it costs, what its parameters are called elsewhere, what folding leaves of it |
//! | [`Initialize`] | how it begins |
//! | [`Predict`] | how it predicts with its activation, and what is inside it |
//! | [`Learn`] | what it draws and keeps while it learns; of a layer with a gradient |
//!
//! `#[derive(Module)]` writes all of them for a struct that is a [`Layer`]; those which a layer writes itself are named:
//! `#[module(own(Initialize))]`.

pub(crate) mod called;
mod cost;
mod describe;
mod folded;
pub(crate) mod initialization;
mod initialize;
mod kind;
mod learn;
mod node;
mod predict;
mod summary;
mod tensor_spec;
pub(crate) mod text;

pub(crate) use called::called;
#[doc(hidden)]
pub use called::is_ours;
pub use cost::Cost;
pub use describe::Describe;
pub use folded::Folded;
pub(crate) use folded::{Form, Part};
pub use initialization::Initialization;
pub use initialize::Initialize;
pub use kind::Kind;
pub use learn::Learn;
pub use node::Node;
pub use predict::Predict;
pub use summary::{Row, Summary};
pub use tensor_spec::TensorSpec;
pub use text::Text;

use crate::{Layer, Parameters};

/// A layer with all that a network wants to know of it; what `#[derive(Module)]` writes.
///
/// The derive takes the name of the struct, its const parameters with it, unless one is given, and counts no multiply-adds:
/// `#[module(name = "Scale", macs = N)]`. With `own(..)` it leaves out what the layer implements itself.
///
/// ```
/// use constrata::{activation::Identity, layer::{Input, Output}, module::Initialize, nalgebra::SVector, prelude::*};
/// /// z = scale x
/// #[derive(Clone, Copy, Debug, PartialEq, Module)]
/// #[module(macs = N, own(Initialize))]
/// struct Scale<const N: usize> {
///     #[weights]
///     scale: SVector<f32, N>,
/// }
/// impl<const N: usize> Layer for Scale<N> {
///     type Scalar = f32;
///     type Input = Vector<N>;
///     type Output = Vector<N>;
///     type Activation = Identity;
///     fn infer<const B: usize>(&self, x: &Input<Self, B>, z: &mut Output<Self, B>) {
///         for b in 0..B {
///             for i in 0..N { z[b][i] = self.scale[i] * x[b][i]; }
///         }
///     }
/// }
/// impl<const N: usize> Initialize for Scale<N> {
///     fn initialize(&mut self, _: Option<Initialization>, _: &mut impl rand_core::Rng) {
///         self.scale.fill(1.0);
///     }
/// }
/// # use constrata::rand_core;
/// type Net = network!(3 => Scale<3> => Dense<2>);
/// assert_eq!(Net::ARCHITECTURE, "3 => Scale<3> => Dense<2, Identity>");
/// assert_eq!((Net::MACS, Net::random(&mut rand::rng()).first.scale.x), (3 + 3 * 2, 1.0));
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be part of a network",
    label = "is no `Module`",
    note = "a layer of your own has `#[derive(Clone, Copy, Module)]` and implements `Layer`"
)]
pub trait Module:
    Layer + Parameters<Number = <Self as Layer>::Scalar> + Describe + Initialize + Predict
{
    /// Whether it is one of this crate, or a network of layers.
    #[doc(hidden)]
    const OURS: bool = false;
    /// The name in that of a network: a layer called as one of this crate does not compile there.
    #[doc(hidden)]
    const CALLED: Text = called("a layer", Self::NAME, Self::OURS);
}
