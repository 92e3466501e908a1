//! A network: what lends its layers as a row.

use rand_core::Rng;

use super::{Stack, TrainStack};
use crate::layer::{Input, Output};
use crate::modules::Module;
use crate::summary::Row;
use crate::{Feeds, Initialization, Layer, Parameters, Role, Text, Train};

/// A struct of layers, which is a layer: what `network!` writes of it.
#[doc(hidden)]
pub trait Stacked: bytemuck::Zeroable + Send + Sync {
    /// The layers in a row, evenly nested.
    type Layers: Stack;
    fn layers(&self) -> <Self::Layers as Stack>::Refs<'_>;
    fn layers_mut(&mut self) -> <Self::Layers as Stack>::Muts<'_>;
    fn modules(visit: &mut impl FnMut(Module)) {
        visit(Module::Open);
        Self::Layers::modules(visit);
        visit(Module::Close);
    }
}

/// So many layers are inlined whole, as a kernel of all of them has to be.
const FEW: usize = 8;

#[diagnostic::do_not_recommend]
impl<N: Stacked> Parameters for N {
    type Scalar = <N::Layers as Stack>::Scalar;
    const TENSORS: usize = N::Layers::TENSORS;
    const PARAMETERS: usize = N::Layers::PARAMETERS;
    const BUFFERS: usize = N::Layers::BUFFERS;
    #[inline]
    fn tensor(&self, index: usize) -> &[Self::Scalar] {
        N::Layers::tensor(self.layers(), index)
    }
    #[inline]
    fn tensor_mut(&mut self, index: usize) -> &mut [Self::Scalar] {
        N::Layers::tensor_mut(self.layers_mut(), index)
    }
    #[inline]
    fn role(index: usize) -> Role {
        N::Layers::role(index)
    }
}

#[diagnostic::do_not_recommend]
impl<N: Stacked> Layer for N {
    type Input = <N::Layers as Stack>::Input;
    type Output = <N::Layers as Stack>::Output;
    type Activation = <N::Layers as Stack>::Activation;
    const NAME: Text = N::Layers::NAME;
    const MACS: usize = N::Layers::MACS;
    const SCRATCH: usize = N::Layers::SCRATCH;
    const LOCALS: usize = N::Layers::LOCALS;
    const SAME: bool = N::Layers::SAME;
    const SUITS: Option<Initialization> = N::Layers::SUITS;

    #[cfg_attr(target_pointer_width = "64", inline(always))]
    #[cfg_attr(target_pointer_width = "32", inline)]
    fn infer<const B: usize>(&self, x: &Input<Self, B>, z: &mut Output<Self, B>) {
        if const { N::Layers::LAYERS <= FEW } {
            N::Layers::infer(self.layers(), x, z);
        } else {
            infer(self, x, z);
        }
    }

    #[inline(always)]
    fn same<const B: usize>(x: &Input<Self, B>) -> Option<&Output<Self, B>> {
        N::Layers::same(x)
    }

    #[cfg_attr(target_pointer_width = "64", inline(always))]
    #[cfg_attr(target_pointer_width = "32", inline)]
    fn activate_as<const FUSED: bool, const B: usize>(&self, x: &Input<Self, B>, y: &mut Output<Self, B>) {
        if const { N::Layers::LAYERS <= FEW } {
            N::Layers::activate_as::<FUSED, B>(self.layers(), x, y);
        } else {
            activate::<N, FUSED, B>(self, x, y);
        }
    }

    fn inspect<const B: usize>(
        &self,
        x: &Input<Self, B>,
        y: &mut Output<Self, B>,
        visit: &mut impl FnMut(Row, &[Self::Scalar]),
    ) {
        N::Layers::inspect(self.layers(), x, y, visit);
    }

    fn initialize(&mut self, with: Option<Initialization>, rng: &mut impl Rng) {
        N::Layers::initialize(self.layers_mut(), with, None, rng);
    }

    fn rows(visit: &mut impl FnMut(Row)) {
        N::Layers::rows(visit);
    }

    fn modules(visit: &mut impl FnMut(Module)) {
        <N as Stacked>::modules(visit);
    }
}

/// Many layers, compiled once.
#[inline]
fn infer<N: Stacked, const B: usize>(network: &N, x: &Input<N, B>, z: &mut Output<N, B>) {
    N::Layers::infer(network.layers(), x, z);
}

/// Many layers, compiled once.
#[inline]
fn activate<N: Stacked, const FUSED: bool, const B: usize>(
    network: &N,
    x: &Input<N, B>,
    y: &mut Output<N, B>,
) {
    N::Layers::activate_as::<FUSED, B>(network.layers(), x, y);
}

#[diagnostic::do_not_recommend]
impl<N: Stacked<Layers: TrainStack>> Train for N {
    type Tape<const B: usize> = <N::Layers as TrainStack>::Tape<B>;
    const LEAST: usize = <N::Layers as TrainStack>::LEAST;

    #[inline]
    fn forward<const B: usize>(&self, x: &Input<Self, B>, tape: &mut Self::Tape<B>, z: &mut Output<Self, B>) {
        N::Layers::forward(self.layers(), x, tape, z);
    }

    #[inline]
    fn infer_on_tape<const B: usize>(
        &self,
        x: &Input<Self, B>,
        tape: &mut Self::Tape<B>,
        z: &mut Output<Self, B>,
    ) {
        N::Layers::infer_on_tape(self.layers(), x, tape, z);
    }

    #[inline]
    fn backward<const B: usize>(
        &self,
        x: &Input<Self, B>,
        tape: &mut Self::Tape<B>,
        dz: &Output<Self, B>,
        dx: Option<&mut Input<Self, B>>,
        gradient: &mut Self,
    ) {
        N::Layers::backward(self.layers(), x, tape, dz, dx, gradient.layers_mut());
    }

    #[inline]
    fn backward_in_place<const B: usize>(
        &mut self,
        x: &Input<Self, B>,
        tape: &mut Self::Tape<B>,
        dz: &Output<Self, B>,
        dx: Option<&mut Input<Self, B>>,
        room: &mut Self,
    ) {
        N::Layers::backward_in_place(self.layers_mut(), x, tape, dz, dx, room.layers_mut());
    }

    fn randomize<const B: usize>(tape: &mut Self::Tape<B>, rng: &mut impl Rng) {
        N::Layers::randomize(tape, rng);
    }

    fn absorb<const B: usize>(&mut self, tape: &Self::Tape<B>) {
        N::Layers::absorb(self.layers_mut(), tape);
    }
}

/// Compiles where the layer `L` takes the shape `S`: the macro asks it at the layer.
#[doc(hidden)]
pub const fn check<S: Feeds<L, L::Input>, L: Layer>() {}

/// What `network!` in type position stands for: the network `N`, whose first layer takes the shape that was declared.
#[doc(hidden)]
pub trait Declared<First, N> {
    /// That network.
    type Network;
}

#[diagnostic::do_not_recommend]
impl<S: Feeds<First, First::Input>, First: Layer, N> Declared<First, N> for S {
    type Network = N;
}
