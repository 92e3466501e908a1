use core::marker::PhantomData;

use rand_core::Rng;

use super::join::{Join, widths};
use crate::activation::Identity;
#[cfg(feature = "std")]
use crate::c::{C, ToC};
use crate::layer::{Input, Output};
use crate::module::{Cost, Describe, Folded, Form, Initialize, Node, Part, Predict};
#[cfg(feature = "std")]
use crate::stack::beside::BesideToC;
use crate::stack::beside::{Beside, StreamBeside, TrainBeside};
use crate::stream::{Frame, numbers_mut};
use crate::{Initialization, Layer, Learn, Module, Numbers, Row, Stream, Text, Train};

/// Branches that compute of the same input side by side, joined: `Parallel(concat: Dense<8>, Dense<4, Tanh>)` or
/// `Parallel(add: ..)` in the DSL, two branches or more, each of as many layers as it likes.
///
/// ```text
/// concat: z = [a(x), b(x), ..]     of images channels by channels, of sequences features by features
/// add:    z = a(x) + b(x) + ..     all of one shape
/// dx = a'(its part of dz) + b'(its part of dz) + ..
/// ```
///
/// `J` is [`Concat`](super::Concat) or [`Add`](super::Add), `L` the branches, [`Both`](super::Both) of two, `Z` the shape of what comes out. The sizes are
/// checked against one another when the layer is used. An activation stands behind, as a layer: `=> Relu`.
///
/// In PyTorch it would be a module with a `ModuleList` called `branches`.
///
/// Source: Szegedy et al. 2015, "Going deeper with convolutions".
///
/// ```
/// use constrata::prelude::*;
/// network! { struct Net: [1, 6, 6]
///     => Parallel(concat: Conv2d<2, 1>, Conv2d<3, 3, Relu, pad = same>, MaxPool2d<3, stride = 1, pad = 1> => Conv2d<1, 1>)
///     => Flatten => Dense<2>
/// }
/// assert_eq!(Net::zeros().flatten2.predict(&[[[0.5; 6]; 6]; 6]), [0.5; 6 * 6 * 6]); // 2 + 3 + 1 channels
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Module)]
#[module(own(Describe, Initialize, Predict, Learn))]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(
    feature = "serde",
    serde(bound(serialize = "L: serde::Serialize", deserialize = "L: serde::Deserialize<'de>"))
)]
#[repr(C)]
pub struct Parallel<J, L: Beside, Z> {
    /// The branches.
    pub branches: L,
    #[cfg_attr(feature = "serde", serde(skip))]
    join: PhantomData<(J, Z)>,
}

impl<J, L: Beside, Z> Parallel<J, L, Z> {
    /// These branches.
    ///
    /// ```
    /// use constrata::{Network, Vector, layers::{Both, Concat, Dense, Parallel}};
    /// use nalgebra::{matrix, vector};
    /// let neuron = |weight: f32| Dense::<1, 1>::new(matrix![weight], vector![0.0]);
    /// let both = Parallel::<Concat, _, Vector<2>>::new(Both { first: neuron(3.0), rest: neuron(-1.0) });
    /// assert_eq!(both.predict(&[2.0]), [6.0, -2.0]);
    /// ```
    pub const fn new(branches: L) -> Self {
        Parallel { branches, join: PhantomData }
    }
}

impl<J: Join, L: Beside, Z: Numbers> Parallel<J, L, Z> {
    const FITS: () = assert!(
        if J::ALIKE {
            L::ALIKE && L::SHAPE.is(&Z::NAME)
        } else {
            let ([a, b, c], [x, y, z]) = (L::NON_CHANNEL_DIMS, Z::NON_CHANNEL_DIMS);
            L::WIDTH == Z::LEN && a == x && b == y && c == z
        },
        "Parallel: what the branches put out does not go together"
    );

    const JOINED: Row = Row {
        layer: const { &Text::new("Parallel(").text(J::NAME).text(": ..)") }.as_str(),
        output: const { &Z::NAME }.as_str(),
        parameters: 0,
        macs: 0,
    };

    /// What joins the outputs of the branches to `z`, one after the other.
    #[inline(always)]
    fn join<const B: usize>(z: &mut Output<Self, B>) -> impl FnMut(&[L::Number]) {
        let (z, mut place) = (Z::flat_mut(z), Self::place::<B>());
        move |y| J::join(z, y, B * Z::NON_CHANNEL_DIMS[0], place(y.len()))
    }

    /// What cuts `dz` into the derivatives by them.
    #[inline(always)]
    fn part<const B: usize>(dz: &Output<Self, B>) -> impl FnMut(&mut [L::Number]) {
        let (dz, mut place) = (Z::flat(dz), Self::place::<B>());
        move |dy| J::part(dz, dy, B * Z::NON_CHANNEL_DIMS[0], place(dy.len()))
    }

    /// Where in a row the next branch begins, which has so many numbers.
    #[inline(always)]
    fn place<const B: usize>() -> impl FnMut(usize) -> usize {
        const { Self::FITS };
        let mut next = 0;
        move |numbers| {
            let at = next;
            next += widths(0, numbers, B * Z::NON_CHANNEL_DIMS[0])[1];
            at
        }
    }
}

impl<J: Join, L: Beside, Z: Numbers> Layer for Parallel<J, L, Z> {
    type Scalar = L::Number;
    type Input = L::Input;
    type Output = Z;
    type Activation = Identity;

    #[cfg_attr(target_pointer_width = "64", inline(always))]
    #[cfg_attr(target_pointer_width = "32", inline)]
    fn infer<const B: usize>(&self, x: &Input<Self, B>, z: &mut Output<Self, B>) {
        self.branches.infer(x, &mut Self::join(z));
    }
}

impl<J: Join, L: Beside, Z: Numbers> Describe for Parallel<J, L, Z> {
    const NAME: Text = Text::new("Parallel(").text(J::NAME).text(": ").join(&L::NAME).text(")");
    const FOLDED: Folded = Folded(Form::Block(
        const {
            &[
                Part::Word("Parallel("),
                Part::Word(J::NAME),
                Part::Word(": "),
                Part::Layers(&L::FOLDED),
                Part::Word(")"),
            ]
        },
    ));
    const COST: Cost = L::COST.in_a_block();

    fn nodes(visit: &mut impl FnMut(Node)) {
        visit(Node::Block);
        let mut count = 0;
        let mut part = || {
            count += 1;
            Node::Part { list: "branches", index: Some(count - 1) }
        };
        L::nodes(&mut part, visit);
        visit(Node::Joined { row: Some(Self::JOINED) });
        visit(Node::Close);
    }
}

impl<J: Join, L: Beside, Z: Numbers> Initialize for Parallel<J, L, Z> {
    fn initialize(&mut self, with: Option<Initialization>, rng: &mut impl Rng) {
        self.branches.initialize(with, None, rng);
    }

    fn initialize_before(
        &mut self,
        with: Option<Initialization>,
        next: Option<Initialization>,
        rng: &mut impl Rng,
    ) {
        self.branches.initialize(with, next, rng);
    }
}

impl<J: Join, L: Beside, Z: Numbers> Predict for Parallel<J, L, Z> {
    fn inspect<const B: usize>(
        &self,
        x: &Input<Self, B>,
        y: &mut Output<Self, B>,
        visit: &mut impl FnMut(Row, &[Self::Scalar]),
    ) {
        self.branches.inspect(x, &mut Self::join(y), visit);
        visit(Self::JOINED, Z::flat(y));
    }
}

impl<J: Join, L: TrainBeside, Z: Numbers> Train for Parallel<J, L, Z> {
    /// Theirs, and a derivative by `x` that is to be added to another.
    type Tape<const B: usize> = (L::Tape<B>, Input<Self, B>);

    #[inline]
    fn forward<const B: usize>(
        &self,
        x: &Input<Self, B>,
        (tape, _): &mut Self::Tape<B>,
        z: &mut Output<Self, B>,
    ) {
        self.branches.forward::<true, B>(x, tape, &mut Self::join(z));
    }

    #[inline]
    fn backward<const B: usize>(
        &self,
        x: &Input<Self, B>,
        (tape, aside): &mut Self::Tape<B>,
        dz: &Output<Self, B>,
        dx: Option<&mut Input<Self, B>>,
        gradient: &mut Self,
    ) {
        self.branches.backward(x, tape, &mut Self::part(dz), dx, (true, aside), &mut gradient.branches);
    }
}

impl<J: Join, L: TrainBeside, Z: Numbers> Learn for Parallel<J, L, Z> {
    #[inline]
    fn infer_on_tape<const B: usize>(
        &self,
        x: &Input<Self, B>,
        (tape, _): &mut Self::Tape<B>,
        z: &mut Output<Self, B>,
    ) {
        self.branches.forward::<false, B>(x, tape, &mut Self::join(z));
    }

    fn sample_noise<const B: usize>((tape, _): &mut Self::Tape<B>, rng: &mut impl Rng) {
        L::sample_noise(tape, rng);
    }

    fn update_buffers<const B: usize>(&mut self, (tape, _): &Self::Tape<B>) {
        self.branches.update_buffers(tape);
    }
}

/// Of each branch.
impl<J: Join, L: StreamBeside, Z: Numbers> Stream for Parallel<J, L, Z> {
    type State = L::State;

    #[inline]
    fn infer_step(&self, state: &mut L::State, x: &Frame<L::Input, L::Number>, z: &mut Frame<Z, L::Number>) {
        const { Self::FITS };
        let (z, mut at) = (numbers_mut::<Z, _>(z), 0);
        self.branches.step(state, x, &mut |y| {
            J::join(z, y, 1, at);
            at += y.len();
        });
    }
}

#[cfg(feature = "std")]
impl<J: Join, L: Beside + BesideToC, Z: Numbers> ToC for Parallel<J, L, Z> {
    fn c(c: &mut C) {
        c.block::<Self>(|c, x, z| {
            let (rows, all, mut at) = (Z::NON_CHANNEL_DIMS[0], Z::LEN / Z::NON_CHANNEL_DIMS[0], 0);
            let mut join = |c: &mut C, y: &str, width: usize| {
                let width = width / rows;
                let (to, operator) = match (J::ALIKE, at) {
                    (true, 0) => ("".into(), "="),
                    (true, _) => ("".into(), "+="),
                    _ => (std::format!(" + {at}"), "="),
                };
                c.statement(&std::format!(
                    "for (size_t r = 0; r < {rows}; r++)\n\
                     for (size_t i = 0; i < {width}; i++) {z}[r * {all} + i{to}] {operator} {y}[r * {width} + i];"
                ));
                at += width;
            };
            L::c(c, x, &mut join);
        });
    }
}
