//! Layers in a row by value: the type that `network!` in type position expands to.

use crate::activation::Differentiable;
use crate::memory::Flat;
use crate::module::Node;
use crate::scalar::float::Float;
use crate::shape::MatchesInput;
use crate::stack::Stacked;
use crate::{Learn, Module, Stream};

/// The first half of a network's layers and the second.
///
/// ```text
/// h = f(first(x))    z = rest(h)            dh = rest'(dz)    dx = first'(f'(h) dh)
/// ```
///
/// `network!(2 => Dense<8, Tanh> => Dense<1, Sigmoid>)` in type position is
/// `Chain<Dense<2, 8, Tanh, f32>, Dense<8, 1, Sigmoid, f32>>`; of more layers, a half of several is a [`Pair`], evenly nested. In
/// item position the macro writes a struct with named fields instead.
///
/// ```
/// use constrata::prelude::*;
/// type Xor = network!(2 => Dense<8, Tanh> => Dense<1, Sigmoid>);
/// let net = Xor::zeros();
/// assert_eq!(net.predict(&[1.0, 0.0]), [0.5]);
/// assert_eq!(net.first.bias.len(), 8);
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[repr(C)]
pub struct Chain<A: Module, Z: Module<Scalar = A::Scalar>>
where
    A::Output: MatchesInput<Z, Z::Input>,
{
    /// The first layer, or a [`Pair`] of the first ones.
    pub first: A,
    /// What follows it.
    pub rest: Z,
}

/// Layers in a row inside a longer [`Chain`].
///
/// ```
/// use constrata::prelude::*;
/// type Net = network!(2 => Dense<3, Tanh> => Dense<4, Tanh> => Dense<1>); // Chain<Pair<Dense, Dense>, Dense>
/// let net = Net::zeros();
/// assert_eq!((net.first.first.bias.len(), net.first.rest.bias.len(), net.rest.bias.len()), (3, 4, 1));
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[repr(C)]
pub struct Pair<A: Module, Z: Module<Scalar = A::Scalar>>
where
    A::Output: MatchesInput<Z, Z::Input>,
{
    /// The first layer, or a pair of the first ones.
    pub first: A,
    /// What follows it.
    pub rest: Z,
}

macro_rules! row_of_two {
    ($Row:ident $(, $modules:item)?) => {
        crate::__flat!([A: Module, Z: Module<Scalar = A::Scalar>] $Row<A, Z>, [A::Output: MatchesInput<Z, Z::Input>] { first: A, rest: Z });
        crate::__zeroable!([A: Module, Z: Module<Scalar = A::Scalar>] $Row<A, Z>, [A::Output: MatchesInput<Z, Z::Input>] { first: A, rest: Z });

        impl<A: Module, Z: Module<Scalar = A::Scalar>> Stacked for $Row<A, Z>
        where
            A::Output: MatchesInput<Z, Z::Input>,
        {
            type Layers = (A, Z);
            #[inline(always)]
            fn layers(&self) -> (&A, &Z) {
                (&self.first, &self.rest)
            }
            #[inline(always)]
            fn layers_mut(&mut self) -> (&mut A, &mut Z) {
                (&mut self.first, &mut self.rest)
            }
            $($modules)?
        }
        crate::__layer!(
            [A: Module, Z: Module<Scalar = A::Scalar>] $Row<A, Z>, [A::Output: MatchesInput<Z, Z::Input>,],
            learns [A: Learn<Activation: Differentiable>, Z: Learn<Scalar = A::Scalar>],
            streams [A: Stream, Z: Stream<Scalar = A::Scalar>]
        );
    };
}
row_of_two!(Chain);
row_of_two!(
    Pair,
    // a part of the network around it, and no network itself
    fn nodes(visit: &mut impl FnMut(Node)) {
        A::nodes(visit);
        Z::nodes(visit);
    }
);

impl<A: Module, Z: Module<Scalar = A::Scalar>> Chain<A, Z>
where
    A::Output: MatchesInput<Z, Z::Input>,
    Self: Flat,
    A::Scalar: Float,
{
    /// The network in `file`, read by the compiler: see [`file::from_bytes`](crate::file::from_bytes).
    ///
    /// ```
    /// use constrata::prelude::*;
    /// type Net = network!(2 => Dense<2, Tanh> => Dense<1>);
    /// let bytes = Net::zeros().to_bytes(); // a program has include_bytes!("net.net")
    /// assert_eq!(Net::from_bytes(&bytes), Net::zeros());
    /// ```
    #[track_caller]
    #[must_use]
    pub const fn from_bytes(file: &[u8]) -> Self {
        crate::file::from_bytes(file)
    }
}
