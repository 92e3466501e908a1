//! Layers in a row, step by step: each has a state, and between two there is a frame.

use core::fmt::Debug;
use core::mem::MaybeUninit;

use bytemuck::Zeroable;

use super::{LayersOf, Stack, Stacked};
use crate::memory::Line;
use crate::stream::{Frame, Stream, handed};
use crate::{Batch, Numbers, Shape};

/// Layers in a row that run step by step.
#[doc(hidden)]
#[diagnostic::on_unimplemented(
    message = "this network cannot run step by step: one of its layers looks at later steps",
    label = "cannot run step by step",
    note = "a `Conv1d` writes `pad = causal`, and no `stride`; pools, `Flatten`, `Reshape`, norms over the whole sample and layers on images wait for all of a sample"
)]
pub trait StreamStack: Stack {
    type State: Copy + Debug + PartialEq + Zeroable + Send + Sync;
    fn infer_step(
        row: Self::Refs<'_>,
        state: &mut Self::State,
        x: &Frame<Self::Input, Self::Scalar>,
        z: &mut Frame<Self::Output, Self::Scalar>,
    );
    fn activate_step<const FUSED: bool>(
        row: Self::Refs<'_>,
        state: &mut Self::State,
        x: &Frame<Self::Input, Self::Scalar>,
        y: &mut Frame<Self::Output, Self::Scalar>,
    );
}

#[diagnostic::do_not_recommend]
impl<L: Stream> StreamStack for L {
    type State = <L as Stream>::State;
    #[inline(always)]
    fn infer_step(
        layer: &L,
        state: &mut <L as Stream>::State,
        x: &Frame<L::Input, L::Scalar>,
        z: &mut Frame<L::Output, L::Scalar>,
    ) {
        layer.infer_step(state, x, z);
    }
    #[inline(always)]
    fn activate_step<const FUSED: bool>(
        layer: &L,
        state: &mut <L as Stream>::State,
        x: &Frame<L::Input, L::Scalar>,
        y: &mut Frame<L::Output, L::Scalar>,
    ) {
        layer.activate_step::<FUSED>(state, x, y);
    }
}

type FramePlace<A> =
    MaybeUninit<Line<Batch<<<A as Stack>::Output as Shape>::Frame, <A as Stack>::Scalar, 1>>>;

/// What `a` puts out: in `place`, or `x` itself where it predicts that.
#[inline(always)]
pub(crate) fn stepped<'x, A: StreamStack, const FUSED: bool>(
    a: A::Refs<'_>,
    state: &mut A::State,
    x: &'x Frame<A::Input, A::Scalar>,
    place: &'x mut FramePlace<A>,
) -> &'x Frame<A::Output, A::Scalar> {
    if const { A::IS_IDENTITY } {
        return handed::<A::Input, A::Output, _>(x);
    }
    let [h] = <A::Output as Shape>::Frame::scratch(place);
    A::activate_step::<FUSED>(a, state, x, h);
    h
}

#[diagnostic::do_not_recommend]
impl<A: StreamStack, Z: StreamStack<Scalar = A::Scalar>> StreamStack for (A, Z) {
    type State = (A::State, Z::State);

    #[cfg_attr(target_pointer_width = "64", inline(always))]
    #[cfg_attr(target_pointer_width = "32", inline)]
    fn infer_step(
        (a, z): Self::Refs<'_>,
        (before, behind): &mut Self::State,
        x: &Frame<A::Input, A::Scalar>,
        out: &mut Frame<Z::Output, A::Scalar>,
    ) {
        let mut h = MaybeUninit::uninit();
        let h = stepped::<A, false>(a, before, x, &mut h);
        Z::infer_step(z, behind, handed::<A::Output, Z::Input, _>(h), out);
    }

    #[cfg_attr(target_pointer_width = "64", inline(always))]
    #[cfg_attr(target_pointer_width = "32", inline)]
    fn activate_step<const FUSED: bool>(
        (a, z): Self::Refs<'_>,
        (before, behind): &mut Self::State,
        x: &Frame<A::Input, A::Scalar>,
        y: &mut Frame<Z::Output, A::Scalar>,
    ) {
        let mut h = MaybeUninit::uninit();
        let h = stepped::<A, FUSED>(a, before, x, &mut h);
        Z::activate_step::<FUSED>(z, behind, handed::<A::Output, Z::Input, _>(h), y);
    }
}

/// Few layers inlined where they are asked for; many compiled once.
#[doc(hidden)]
#[inline(always)]
pub fn activate_step<N: Stacked<Layers: StreamStack>, const FUSED: bool>(
    network: &N,
    state: &mut <LayersOf<N> as StreamStack>::State,
    x: &Frame<<LayersOf<N> as Stack>::Input, <LayersOf<N> as Stack>::Scalar>,
    y: &mut Frame<<LayersOf<N> as Stack>::Output, <LayersOf<N> as Stack>::Scalar>,
) {
    #[inline]
    fn once<N: Stacked<Layers: StreamStack>, const FUSED: bool>(
        network: &N,
        state: &mut <LayersOf<N> as StreamStack>::State,
        x: &Frame<<LayersOf<N> as Stack>::Input, <LayersOf<N> as Stack>::Scalar>,
        y: &mut Frame<<LayersOf<N> as Stack>::Output, <LayersOf<N> as Stack>::Scalar>,
    ) {
        LayersOf::<N>::activate_step::<FUSED>(network.layers(), state, x, y);
    }
    if const { LayersOf::<N>::LAYERS <= super::network::FEW } {
        LayersOf::<N>::activate_step::<FUSED>(network.layers(), state, x, y);
    } else {
        once::<N, FUSED>(network, state, x, y);
    }
}
