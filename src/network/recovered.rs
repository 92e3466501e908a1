//! What `network!` in type position stands for after a mistake: so that one mistake stays one error.

use core::marker::PhantomData;

use crate::activation::Identity;
use crate::layer::{Input, Output};
use crate::{Layer, Module, Numbers, Scalar, Shape, Train};

/// The mistakes, `Self`, beside the type to go on with.
#[doc(hidden)]
pub trait Despite<N> {
    /// That type.
    type Network;
}

impl<Mistakes, N> Despite<N> for Mistakes {
    type Network = N;
}

/// A layer between two shapes that is never run: the program with the mistake does not compile.
#[doc(hidden)]
#[derive(Clone, Copy, Debug, Default, PartialEq, Module)]
#[module(name = "mistake")]
pub struct Recovered<In, Out, T> {
    shapes: PhantomData<(In, Out, T)>,
}

impl<In: Shape, Out: Numbers, T: Scalar> Layer for Recovered<In, Out, T> {
    type Scalar = T;
    type Input = In;
    type Output = Out;
    type Activation = Identity;
    fn infer<const B: usize>(&self, _x: &Input<Self, B>, _z: &mut Output<Self, B>) {}
}

impl<In: Shape, Out: Numbers, T: Scalar> Train for Recovered<In, Out, T> {
    type Tape<const B: usize> = ();
    fn backward<const B: usize>(
        &self,
        _x: &Input<Self, B>,
        _tape: &mut (),
        _dz: &Output<Self, B>,
        _dx: Option<&mut Input<Self, B>>,
        _gradient: &mut Self,
    ) {
    }
}
