//! A network: what lends its layers as a row.

use super::{Stack, TrainStack};
use crate::module::Node;
use crate::{Batch, MatchesInput, Module};

/// A struct of layers, which is a layer: what `network!` writes of it.
#[doc(hidden)]
pub trait Stacked: bytemuck::Zeroable + Send + Sync {
    /// The layers in a row, evenly nested.
    type Layers: Stack;
    fn layers(&self) -> <Self::Layers as Stack>::Refs<'_>;
    fn layers_mut(&mut self) -> <Self::Layers as Stack>::Muts<'_>;
    fn nodes(visit: &mut impl FnMut(Node)) {
        visit(Node::Open);
        Self::Layers::nodes(visit);
        visit(Node::Close);
    }
}

/// So many layers are inlined whole, as a kernel of all of them has to be.
pub(super) const FEW: usize = 8;

/// The layers of the network `N`.
#[doc(hidden)]
pub type LayersOf<N> = <N as Stacked>::Layers;

/// What a network does as a layer: what its row does. A macro and no impl for all that lends its layers: of two impls that a type
/// might have, the compiler would not say which bound of which is false.
#[doc(hidden)]
#[macro_export]
macro_rules! __layer {
    ([$($generics:tt)*] $network:ty, [$($bounds:tt)*], learns [$($learn:tt)*], streams [$($stream:tt)*]) => {
        const _: () = {
            // names that meet none of the user's
            use $crate::layer::{Input as __Input, Output as __Output};
            use $crate::stack::{LayersOf as __Layers, Stack as __Stack, Stacked as __Stacked};
            use $crate::stack::{StreamStack as __StreamStack, TrainStack as __TrainStack};
            use $crate::stream::Frame as __Frame;

            #[automatically_derived]
            impl<$($generics)*> $crate::Parameters for $network where $($bounds)* {
                type Number = <__Layers<Self> as __Stack>::Scalar;
                const TENSORS: usize = <__Layers<Self> as __Stack>::TENSORS;
                const PARAMETERS: usize = <__Layers<Self> as __Stack>::PARAMETERS;
                const BUFFERS: usize = <__Layers<Self> as __Stack>::BUFFERS;
                #[inline]
                fn tensor(&self, index: usize) -> &[Self::Number] {
                    <__Layers<Self> as __Stack>::tensor(__Stacked::layers(self), index)
                }
                #[inline]
                fn tensor_mut(&mut self, index: usize) -> &mut [Self::Number] {
                    <__Layers<Self> as __Stack>::tensor_mut(__Stacked::layers_mut(self), index)
                }
                #[inline]
                fn role(index: usize) -> $crate::Role {
                    <__Layers<Self> as __Stack>::role(index)
                }
            }

            #[automatically_derived]
            impl<$($generics)*> $crate::Layer for $network where $($bounds)* {
                type Scalar = <__Layers<Self> as __Stack>::Scalar;
                type Input = <__Layers<Self> as __Stack>::Input;
                type Output = <__Layers<Self> as __Stack>::Output;
                type Activation = <__Layers<Self> as __Stack>::Activation;

                #[cfg_attr(target_pointer_width = "64", inline(always))]
                #[cfg_attr(target_pointer_width = "32", inline)]
                fn infer<const __B: usize>(&self, x: &__Input<Self, __B>, z: &mut __Output<Self, __B>) {
                    $crate::stack::infer(self, x, z);
                }
            }

            #[automatically_derived]
            impl<$($generics)*> $crate::Module for $network where $($bounds)* {
                const OURS: bool = true;
            }

            #[automatically_derived]
            impl<$($generics)*> $crate::module::Describe for $network where $($bounds)* {
                const NAME: $crate::Text = <__Layers<Self> as __Stack>::NAME;
                const FOLDED: $crate::module::Folded = <__Layers<Self> as __Stack>::FOLDED;
                const COST: $crate::module::Cost = <__Layers<Self> as __Stack>::COST;
                const IS_IDENTITY: bool = <__Layers<Self> as __Stack>::IS_IDENTITY;
                const INIT_HINT: ::core::option::Option<$crate::Initialization> = <__Layers<Self> as __Stack>::INIT_HINT;

                fn nodes(visit: &mut impl ::core::ops::FnMut($crate::module::Node)) {
                    <Self as __Stacked>::nodes(visit);
                }
            }

            #[automatically_derived]
            impl<$($generics)*> $crate::module::Initialize for $network where $($bounds)* {
                fn initialize(
                    &mut self,
                    with: ::core::option::Option<$crate::Initialization>,
                    rng: &mut impl $crate::rand_core::Rng,
                ) {
                    self.initialize_before(with, ::core::option::Option::None, rng);
                }
                fn initialize_before(
                    &mut self,
                    with: ::core::option::Option<$crate::Initialization>,
                    next: ::core::option::Option<$crate::Initialization>,
                    rng: &mut impl $crate::rand_core::Rng,
                ) {
                    <__Layers<Self> as __Stack>::initialize(__Stacked::layers_mut(self), with, next, rng);
                }
            }

            #[automatically_derived]
            impl<$($generics)*> $crate::module::Predict for $network where $($bounds)* {
                #[cfg_attr(target_pointer_width = "64", inline(always))]
                #[cfg_attr(target_pointer_width = "32", inline)]
                fn activate_as<const __FUSED: bool, const __B: usize>(
                    &self,
                    x: &__Input<Self, __B>,
                    y: &mut __Output<Self, __B>,
                ) {
                    $crate::stack::activate::<Self, __FUSED, __B>(self, x, y);
                }
                fn inspect<const __B: usize>(
                    &self,
                    x: &__Input<Self, __B>,
                    y: &mut __Output<Self, __B>,
                    visit: &mut impl ::core::ops::FnMut($crate::Row, &[Self::Scalar]),
                ) {
                    <__Layers<Self> as __Stack>::inspect(__Stacked::layers(self), x, y, visit);
                }
            }

            #[automatically_derived]
            impl<$($generics)*> $crate::Train for $network where $($bounds)* $($learn)* {
                type Tape<const __B: usize> = <__Layers<Self> as __TrainStack>::Tape<__B>;

                #[cfg_attr(target_pointer_width = "64", inline(always))]
                #[cfg_attr(target_pointer_width = "32", inline)]
                fn forward<const __B: usize>(
                    &self,
                    x: &__Input<Self, __B>,
                    tape: &mut Self::Tape<__B>,
                    z: &mut __Output<Self, __B>,
                ) {
                    $crate::stack::forward(self, x, tape, z);
                }
                #[inline]
                fn backward<const __B: usize>(
                    &self,
                    x: &__Input<Self, __B>,
                    tape: &mut Self::Tape<__B>,
                    dz: &__Output<Self, __B>,
                    dx: ::core::option::Option<&mut __Input<Self, __B>>,
                    gradient: &mut Self,
                ) {
                    <__Layers<Self> as __TrainStack>::backward(__Stacked::layers(self), x, tape, dz, dx, __Stacked::layers_mut(gradient));
                }
            }

            #[automatically_derived]
            impl<$($generics)*> $crate::module::Learn for $network where $($bounds)* $($learn)* {
                #[inline]
                fn infer_on_tape<const __B: usize>(
                    &self,
                    x: &__Input<Self, __B>,
                    tape: &mut Self::Tape<__B>,
                    z: &mut __Output<Self, __B>,
                ) {
                    <__Layers<Self> as __TrainStack>::infer_on_tape(__Stacked::layers(self), x, tape, z);
                }
                #[inline]
                fn backward_in_place<const __B: usize>(
                    &mut self,
                    x: &__Input<Self, __B>,
                    tape: &mut Self::Tape<__B>,
                    dz: &__Output<Self, __B>,
                    dx: ::core::option::Option<&mut __Input<Self, __B>>,
                    scratch_gradient: &mut Self,
                ) {
                    <__Layers<Self> as __TrainStack>::backward_in_place(__Stacked::layers_mut(self), x, tape, dz, dx, __Stacked::layers_mut(scratch_gradient));
                }
                fn sample_noise<const __B: usize>(tape: &mut Self::Tape<__B>, rng: &mut impl $crate::rand_core::Rng) {
                    <__Layers<Self> as __TrainStack>::sample_noise::<__B>(tape, rng);
                }
                fn update_buffers<const __B: usize>(&mut self, tape: &Self::Tape<__B>) {
                    <__Layers<Self> as __TrainStack>::update_buffers::<__B>(__Stacked::layers_mut(self), tape);
                }
            }

            #[automatically_derived]
            impl<$($generics)*> $crate::Stream for $network where $($bounds)* $($stream)* {
                type State = <<__Layers<Self> as __Stack>::Ones as __StreamStack>::State;

                #[inline]
                fn infer_step(
                    &self,
                    state: &mut Self::State,
                    x: &__Frame<Self::Input, Self::Scalar>,
                    z: &mut __Frame<Self::Output, Self::Scalar>,
                ) {
                    <<__Layers<Self> as __Stack>::Ones as __StreamStack>::infer_step(__Stacked::layers(self), state, x, z);
                }
                #[cfg_attr(target_pointer_width = "64", inline(always))]
                #[cfg_attr(target_pointer_width = "32", inline)]
                fn activate_step<const __FUSED: bool>(
                    &self,
                    state: &mut Self::State,
                    x: &__Frame<Self::Input, Self::Scalar>,
                    y: &mut __Frame<Self::Output, Self::Scalar>,
                ) {
                    $crate::stack::activate_step::<<__Layers<Self> as __Stack>::Ones, __FUSED>(__Stacked::layers(self), state, x, y);
                }
            }
        };
    };
}

/// Few layers inlined where they are asked for; many compiled once.
#[doc(hidden)]
#[inline(always)]
pub fn infer<N: Stacked, const B: usize>(
    network: &N,
    x: &Batch<<LayersOf<N> as Stack>::Input, <LayersOf<N> as Stack>::Scalar, B>,
    z: &mut Batch<<LayersOf<N> as Stack>::Output, <LayersOf<N> as Stack>::Scalar, B>,
) {
    #[inline]
    fn once<N: Stacked, const B: usize>(
        network: &N,
        x: &Batch<<LayersOf<N> as Stack>::Input, <LayersOf<N> as Stack>::Scalar, B>,
        z: &mut Batch<<LayersOf<N> as Stack>::Output, <LayersOf<N> as Stack>::Scalar, B>,
    ) {
        LayersOf::<N>::infer(network.layers(), x, z);
    }
    if const { LayersOf::<N>::LAYERS <= FEW } {
        LayersOf::<N>::infer(network.layers(), x, z)
    } else {
        once(network, x, z)
    }
}

/// As [`infer`].
#[doc(hidden)]
#[inline(always)]
pub fn activate<N: Stacked, const FUSED: bool, const B: usize>(
    network: &N,
    x: &Batch<<LayersOf<N> as Stack>::Input, <LayersOf<N> as Stack>::Scalar, B>,
    y: &mut Batch<<LayersOf<N> as Stack>::Output, <LayersOf<N> as Stack>::Scalar, B>,
) {
    #[inline]
    fn once<N: Stacked, const FUSED: bool, const B: usize>(
        network: &N,
        x: &Batch<<LayersOf<N> as Stack>::Input, <LayersOf<N> as Stack>::Scalar, B>,
        y: &mut Batch<<LayersOf<N> as Stack>::Output, <LayersOf<N> as Stack>::Scalar, B>,
    ) {
        LayersOf::<N>::activate_as::<FUSED, B>(network.layers(), x, y);
    }
    if const { LayersOf::<N>::LAYERS <= FEW } {
        LayersOf::<N>::activate_as::<FUSED, B>(network.layers(), x, y);
    } else {
        once::<N, FUSED, B>(network, x, y);
    }
}

/// As [`infer`].
#[doc(hidden)]
#[inline(always)]
pub fn forward<N: Stacked<Layers: TrainStack>, const B: usize>(
    network: &N,
    x: &Batch<<LayersOf<N> as Stack>::Input, <LayersOf<N> as Stack>::Scalar, B>,
    tape: &mut <LayersOf<N> as TrainStack>::Tape<B>,
    z: &mut Batch<<LayersOf<N> as Stack>::Output, <LayersOf<N> as Stack>::Scalar, B>,
) {
    #[inline]
    fn once<N: Stacked<Layers: TrainStack>, const B: usize>(
        network: &N,
        x: &Batch<<LayersOf<N> as Stack>::Input, <LayersOf<N> as Stack>::Scalar, B>,
        tape: &mut <LayersOf<N> as TrainStack>::Tape<B>,
        z: &mut Batch<<LayersOf<N> as Stack>::Output, <LayersOf<N> as Stack>::Scalar, B>,
    ) {
        LayersOf::<N>::forward(network.layers(), x, tape, z);
    }
    if const { LayersOf::<N>::LAYERS <= FEW } {
        LayersOf::<N>::forward(network.layers(), x, tape, z);
    } else {
        once(network, x, tape, z);
    }
}

/// Compiles where the layer `L` takes the shape `S`: the macro asks it at the layer.
#[doc(hidden)]
pub const fn check<S: MatchesInput<L, L::Input>, L: Module>() {}

/// What `network!` in type position stands for: the network `N`, whose first layer takes the shape that was declared.
#[doc(hidden)]
pub trait Declared<First, N> {
    /// That network.
    type Network;
}

#[diagnostic::do_not_recommend]
impl<S: MatchesInput<First, First::Input>, First: Module, N> Declared<First, N> for S {
    type Network = N;
}
