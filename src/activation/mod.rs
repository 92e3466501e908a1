//! Activation functions: what stands between two layers, `y = f(z)`.
//!
//! A layer carries its activation in its type (`Dense<32, Relu>`), and its derivative is written in terms of
//! the output `y`, which training keeps anyway. Functions whose derivative needs the input, or that have
//! parameters of their own, are layers: see [`Gelu`], [`Silu`], [`Softplus`] and
//! [`layers`](crate::layers)' `PRelu`, `Swish`, `Maxout`. The DSL writes both alike.
//!
//! | in the DSL | y | dy/dz | |
//! |---|---|---|---|
//! | `Identity` | z | 1 | [`Identity`] |
//! | `Step` | 1 if z >= 0 else 0 | none: predicts only | [`Step`] |
//! | `Sigmoid` | 1 / (1 + e^-z) | y (1 - y) | [`Sigmoid`] |
//! | `Tanh` | (e^z - e^-z) / (e^z + e^-z) | 1 - y^2 | [`Tanh`] |
//! | `HardSigmoid` | clamp(z / 4 + 1/2, 0, 1) | 1/4 inside | [`HardSigmoid`] |
//! | `HardSigmoid6` | clamp(z / 6 + 1/2, 0, 1) | 1/6 inside | [`HardSigmoid6`] |
//! | `HardTanh` | clamp(z, -1, 1) | 1 inside | [`HardTanh`] |
//! | `Relu` | max(0, z) | 1 if y > 0 else 0 | [`Relu`] |
//! | `LeakyRelu<0.01>` | z if z > 0 else 0.01 z | 1 if y > 0 else 0.01 | [`LeakyRelu`] |
//! | `Elu<1.0>` | z if z > 0 else alpha (e^z - 1) | 1 if y > 0 else y + alpha | [`Elu`] |
//! | `Softmax` | e^z_i / sum_j e^z_j | y_i (dy_i - sum_j y_j dy_j) | [`Softmax`] |
//! | `Softplus` | ln(1 + e^z) | 1 / (1 + e^-z) | [`Softplus`] |
//! | `Silu` | z sigmoid(z) | s + z s (1 - s) | [`Silu`] |
//! | `Gelu`, `GeluTanh`, `GeluSigmoid` | z P(Z <= z) and its two approximations | | [`Gelu`] |
//! | `PRelu`, `Swish`, `Maxout<K>` | with parameters, or from K inputs | | [`layers`](crate::layers) |

mod elu;
mod gelu;
mod hard_sigmoid;
mod hard_tanh;
mod identity;
mod leaky_relu;
mod relu;
mod sigmoid;
pub(crate) mod silu;
pub(crate) mod softmax;
mod softplus;
mod step;
mod tanh;

pub use elu::Elu;
pub use gelu::{Gelu, GeluSigmoid, GeluTanh};
pub use hard_sigmoid::{HardSigmoid, HardSigmoid6};
pub use hard_tanh::HardTanh;
pub use identity::Identity;
pub use leaky_relu::LeakyRelu;
pub use relu::Relu;
pub use sigmoid::Sigmoid;
pub use silu::Silu;
pub use softmax::Softmax;
pub use softplus::Softplus;
pub use step::Step;
pub use tanh::Tanh;

use crate::module::called;
use core::fmt::Debug;
use core::marker::PhantomData;

use crate::kernel::{Epilogue, Work, apply_epilogue, launch};
use crate::{Initialization, Scalar, Text};

/// A function applied to what a layer computes.
///
/// ```
/// use constrata::activation::{Activation, Softmax};
/// let mut z = [0.0_f32, 0.0, 3.0, 3.0]; // two samples of two
/// Softmax::apply(&mut z, 2);
/// assert_eq!(z, [0.5; 4]);
/// assert_eq!(Softmax::NAME.as_str(), "Softmax");
/// assert_eq!(Softmax::INITIALIZATION, constrata::Initialization::GlorotUniform);
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not an activation function",
    label = "not an activation function",
    note = "the built-in ones are listed in `constrata::activation`; one of your own implements `Elementwise`"
)]
pub trait Activation: Copy + Debug + Default + PartialEq + Send + Sync + 'static {
    /// The activation as the DSL writes it: by another name than those of this crate.
    const NAME: Text;
    /// How a layer before it draws its weights.
    const INITIALIZATION: Initialization;
    /// Whether it is one of this crate.
    #[doc(hidden)]
    const OURS: bool = false;
    /// The name in that of a layer: an activation called as one of this crate does not compile there.
    #[doc(hidden)]
    const CALLED: Text = called("an activation", Self::NAME, Self::OURS);
    /// `y = f(z)` in place, over samples, or steps of a sequence, of `width` numbers: a plain loop that a kernel compiles into its own, so
    /// `#[inline(always)]`, as all that it calls.
    ///
    /// ```
    /// use constrata::activation::{Activation, HardTanh};
    /// let mut z = [-2.0_f32, 0.5, 2.0];
    /// HardTanh::compute(&mut z, 3);
    /// assert_eq!(z, [-1.0, 0.5, 1.0]);
    /// ```
    fn compute<T: Scalar>(z: &mut [T], width: usize);
    /// `y = f(z)` in place, over samples of `width` numbers, by the best instructions of the machine.
    #[inline(always)]
    fn apply<T: Scalar>(z: &mut [T], width: usize) {
        apply_epilogue::<Self, T>(z, width);
    }

    /// The same in C, of the array `z`: by its own formula, where each number is treated alone. See [`export`](crate::export).
    ///
    /// ```
    /// use constrata::{export::Export, prelude::*};
    /// let net = <network!(1 => Dense<1, Relu>)>::zeros();
    /// assert!(net.to_c("net").contains("y[i] = net_relu(y[i])"));
    /// ```
    #[cfg(feature = "std")]
    fn c(c: &mut crate::c::C, z: &str, width: usize) {
        c.activation::<Self>(z, width);
    }
}

/// Kernels compute every activation with the product before it.
#[diagnostic::do_not_recommend]
impl<A: Activation> Epilogue for A {
    #[inline(always)]
    fn run<T: Scalar>(z: &mut [T], width: usize) {
        A::compute(z, width);
    }
}

/// An activation that training can pass through.
///
/// ```
/// use constrata::activation::{Differentiable, Relu};
/// let (y, mut dy) = ([0.0_f32, 2.0], [5.0, 5.0]);
/// Relu::backward(&y, &mut dy, 2); // nothing passes where nothing came out
/// assert_eq!(dy, [0.0, 5.0]);
/// ```
#[diagnostic::on_unimplemented(
    message = "a network that ends in or passes through `{Self}` cannot be trained: `{Self}` has no gradient",
    label = "cannot be trained",
    note = "`Step` is flat, so nothing before it would ever learn; train with `Sigmoid` or `HardSigmoid`, predict with `Step`"
)]
pub trait Differentiable: Activation {
    /// `dz = f'(y) dy` in place, over samples of `width` numbers.
    fn backward<T: Scalar>(y: &[T], dy: &mut [T], width: usize);
}

/// An activation that treats every number alone, with its derivative in terms of its output.
///
/// ```
/// use constrata::prelude::*;
/// /// y = z / (1 + |z|) (softsign); dy/dz = (1 - |y|)^2
/// #[derive(Clone, Copy, Debug, Default, PartialEq)]
/// struct Softsign;
/// impl Elementwise for Softsign {
///     const NAME: Text = Text::new("Softsign");
///     fn value<T: Scalar>(z: T) -> T { z / (T::ONE + z.abs()) }
///     fn derivative<T: Scalar>(y: T) -> T { (T::ONE - y.abs()) * (T::ONE - y.abs()) }
/// }
/// network! { struct Net: 2 => Dense<4, Softsign> => Dense<1> }
/// let net = Net::random(&mut rand::rng());
/// assert!(net.predict(&[0.1, 0.2])[0].is_finite());
/// ```
pub trait Elementwise: Copy + Debug + Default + PartialEq + Send + Sync + 'static {
    /// The activation as the DSL writes it: by another name than those of this crate.
    const NAME: Text;
    /// How a layer before it draws its weights.
    ///
    /// ```
    /// use constrata::{Initialization, activation::{Elementwise, Relu, Tanh}};
    /// assert_eq!(<Tanh as Elementwise>::INITIALIZATION, Initialization::GlorotUniform);
    /// assert_eq!(<Relu as Elementwise>::INITIALIZATION, Initialization::HeUniform);
    /// ```
    const INITIALIZATION: Initialization = Initialization::GlorotUniform;
    /// Whether it is one of this crate.
    #[doc(hidden)]
    const OURS: bool = false;
    /// `y = f(z)`.
    fn value<T: Scalar>(z: T) -> T;
    /// `dy/dz = f'(z)`, given `y = f(z)`.
    fn derivative<T: Scalar>(y: T) -> T;
}

#[diagnostic::do_not_recommend]
impl<E: Elementwise> Activation for E {
    const NAME: Text = <E as Elementwise>::NAME;
    const INITIALIZATION: Initialization = <E as Elementwise>::INITIALIZATION;
    const OURS: bool = <E as Elementwise>::OURS;
    #[inline(always)]
    fn compute<T: Scalar>(z: &mut [T], _width: usize) {
        for z in z {
            *z = E::value(*z);
        }
    }
}

#[diagnostic::do_not_recommend]
impl<E: Elementwise> Differentiable for E {
    #[inline(always)]
    fn backward<T: Scalar>(y: &[T], dy: &mut [T], _width: usize) {
        launch(y.len(), Backward::<E, T>(y, dy, PhantomData));
    }
}

/// Compiles for activations only: the macro asks it of a type of the user's.
#[doc(hidden)]
pub const fn is_activation<A: Activation>() {}

struct Backward<'a, E, T>(&'a [T], &'a mut [T], PhantomData<E>);
impl<E: Elementwise, T: Scalar> Work for Backward<'_, E, T> {
    type Output = ();
    #[inline(always)]
    fn run(self) {
        for (y, dy) in self.0.iter().zip(self.1) {
            *dy *= E::derivative(*y);
        }
    }
}

/// A function of one number whose derivative is written in terms of its input; the layer
/// [`Pointwise`](crate::layers::Pointwise) applies it.
///
/// Implement it as [`Elementwise`], and put `Pointwise<Mish, Vector<N>>` (the shape and the function) into
/// a network.
///
/// ```
/// use constrata::activation::{Function, Silu};
/// assert_eq!(Silu::value(0.0), 0.0);
/// assert_eq!(Silu::derivative(0.0), 0.5);
/// ```
///
/// ```
/// use constrata::prelude::*;
/// use constrata::layers::Pointwise;
/// /// y = z^2
/// #[derive(Clone, Copy, Debug, Default, PartialEq)]
/// struct Square;
/// impl Function for Square {
///     const NAME: Text = Text::new("Square");
///     const INITIALIZATION: Initialization = Initialization::GlorotUniform; // He's, where nothing is said
///     fn value<T: Scalar>(z: T) -> T { z * z }
///     fn derivative<T: Scalar>(z: T) -> T { z + z }
/// }
/// network! { struct Net: 2 => Dense<3> => Pointwise<Square, Vector<3>> => Dense<1> }
/// assert_eq!(Net::ARCHITECTURE, "2 => Dense<3, Identity> => Square => Dense<1, Identity>");
/// ```
pub trait Function: Copy + Debug + Default + PartialEq + Send + Sync + 'static {
    /// The function as the DSL writes it: by another name than those of this crate.
    const NAME: Text;
    /// How a layer before it draws its weights.
    const INITIALIZATION: Initialization = Initialization::HeUniform;
    /// Whether it is one of this crate.
    #[doc(hidden)]
    const OURS: bool = false;
    /// The name as a layer: a function called as one of this crate does not compile there.
    #[doc(hidden)]
    const CALLED: Text = called("an activation", Self::NAME, Self::OURS);
    /// `y = f(z)`.
    fn value<T: Scalar>(z: T) -> T;
    /// `dy/dz = f'(z)`.
    fn derivative<T: Scalar>(z: T) -> T;
}
