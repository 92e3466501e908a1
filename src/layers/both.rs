use rand_core::Rng;

#[cfg(feature = "std")]
use crate::branch::BranchToC;
use crate::branch::{Branch, Joined, TrainBranch};
#[cfg(feature = "std")]
use crate::c::C;
use crate::modules::Module;
use crate::shape::Feeds;
use crate::summary::Row;
use crate::{Batch, Initialization, Parameters, Text};

/// Two branches of a [`Parallel`](super::Parallel), or one and the others: `Both<A, Both<B, C>>` are three.
///
/// ```
/// use constrata::prelude::*;
/// network! { struct Net: 3 => Parallel(add: Dense<2>, Dense<2, Tanh>, Dense<4, Relu> => Dense<2>) }
/// let mut net = Net::zeros();
/// net.parallel1.branches.first.bias.fill(1.0);
/// net.parallel1.branches.rest.first.bias.fill(20.0);
/// net.parallel1.branches.rest.rest.rest.bias.fill(3.0);
/// assert_eq!(net.predict(&[0.0; 3]), [5.0; 2]);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Parameters)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(
    feature = "serde",
    serde(bound(
        serialize = "A: serde::Serialize, Z: serde::Serialize",
        deserialize = "A: serde::Deserialize<'de>, Z: serde::Deserialize<'de>"
    ))
)]
#[repr(C)]
pub struct Both<A: Branch, Z: Branch<Scalar = A::Scalar>>
where
    A::Input: Feeds<Z, Z::Input>,
{
    /// The first branch.
    pub first: A,
    /// The other, or the others.
    pub rest: Z,
}

impl<A: Joined, Z: Joined<Scalar = A::Scalar>> Joined for Both<A, Z>
where
    A::Input: Feeds<Z, Z::Input>,
{
    const WIDTH: usize = A::WIDTH + Z::WIDTH;
    const SHAPE: Text = A::SHAPE;
    const ALIKE: bool = A::ALIKE && Z::ALIKE && A::SHAPE.is(&Z::SHAPE);
    const KEPT: [usize; 3] = {
        let ([a, b, c], [x, y, z]) = (A::KEPT, Z::KEPT);
        if a == x && b == y && c == z { A::KEPT } else { [0; 3] }
    };
}

impl<A: Branch, Z: Branch<Scalar = A::Scalar>> Branch for Both<A, Z>
where
    A::Input: Feeds<Z, Z::Input>,
{
    type Input = A::Input;
    const NAME: Text = A::NAME.text(", ").join(&Z::NAME);
    const MACS: usize = A::MACS + Z::MACS;
    const SCRATCH: usize = A::SCRATCH + Z::SCRATCH;
    const LOCALS: usize = if A::LOCALS > Z::LOCALS { A::LOCALS } else { Z::LOCALS };

    #[inline(always)]
    fn infer<const B: usize>(&self, x: &Batch<A::Input, A::Scalar, B>, join: &mut impl FnMut(&[A::Scalar])) {
        self.first.infer(x, join);
        self.rest.infer(A::Input::pass(x), join);
    }

    fn inspect<const B: usize>(
        &self,
        x: &Batch<A::Input, A::Scalar, B>,
        join: &mut impl FnMut(&[A::Scalar]),
        visit: &mut impl FnMut(Row, &[A::Scalar]),
    ) {
        self.first.inspect(x, join, visit);
        self.rest.inspect(A::Input::pass(x), join, visit);
    }

    fn initialize(&mut self, with: Option<Initialization>, rng: &mut impl Rng) {
        self.first.initialize(with, rng);
        self.rest.initialize(with, rng);
    }

    fn rows(visit: &mut impl FnMut(Row)) {
        A::rows(visit);
        Z::rows(visit);
    }

    fn modules(part: &mut impl FnMut() -> Module, visit: &mut impl FnMut(Module)) {
        A::modules(part, visit);
        Z::modules(part, visit);
    }
}

impl<A: TrainBranch, Z: TrainBranch<Scalar = A::Scalar>> TrainBranch for Both<A, Z>
where
    A::Input: Feeds<Z, Z::Input>,
{
    const LEAST: usize = if A::LEAST > Z::LEAST { A::LEAST } else { Z::LEAST };
    type Tape<const B: usize> = (A::Tape<B>, Z::Tape<B>, Z::Beside<B>);
    type Beside<const B: usize> = A::Beside<B>;

    #[inline]
    fn forward<const B: usize>(
        &self,
        x: &Batch<A::Input, A::Scalar, B>,
        (first, rest, _): &mut Self::Tape<B>,
        join: &mut impl FnMut(&[A::Scalar]),
    ) {
        self.first.forward(x, first, join);
        self.rest.forward(A::Input::pass(x), rest, join);
    }

    #[inline]
    fn infer_on_tape<const B: usize>(
        &self,
        x: &Batch<A::Input, A::Scalar, B>,
        (first, rest, _): &mut Self::Tape<B>,
        join: &mut impl FnMut(&[A::Scalar]),
    ) {
        self.first.infer_on_tape(x, first, join);
        self.rest.infer_on_tape(A::Input::pass(x), rest, join);
    }

    #[inline]
    fn backward<const B: usize>(
        &self,
        x: &Batch<A::Input, A::Scalar, B>,
        (first, rest, beside): &mut Self::Tape<B>,
        part: &mut impl FnMut(&mut [A::Scalar], bool),
        mut dx: Option<&mut Batch<A::Input, A::Scalar, B>>,
        gradient: &mut Self,
    ) {
        self.first.backward(x, first, part, dx.as_deref_mut(), &mut gradient.first);
        let dx = dx.map(A::Input::pass_mut);
        self.rest.backward_beside(A::Input::pass(x), (rest, beside), part, dx, &mut gradient.rest);
    }

    #[inline]
    fn backward_beside<const B: usize>(
        &self,
        x: &Batch<A::Input, A::Scalar, B>,
        ((first, rest, beside), other): (&mut Self::Tape<B>, &mut A::Beside<B>),
        part: &mut impl FnMut(&mut [A::Scalar], bool),
        mut dx: Option<&mut Batch<A::Input, A::Scalar, B>>,
        gradient: &mut Self,
    ) {
        self.first.backward_beside(x, (first, other), part, dx.as_deref_mut(), &mut gradient.first);
        let dx = dx.map(A::Input::pass_mut);
        self.rest.backward_beside(A::Input::pass(x), (rest, beside), part, dx, &mut gradient.rest);
    }

    fn randomize<const B: usize>((first, rest, _): &mut Self::Tape<B>, rng: &mut impl Rng) {
        A::randomize(first, rng);
        Z::randomize(rest, rng);
    }

    fn absorb<const B: usize>(&mut self, (first, rest, _): &Self::Tape<B>) {
        self.first.absorb(first);
        self.rest.absorb(rest);
    }
}

#[cfg(feature = "std")]
impl<A: Branch + BranchToC, Z: Branch<Scalar = A::Scalar> + BranchToC> BranchToC for Both<A, Z>
where
    A::Input: Feeds<Z, Z::Input>,
{
    fn c(c: &mut C, x: &str, join: &mut impl FnMut(&mut C, &str, usize)) {
        A::c(c, x, join);
        Z::c(c, x, join);
    }
}
