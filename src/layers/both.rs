use rand_core::Rng;

#[cfg(feature = "std")]
use crate::c::C;
use crate::module::Cost;
use crate::module::Node;
use crate::module::{Folded, Form, Part};
use crate::shape::MatchesInput;
#[cfg(feature = "std")]
use crate::stack::beside::BesideToC;
use crate::stack::beside::{Beside, StreamBeside, TrainBeside};
use crate::stream::{Frame, handed};
use crate::{Batch, Initialization, Parameters, Row, Text};

/// The first half of the branches of a [`Parallel`](super::Parallel), and the second: `Both<Both<A, B>, C>` are three.
///
/// ```
/// use constrata::prelude::*;
/// network! { struct Net: 3 => Parallel(add: Dense<2>, Dense<2, Tanh>, Dense<4, Relu> => Dense<2>) }
/// let mut net = Net::zeros();
/// net.parallel1.branches.first.first.bias.fill(1.0);
/// net.parallel1.branches.first.rest.bias.fill(20.0);
/// net.parallel1.branches.rest.rest.bias.fill(3.0);
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
pub struct Both<A: Beside<Input: MatchesInput<Z, Z::Input>>, Z: Beside<Number = A::Number>> {
    /// The first branch, or the first half of them.
    pub first: A,
    /// The other, or the others.
    pub rest: Z,
}

impl<A: Beside<Input: MatchesInput<Z, Z::Input>>, Z: Beside<Number = A::Number>> Beside for Both<A, Z> {
    type Input = A::Input;
    const NAME: Text = A::NAME.text(", ").join(&Z::NAME);
    const FOLDED: Folded = Folded(Form::Block(
        const { &[Part::Layers(&A::FOLDED), Part::Word(", "), Part::Layers(&Z::FOLDED)] },
    ));
    const COST: Cost = A::COST.beside(Z::COST);
    const WIDTH: usize = A::WIDTH + Z::WIDTH;
    const SHAPE: Text = A::SHAPE;
    const ALIKE: bool = A::ALIKE && Z::ALIKE && A::SHAPE.is(&Z::SHAPE);
    const NON_CHANNEL_DIMS: [usize; 3] = {
        let ([a, b, c], [x, y, z]) = (A::NON_CHANNEL_DIMS, Z::NON_CHANNEL_DIMS);
        if a == x && b == y && c == z { A::NON_CHANNEL_DIMS } else { [0; 3] }
    };

    #[inline(always)]
    fn infer<const B: usize>(&self, x: &Batch<A::Input, A::Number, B>, join: &mut impl FnMut(&[A::Number])) {
        self.first.infer(x, join);
        self.rest.infer(A::Input::pass(x), join);
    }

    fn inspect<const B: usize>(
        &self,
        x: &Batch<A::Input, A::Number, B>,
        join: &mut impl FnMut(&[A::Number]),
        visit: &mut impl FnMut(Row, &[A::Number]),
    ) {
        self.first.inspect(x, join, visit);
        self.rest.inspect(A::Input::pass(x), join, visit);
    }

    fn initialize(&mut self, with: Option<Initialization>, next: Option<Initialization>, rng: &mut impl Rng) {
        self.first.initialize(with, next, rng);
        self.rest.initialize(with, next, rng);
    }

    fn nodes(part: &mut impl FnMut() -> Node, visit: &mut impl FnMut(Node)) {
        A::nodes(part, visit);
        Z::nodes(part, visit);
    }
}

impl<A: TrainBeside<Input: MatchesInput<Z, Z::Input>>, Z: TrainBeside<Number = A::Number>> TrainBeside
    for Both<A, Z>
{
    type Tape<const B: usize> = (A::Tape<B>, Z::Tape<B>);

    #[inline]
    fn forward<const LEARNS: bool, const B: usize>(
        &self,
        x: &Batch<A::Input, A::Number, B>,
        (first, rest): &mut Self::Tape<B>,
        join: &mut impl FnMut(&[A::Number]),
    ) {
        self.first.forward::<LEARNS, B>(x, first, join);
        self.rest.forward::<LEARNS, B>(A::Input::pass(x), rest, join);
    }

    #[inline]
    fn backward<const B: usize>(
        &self,
        x: &Batch<A::Input, A::Number, B>,
        (first, rest): &mut Self::Tape<B>,
        part: &mut impl FnMut(&mut [A::Number]),
        mut dx: Option<&mut Batch<A::Input, A::Number, B>>,
        (leads, aside): (bool, &mut Batch<A::Input, A::Number, B>),
        gradient: &mut Self,
    ) {
        self.first.backward(x, first, part, dx.as_deref_mut(), (leads, &mut *aside), &mut gradient.first);
        let (x, dx, aside) = (A::Input::pass(x), dx.map(A::Input::pass_mut), A::Input::pass_mut(aside));
        self.rest.backward(x, rest, part, dx, (false, aside), &mut gradient.rest);
    }

    fn sample_noise<const B: usize>((first, rest): &mut Self::Tape<B>, rng: &mut impl Rng) {
        A::sample_noise(first, rng);
        Z::sample_noise(rest, rng);
    }

    fn update_buffers<const B: usize>(&mut self, (first, rest): &Self::Tape<B>) {
        self.first.update_buffers(first);
        self.rest.update_buffers(rest);
    }
}

impl<A: StreamBeside<Input: MatchesInput<Z, Z::Input>>, Z: StreamBeside<Number = A::Number>> StreamBeside
    for Both<A, Z>
{
    type State = (A::State, Z::State);

    #[inline(always)]
    fn step(
        &self,
        (first, rest): &mut Self::State,
        x: &Frame<A::Input, A::Number>,
        join: &mut impl FnMut(&[A::Number]),
    ) {
        self.first.step(first, x, join);
        self.rest.step(rest, handed::<A::Input, Z::Input, _>(x), join);
    }
}

#[cfg(feature = "std")]
impl<A: Beside<Input: MatchesInput<Z, Z::Input>> + BesideToC, Z: Beside<Number = A::Number> + BesideToC>
    BesideToC for Both<A, Z>
{
    fn c(c: &mut C, x: &str, join: &mut impl FnMut(&mut C, &str, usize)) {
        A::c(c, x, join);
        Z::c(c, x, join);
    }
}
