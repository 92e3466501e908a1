//! Two layers in a row: the type that `network!` in type position expands to.

use core::mem::MaybeUninit;

use rand_core::Rng;

use crate::activation::Differentiable;
#[cfg(feature = "std")]
use crate::export::{C, ToC};
use crate::file::Float;
use crate::layer::{Input, Output};
use crate::memory::{Flat, Line};
use crate::modules::Module;
use crate::shape::Feeds;
use crate::stack::output_bytes;
use crate::summary::Row;
use crate::{Initialization, Layer, Parameters, Pass, Shape, Text, Train};

/// A layer and what follows it, which is a layer again.
///
/// ```text
/// h = f(first(x))    z = rest(h)            dh = rest'(dz)    dx = first'(f'(h) dh)
/// ```
///
/// `network!(2 => Dense<8, Tanh> => Dense<1, Sigmoid>)` in type position is
/// `Chain<Dense<2, 8, Tanh, f32>, Dense<8, 1, Sigmoid, f32>>`. In item position the macro writes a struct with
/// named fields instead, and these very lines over them.
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
pub struct Chain<A: Layer, Z: Layer<Scalar = A::Scalar>>
where
    A::Output: Feeds<Z, Z::Input>,
{
    /// The first layer.
    pub first: A,
    /// What follows it.
    pub rest: Z,
}

crate::__flat!([A: Layer, Z: Layer<Scalar = A::Scalar>] Chain<A, Z>, [A::Output: Feeds<Z, Z::Input>] { first: A, rest: Z });
crate::__zeroable!([A: Layer, Z: Layer<Scalar = A::Scalar>] Chain<A, Z>, [A::Output: Feeds<Z, Z::Input>] { first: A, rest: Z });

impl<A: Layer, Z: Layer<Scalar = A::Scalar>> Parameters for Chain<A, Z>
where
    A::Output: Feeds<Z, Z::Input>,
{
    type Scalar = A::Scalar;
    const TENSORS: usize = A::TENSORS + Z::TENSORS;
    const PARAMETERS: usize = A::PARAMETERS + Z::PARAMETERS;
    const BUFFERS: usize = A::BUFFERS + Z::BUFFERS;
    #[inline]
    fn tensor(&self, index: usize) -> &[A::Scalar] {
        if index < A::TENSORS { self.first.tensor(index) } else { self.rest.tensor(index - A::TENSORS) }
    }
    #[inline]
    fn tensor_mut(&mut self, index: usize) -> &mut [A::Scalar] {
        if index < A::TENSORS {
            self.first.tensor_mut(index)
        } else {
            self.rest.tensor_mut(index - A::TENSORS)
        }
    }
    #[inline]
    fn role(index: usize) -> crate::Role {
        if index < A::TENSORS { A::role(index) } else { Z::role(index - A::TENSORS) }
    }
}

/// What `layer` puts out: in `place`, or `x` itself where it predicts that.
#[inline(always)]
fn output<'a, L: Layer, const FUSED: bool, const B: usize>(
    layer: &L,
    x: &'a Input<L, B>,
    place: &'a mut MaybeUninit<Line<Output<L, B>>>,
) -> &'a Output<L, B> {
    match L::same(x) {
        Some(same) => same,
        None => {
            let y = L::Output::scratch(place);
            layer.activate_as::<FUSED, B>(x, y);
            y
        }
    }
}

impl<A: Layer, Z: Layer<Scalar = A::Scalar>> Layer for Chain<A, Z>
where
    A::Output: Feeds<Z, Z::Input>,
{
    type Input = A::Input;
    type Output = Z::Output;
    type Activation = Z::Activation;
    const NAME: Text = A::NAME.text(" => ").join(&Z::NAME);
    const MACS: usize = A::MACS + Z::MACS;
    const SCRATCH: usize = A::SCRATCH + output_bytes::<A>() + Z::SCRATCH;
    const LOCALS: usize = if A::LOCALS > Z::LOCALS { A::LOCALS } else { Z::LOCALS };
    const SUITS: Option<Initialization> = A::SUITS;

    #[cfg_attr(target_pointer_width = "64", inline(always))]
    #[cfg_attr(target_pointer_width = "32", inline)]
    fn infer<const B: usize>(&self, x: &Input<A, B>, z: &mut Output<Z, B>) {
        let mut h = MaybeUninit::uninit();
        self.rest.infer(A::Output::pass(output::<A, false, B>(&self.first, x, &mut h)), z);
    }

    fn inspect<const B: usize>(
        &self,
        x: &Input<A, B>,
        y: &mut Output<Z, B>,
        visit: &mut impl FnMut(Row, &[A::Scalar]),
    ) {
        let mut h = MaybeUninit::uninit();
        let h = A::Output::scratch(&mut h);
        self.first.inspect(x, h, visit);
        self.rest.inspect(A::Output::pass(h), y, visit);
    }

    #[cfg_attr(target_pointer_width = "64", inline(always))]
    #[cfg_attr(target_pointer_width = "32", inline)]
    fn activate_as<const FUSED: bool, const B: usize>(&self, x: &Input<A, B>, y: &mut Output<Z, B>) {
        let mut h = MaybeUninit::uninit();
        let h = output::<A, FUSED, B>(&self.first, x, &mut h);
        self.rest.activate_as::<FUSED, B>(A::Output::pass(h), y);
    }

    fn initialize(&mut self, with: Option<Initialization>, rng: &mut impl Rng) {
        self.first.initialize(with.or(Z::SUITS), rng);
        self.rest.initialize(with, rng);
    }

    fn modules(visit: &mut impl FnMut(Module)) {
        visit(Module::Open { chain: true });
        A::modules(visit);
        visit(Module::Rest);
        Z::modules(visit);
        visit(Module::Close);
    }

    fn rows(visit: &mut impl FnMut(Row)) {
        A::rows(visit);
        Z::rows(visit);
    }
}

#[cfg(feature = "std")]
impl<A: Layer + ToC, Z: Layer<Scalar = A::Scalar> + ToC> ToC for Chain<A, Z>
where
    A::Output: Feeds<Z, Z::Input>,
{
    fn c(c: &mut C) {
        A::c(c);
        Z::c(c);
    }
}

impl<A: Layer, Z: Layer<Scalar = A::Scalar>> Chain<A, Z>
where
    A::Output: Feeds<Z, Z::Input>,
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

impl<A: Train, Z: Train<Scalar = A::Scalar>> Train for Chain<A, Z>
where
    A::Output: Feeds<Z, Z::Input>,
    A::Activation: Differentiable,
{
    type Tape<const B: usize> = (Pass<A, B>, Z::Tape<B>);
    const LEAST: usize = if A::LEAST > Z::LEAST { A::LEAST } else { Z::LEAST };

    #[inline]
    fn forward<const B: usize>(&self, x: &Input<A, B>, (h, tape): &mut Self::Tape<B>, z: &mut Output<Z, B>) {
        h.forward(&self.first, x);
        self.rest.forward(A::Output::pass(&h.output), tape, z);
    }

    #[inline]
    fn infer_on_tape<const B: usize>(
        &self,
        x: &Input<A, B>,
        (h, tape): &mut Self::Tape<B>,
        z: &mut Output<Z, B>,
    ) {
        h.activate(&self.first, x);
        self.rest.infer_on_tape(A::Output::pass(&h.output), tape, z);
    }

    #[inline]
    fn backward<const B: usize>(
        &self,
        x: &Input<A, B>,
        (h, tape): &mut Self::Tape<B>,
        dz: &Output<Z, B>,
        dx: Option<&mut Input<A, B>>,
        gradient: &mut Self,
    ) {
        let dh = A::Output::pass_mut(&mut h.gradient);
        self.rest.backward(A::Output::pass(&h.output), tape, dz, Some(dh), &mut gradient.rest);
        h.backward_through(&self.first, x, dx, &mut gradient.first);
    }

    #[inline]
    fn backward_in_place<const B: usize>(
        &mut self,
        x: &Input<A, B>,
        (h, tape): &mut Self::Tape<B>,
        dz: &Output<Z, B>,
        dx: Option<&mut Input<A, B>>,
        room: &mut Self,
    ) {
        let dh = A::Output::pass_mut(&mut h.gradient);
        self.rest.backward_in_place(A::Output::pass(&h.output), tape, dz, Some(dh), &mut room.rest);
        h.backward_through_in_place(&mut self.first, x, dx, &mut room.first);
    }

    fn randomize<const B: usize>((h, tape): &mut Self::Tape<B>, rng: &mut impl Rng) {
        A::randomize(&mut h.tape, rng);
        Z::randomize(tape, rng);
    }

    fn absorb<const B: usize>(&mut self, (h, tape): &Self::Tape<B>) {
        self.first.absorb(&h.tape);
        self.rest.absorb(tape);
    }
}
