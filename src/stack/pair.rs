//! A row and the row behind it are a row.

use core::mem::MaybeUninit;

use rand_core::Rng;

use super::{Stack, TrainStack};
use crate::activation::{Activation, Differentiable};
use crate::memory::{Line, joined, joined_mut};
use crate::module::{Cost, Folded, Form, Node};
use crate::{Batch, Initialization, Numbers, Pass, Role, Row, Shape, Text};

/// What `a` puts out: in `place`, or `x` itself where it predicts that.
#[inline(always)]
pub(crate) fn output<'x, A: Stack, const FUSED: bool, const B: usize>(
    a: A::Refs<'_>,
    x: &'x Batch<A::Input, A::Scalar, B>,
    place: &'x mut MaybeUninit<Line<Batch<A::Output, A::Scalar, B>>>,
) -> &'x Batch<A::Output, A::Scalar, B> {
    if const { A::IS_IDENTITY } {
        return joined::<A::Input, A::Output, _, B>(x);
    }
    let h = A::Output::scratch(place);
    A::activate_as::<FUSED, B>(a, x, h);
    h
}

/// Bytes that [`output`] takes of one sample.
pub(crate) const fn held<A: Stack>() -> usize {
    if A::IS_IDENTITY { 0 } else { size_of::<Batch<A::Output, A::Scalar, 1>>() }
}

// That `Z` takes what `A` puts out is no bound here, where the compiler would say it in four errors of which none names the
// layer: `check` says it where the layer stands.
#[diagnostic::do_not_recommend]
impl<A: Stack, Z: Stack<Scalar = A::Scalar>> Stack for (A, Z) {
    type Scalar = A::Scalar;
    type Input = A::Input;
    type Output = Z::Output;
    type Activation = Z::Activation;
    type Refs<'a>
        = (A::Refs<'a>, Z::Refs<'a>)
    where
        Self: 'a;
    type Muts<'a>
        = (A::Muts<'a>, Z::Muts<'a>)
    where
        Self: 'a;
    type Ones = (A::Ones, Z::Ones);
    const LAYERS: usize = A::LAYERS + Z::LAYERS;
    const TENSORS: usize = A::TENSORS + Z::TENSORS;
    const PARAMETERS: usize = A::PARAMETERS + Z::PARAMETERS;
    const BUFFERS: usize = A::BUFFERS + Z::BUFFERS;
    const COST: Cost = A::COST.then(Z::COST).scratch(if Z::IS_IDENTITY { 0 } else { held::<A>() });
    const IS_IDENTITY: bool = A::IS_IDENTITY && Z::IS_IDENTITY;
    const NAME: Text = A::NAME.text(" => ").join(&Z::NAME);
    const FOLDED: Folded = Folded(Form::Row([&A::FOLDED, &Z::FOLDED]));
    const INIT_HINT: Option<Initialization> = A::INIT_HINT;

    #[inline(always)]
    fn tensor<'a>((a, z): Self::Refs<'a>, index: usize) -> &'a [A::Scalar]
    where
        Self: 'a,
    {
        if index < A::TENSORS { A::tensor(a, index) } else { Z::tensor(z, index - A::TENSORS) }
    }

    #[inline(always)]
    fn tensor_mut<'a>((a, z): Self::Muts<'a>, index: usize) -> &'a mut [A::Scalar]
    where
        Self: 'a,
    {
        if index < A::TENSORS { A::tensor_mut(a, index) } else { Z::tensor_mut(z, index - A::TENSORS) }
    }

    #[inline(always)]
    fn role(index: usize) -> Role {
        if index < A::TENSORS { A::role(index) } else { Z::role(index - A::TENSORS) }
    }

    #[cfg_attr(target_pointer_width = "64", inline(always))]
    #[cfg_attr(target_pointer_width = "32", inline)]
    fn infer<const B: usize>(
        (a, z): Self::Refs<'_>,
        x: &Batch<A::Input, A::Scalar, B>,
        out: &mut Batch<Z::Output, A::Scalar, B>,
    ) {
        if const { Z::IS_IDENTITY } {
            return A::activate_as::<false, B>(a, x, joined_mut::<Z::Output, A::Output, _, B>(out));
        }
        let mut h = MaybeUninit::uninit();
        let h = output::<A, false, B>(a, x, &mut h);
        Z::infer(z, joined::<A::Output, Z::Input, _, B>(h), out);
    }

    #[cfg_attr(target_pointer_width = "64", inline(always))]
    #[cfg_attr(target_pointer_width = "32", inline)]
    fn activate_as<const FUSED: bool, const B: usize>(
        (a, z): Self::Refs<'_>,
        x: &Batch<A::Input, A::Scalar, B>,
        y: &mut Batch<Z::Output, A::Scalar, B>,
    ) {
        if const { Z::IS_IDENTITY } {
            return A::activate_as::<FUSED, B>(a, x, joined_mut::<Z::Output, A::Output, _, B>(y));
        }
        let mut h = MaybeUninit::uninit();
        let h = output::<A, FUSED, B>(a, x, &mut h);
        Z::activate_as::<FUSED, B>(z, joined::<A::Output, Z::Input, _, B>(h), y);
    }

    fn inspect<const B: usize>(
        (a, z): Self::Refs<'_>,
        x: &Batch<A::Input, A::Scalar, B>,
        y: &mut Batch<Z::Output, A::Scalar, B>,
        visit: &mut impl FnMut(Row, &[A::Scalar]),
    ) {
        let mut h = MaybeUninit::uninit();
        let h = A::Output::scratch(&mut h);
        A::inspect(a, x, h, visit);
        Z::inspect(z, joined::<A::Output, Z::Input, _, B>(h), y, visit);
    }

    fn initialize(
        (a, z): Self::Muts<'_>,
        with: Option<Initialization>,
        next: Option<Initialization>,
        rng: &mut impl Rng,
    ) {
        A::initialize(a, with, Z::INIT_HINT, rng);
        Z::initialize(z, with, next, rng);
    }

    fn nodes(visit: &mut impl FnMut(Node)) {
        A::nodes(visit);
        Z::nodes(visit);
    }
}

// Forward and backward are inlined whole: of a hundred layers as calls they would take a fifth more instructions.
impl<A: TrainStack<Activation: Differentiable>, Z: TrainStack<Scalar = A::Scalar>> TrainStack for (A, Z) {
    type Tape<const B: usize> = (Pass<A, B>, Z::Tape<B>);

    #[cfg_attr(target_pointer_width = "64", inline(always))]
    #[cfg_attr(target_pointer_width = "32", inline)]
    fn forward<const B: usize>(
        (a, z): Self::Refs<'_>,
        x: &Batch<A::Input, A::Scalar, B>,
        (h, tape): &mut Self::Tape<B>,
        out: &mut Batch<Z::Output, A::Scalar, B>,
    ) {
        A::forward(a, x, &mut h.tape, &mut h.output);
        A::Activation::apply(A::Output::flat_mut(&mut h.output), A::Output::ROW);
        Z::forward(z, joined::<A::Output, Z::Input, _, B>(&h.output), tape, out);
    }

    #[inline]
    fn infer_on_tape<const B: usize>(
        (a, z): Self::Refs<'_>,
        x: &Batch<A::Input, A::Scalar, B>,
        (h, tape): &mut Self::Tape<B>,
        out: &mut Batch<Z::Output, A::Scalar, B>,
    ) {
        A::infer_on_tape(a, x, &mut h.tape, &mut h.output);
        A::Activation::apply(A::Output::flat_mut(&mut h.output), A::Output::ROW);
        Z::infer_on_tape(z, joined::<A::Output, Z::Input, _, B>(&h.output), tape, out);
    }

    #[cfg_attr(target_pointer_width = "64", inline(always))]
    #[cfg_attr(target_pointer_width = "32", inline)]
    fn backward<const B: usize>(
        (a, z): Self::Refs<'_>,
        x: &Batch<A::Input, A::Scalar, B>,
        (h, tape): &mut Self::Tape<B>,
        dz: &Batch<Z::Output, A::Scalar, B>,
        dx: Option<&mut Batch<A::Input, A::Scalar, B>>,
        (da, gradient): Self::Muts<'_>,
    ) {
        let dh = joined_mut::<A::Output, Z::Input, _, B>(&mut h.gradient);
        Z::backward(z, joined::<A::Output, Z::Input, _, B>(&h.output), tape, dz, Some(dh), gradient);
        let (y, dy) = (A::Output::flat(&h.output), A::Output::flat_mut(&mut h.gradient));
        A::Activation::backward(y, dy, A::Output::ROW);
        A::backward(a, x, &mut h.tape, &h.gradient, dx, da);
    }

    #[cfg_attr(target_pointer_width = "64", inline(always))]
    #[cfg_attr(target_pointer_width = "32", inline)]
    fn backward_in_place<const B: usize>(
        (a, z): Self::Muts<'_>,
        x: &Batch<A::Input, A::Scalar, B>,
        (h, tape): &mut Self::Tape<B>,
        dz: &Batch<Z::Output, A::Scalar, B>,
        dx: Option<&mut Batch<A::Input, A::Scalar, B>>,
        (scratch_a, scratch): Self::Muts<'_>,
    ) {
        let dh = joined_mut::<A::Output, Z::Input, _, B>(&mut h.gradient);
        Z::backward_in_place(z, joined::<A::Output, Z::Input, _, B>(&h.output), tape, dz, Some(dh), scratch);
        let (y, dy) = (A::Output::flat(&h.output), A::Output::flat_mut(&mut h.gradient));
        A::Activation::backward(y, dy, A::Output::ROW);
        A::backward_in_place(a, x, &mut h.tape, &h.gradient, dx, scratch_a);
    }

    fn sample_noise<const B: usize>((h, tape): &mut Self::Tape<B>, rng: &mut impl Rng) {
        A::sample_noise(&mut h.tape, rng);
        Z::sample_noise(tape, rng);
    }

    fn update_buffers<const B: usize>((a, z): Self::Muts<'_>, (h, tape): &Self::Tape<B>) {
        A::update_buffers(a, &h.tape);
        Z::update_buffers(z, tape);
    }
}
