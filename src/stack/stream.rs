//! Layers in a row, step by step: each has a state, and between two there is a frame.

use core::fmt::Debug;
use core::marker::PhantomData;
use core::mem::MaybeUninit;

use bytemuck::Zeroable;

use super::Stack;
use crate::memory::Line;
use crate::stream::{Frame, Stream, handed};
use crate::{Numbers, Shape};

/// One layer of a row. A row in which each layer is one has a single impl of [`StreamStack`], of which the compiler says which bound
/// is false: of two that a type might have it does not.
#[doc(hidden)]
pub struct One<L>(PhantomData<L>);

/// Layers in a row that run step by step.
#[doc(hidden)]
pub trait StreamStack {
    type Row: Stack;
    type State: Copy + Debug + PartialEq + Zeroable + Send + Sync;
    fn infer_step(
        row: <Self::Row as Stack>::Refs<'_>,
        state: &mut Self::State,
        x: &FrameIn<Self>,
        z: &mut FrameOut<Self>,
    );
    fn activate_step<const FUSED: bool>(
        row: <Self::Row as Stack>::Refs<'_>,
        state: &mut Self::State,
        x: &FrameIn<Self>,
        y: &mut FrameOut<Self>,
    );
}

type Number<R> = <<R as StreamStack>::Row as Stack>::Scalar;
type In<R> = <<R as StreamStack>::Row as Stack>::Input;
type Out<R> = <<R as StreamStack>::Row as Stack>::Output;
type FrameIn<R> = Frame<In<R>, Number<R>>;
type FrameOut<R> = Frame<Out<R>, Number<R>>;

impl<L: Stream> StreamStack for One<L> {
    type Row = L;
    type State = L::State;
    #[inline(always)]
    fn infer_step(layer: &L, state: &mut L::State, x: &FrameIn<Self>, z: &mut FrameOut<Self>) {
        layer.infer_step(state, x, z);
    }
    #[inline(always)]
    fn activate_step<const FUSED: bool>(
        layer: &L,
        state: &mut L::State,
        x: &FrameIn<Self>,
        y: &mut FrameOut<Self>,
    ) {
        layer.activate_step::<FUSED>(state, x, y);
    }
}

/// What `a` puts out: in `place`, or `x` itself where it predicts that.
#[inline(always)]
pub(crate) fn stepped<'x, A: StreamStack, const FUSED: bool>(
    a: <A::Row as Stack>::Refs<'_>,
    state: &mut A::State,
    x: &'x FrameIn<A>,
    place: &'x mut MaybeUninit<Line<[FrameOut<A>; 1]>>,
) -> &'x FrameOut<A> {
    if const { A::Row::IS_IDENTITY } {
        return handed::<In<A>, Out<A>, _>(x);
    }
    let [h] = <Out<A> as Shape>::Frame::scratch(place);
    A::activate_step::<FUSED>(a, state, x, h);
    h
}

impl<A: StreamStack, Z: StreamStack<Row: Stack<Scalar = Number<A>>>> StreamStack for (A, Z) {
    type Row = (A::Row, Z::Row);
    type State = (A::State, Z::State);

    #[cfg_attr(target_pointer_width = "64", inline(always))]
    #[cfg_attr(target_pointer_width = "32", inline)]
    fn infer_step(
        (a, z): <Self::Row as Stack>::Refs<'_>,
        (before, behind): &mut Self::State,
        x: &FrameIn<A>,
        out: &mut FrameOut<Z>,
    ) {
        let mut h = MaybeUninit::uninit();
        let h = stepped::<A, false>(a, before, x, &mut h);
        Z::infer_step(z, behind, handed::<Out<A>, In<Z>, _>(h), out);
    }

    #[cfg_attr(target_pointer_width = "64", inline(always))]
    #[cfg_attr(target_pointer_width = "32", inline)]
    fn activate_step<const FUSED: bool>(
        (a, z): <Self::Row as Stack>::Refs<'_>,
        (before, behind): &mut Self::State,
        x: &FrameIn<A>,
        y: &mut FrameOut<Z>,
    ) {
        let mut h = MaybeUninit::uninit();
        let h = stepped::<A, FUSED>(a, before, x, &mut h);
        Z::activate_step::<FUSED>(z, behind, handed::<Out<A>, In<Z>, _>(h), y);
    }
}

/// Few layers inlined where they are asked for; many compiled once.
#[doc(hidden)]
#[inline(always)]
pub fn activate_step<R: StreamStack, const FUSED: bool>(
    row: <R::Row as Stack>::Refs<'_>,
    state: &mut R::State,
    x: &FrameIn<R>,
    y: &mut FrameOut<R>,
) {
    #[inline]
    fn once<R: StreamStack, const FUSED: bool>(
        row: <R::Row as Stack>::Refs<'_>,
        state: &mut R::State,
        x: &FrameIn<R>,
        y: &mut FrameOut<R>,
    ) {
        R::activate_step::<FUSED>(row, state, x, y);
    }
    if const { R::Row::LAYERS <= super::network::FEW } {
        R::activate_step::<FUSED>(row, state, x, y);
    } else {
        once::<R, FUSED>(row, state, x, y);
    }
}
