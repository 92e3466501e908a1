//! One layer is a row.

use rand_core::Rng;

use super::{One, Stack, TrainStack};
use crate::layer::{Input, Output};
use crate::module::{Cost, Folded, Node};
use crate::{Initialization, Learn, Module, Role, Row, Text, Train};

#[diagnostic::do_not_recommend]
impl<L: Module> Stack for L {
    type Scalar = L::Scalar;
    type Input = L::Input;
    type Output = L::Output;
    type Activation = L::Activation;
    type Refs<'a>
        = &'a L
    where
        L: 'a;
    type Muts<'a>
        = &'a mut L
    where
        L: 'a;
    type Ones = One<L>;
    const LAYERS: usize = 1;
    const TENSORS: usize = L::TENSORS;
    const PARAMETERS: usize = L::PARAMETERS;
    const BUFFERS: usize = L::BUFFERS;
    const COST: Cost = L::COST;
    const IS_IDENTITY: bool = L::IS_IDENTITY;
    const NAME: Text = L::CALLED;
    const FOLDED: Folded = L::FOLDED;
    const INIT_HINT: Option<Initialization> = L::INIT_HINT;
    #[inline(always)]
    fn tensor<'a>(layer: &'a L, index: usize) -> &'a [L::Scalar]
    where
        L: 'a,
    {
        layer.tensor(index)
    }
    #[inline(always)]
    fn tensor_mut<'a>(layer: &'a mut L, index: usize) -> &'a mut [L::Scalar]
    where
        L: 'a,
    {
        layer.tensor_mut(index)
    }
    #[inline(always)]
    fn role(index: usize) -> Role {
        L::role(index)
    }
    #[inline(always)]
    fn infer<const B: usize>(layer: &L, x: &Input<L, B>, z: &mut Output<L, B>) {
        layer.infer(x, z);
    }
    #[inline(always)]
    fn activate_as<const FUSED: bool, const B: usize>(layer: &L, x: &Input<L, B>, y: &mut Output<L, B>) {
        layer.activate_as::<FUSED, B>(x, y);
    }
    fn inspect<const B: usize>(
        layer: &L,
        x: &Input<L, B>,
        y: &mut Output<L, B>,
        visit: &mut impl FnMut(Row, &[L::Scalar]),
    ) {
        layer.inspect(x, y, visit);
    }
    fn initialize(
        layer: &mut L,
        with: Option<Initialization>,
        next: Option<Initialization>,
        rng: &mut impl Rng,
    ) {
        layer.initialize_before(with, next, rng);
    }
    fn nodes(visit: &mut impl FnMut(Node)) {
        L::nodes(visit);
    }
}

impl<L: Learn> TrainStack for L {
    type Tape<const B: usize> = <L as Train>::Tape<B>;
    #[inline(always)]
    fn forward<const B: usize>(
        layer: &L,
        x: &Input<L, B>,
        tape: &mut <L as Train>::Tape<B>,
        z: &mut Output<L, B>,
    ) {
        layer.forward(x, tape, z);
    }
    #[inline(always)]
    fn infer_on_tape<const B: usize>(
        layer: &L,
        x: &Input<L, B>,
        tape: &mut <L as Train>::Tape<B>,
        z: &mut Output<L, B>,
    ) {
        layer.infer_on_tape(x, tape, z);
    }
    #[inline(always)]
    fn backward<const B: usize>(
        layer: &L,
        x: &Input<L, B>,
        tape: &mut <L as Train>::Tape<B>,
        dz: &Output<L, B>,
        dx: Option<&mut Input<L, B>>,
        gradient: &mut L,
    ) {
        layer.backward(x, tape, dz, dx, gradient);
    }
    #[inline(always)]
    fn backward_in_place<const B: usize>(
        layer: &mut L,
        x: &Input<L, B>,
        tape: &mut <L as Train>::Tape<B>,
        dz: &Output<L, B>,
        dx: Option<&mut Input<L, B>>,
        scratch_gradient: &mut L,
    ) {
        layer.backward_in_place(x, tape, dz, dx, scratch_gradient);
    }
    fn sample_noise<const B: usize>(tape: &mut <L as Train>::Tape<B>, rng: &mut impl Rng) {
        L::sample_noise(tape, rng);
    }
    fn update_buffers<const B: usize>(layer: &mut L, tape: &<L as Train>::Tape<B>) {
        layer.update_buffers(tape);
    }
}
