//! Layers side by side: branches that compute of the same `x`, what comes of them joined.
//!
//! A branch is a layer. Several are a [`Both`](crate::layers::Both), nested evenly as the layers of a row are in
//! [`stack`](crate::stack); each layer hands what it puts out to `join`, in order, so that no buffer holds all of it.

use core::fmt::Debug;
use core::mem::MaybeUninit;

use bytemuck::Zeroable;
use rand_core::Rng;

use crate::activation::Differentiable;
#[cfg(feature = "std")]
use crate::c::{C, ToC};
use crate::layer::Input;
use crate::module::Node;
use crate::module::{Cost, Folded};
use crate::stack::{One, held, output, stepped};
use crate::stream::{Frame, numbers};
use crate::{
    Batch, Initialization, Learn, Module, Numbers, Parameters, Pass, Row, Shape, Stream, Text, kernel,
};

/// A layer, or several side by side.
#[doc(hidden)]
pub trait Beside: Parameters + Send + Sync {
    type Input: Shape;
    const NAME: Text;
    const FOLDED: Folded;
    /// With all outputs as scratch, beside what lies between the layers inside.
    const COST: Cost;
    /// Numbers for one sample, of all together.
    const WIDTH: usize;
    /// The shape of the first.
    const SHAPE: Text;
    /// Whether all have that.
    const ALIKE: bool;
    /// See [`Shape::NON_CHANNEL_DIMS`]; none where they differ.
    const NON_CHANNEL_DIMS: [usize; 3];
    fn infer<const B: usize>(
        &self,
        x: &Batch<Self::Input, Self::Number, B>,
        join: &mut impl FnMut(&[Self::Number]),
    );
    fn inspect<const B: usize>(
        &self,
        x: &Batch<Self::Input, Self::Number, B>,
        join: &mut impl FnMut(&[Self::Number]),
        visit: &mut impl FnMut(Row, &[Self::Number]),
    );
    fn initialize(&mut self, with: Option<Initialization>, next: Option<Initialization>, rng: &mut impl Rng);
    /// `part` goes before the modules of each.
    fn nodes(part: &mut impl FnMut() -> Node, visit: &mut impl FnMut(Node));
}

/// Layers side by side that learn.
#[doc(hidden)]
pub trait TrainBeside: Beside {
    type Tape<const B: usize>: Zeroable + Send;
    /// `LEARNS` remembers on the tape what `backward` will need; else the tape is only where outputs lie.
    fn forward<const LEARNS: bool, const B: usize>(
        &self,
        x: &Batch<Self::Input, Self::Number, B>,
        tape: &mut Self::Tape<B>,
        join: &mut impl FnMut(&[Self::Number]),
    );
    /// `part` writes the derivative by what was handed to `join`; `dx` is written by whoever is `first`, and added to by all
    /// others, by way of `aside`.
    fn backward<const B: usize>(
        &self,
        x: &Batch<Self::Input, Self::Number, B>,
        tape: &mut Self::Tape<B>,
        part: &mut impl FnMut(&mut [Self::Number]),
        dx: Option<&mut Batch<Self::Input, Self::Number, B>>,
        first_and_aside: (bool, &mut Batch<Self::Input, Self::Number, B>),
        gradient: &mut Self,
    );
    fn sample_noise<const B: usize>(tape: &mut Self::Tape<B>, rng: &mut impl Rng);
    fn update_buffers<const B: usize>(&mut self, tape: &Self::Tape<B>);
}

/// Layers side by side that run step by step.
#[doc(hidden)]
pub trait StreamBeside: Beside {
    type State: Copy + Debug + PartialEq + Zeroable + Send + Sync;
    fn step(
        &self,
        state: &mut Self::State,
        x: &Frame<Self::Input, Self::Number>,
        join: &mut impl FnMut(&[Self::Number]),
    );
}

/// How they are written as C: each hands the array that it puts out to `join`, and how many numbers that has.
#[cfg(feature = "std")]
#[doc(hidden)]
pub trait BesideToC {
    fn c(c: &mut C, x: &str, join: &mut impl FnMut(&mut C, &str, usize));
}

impl<L: Module> Beside for L {
    type Input = L::Input;
    const NAME: Text = L::CALLED;
    const FOLDED: Folded = L::FOLDED;
    const COST: Cost = L::COST.scratch(held::<L>());
    const WIDTH: usize = L::Output::LEN;
    const SHAPE: Text = L::Output::NAME;
    const ALIKE: bool = true;
    const NON_CHANNEL_DIMS: [usize; 3] = L::Output::NON_CHANNEL_DIMS;

    #[inline(always)]
    fn infer<const B: usize>(&self, x: &Input<L, B>, join: &mut impl FnMut(&[L::Scalar])) {
        let mut y = MaybeUninit::uninit();
        join(L::Output::flat(output::<L, false, B>(self, x, &mut y)));
    }

    fn inspect<const B: usize>(
        &self,
        x: &Input<L, B>,
        join: &mut impl FnMut(&[L::Scalar]),
        visit: &mut impl FnMut(Row, &[L::Scalar]),
    ) {
        let mut y = MaybeUninit::uninit();
        let y = L::Output::scratch(&mut y);
        self.inspect(x, y, visit);
        join(L::Output::flat(y));
    }

    fn initialize(&mut self, with: Option<Initialization>, next: Option<Initialization>, rng: &mut impl Rng) {
        self.initialize_before(with, next, rng);
    }

    fn nodes(part: &mut impl FnMut() -> Node, visit: &mut impl FnMut(Node)) {
        visit(part());
        L::nodes(visit);
    }
}

impl<L: Learn<Activation: Differentiable>> TrainBeside for L {
    type Tape<const B: usize> = Pass<L, B>;

    #[inline]
    fn forward<const LEARNS: bool, const B: usize>(
        &self,
        x: &Input<L, B>,
        pass: &mut Pass<L, B>,
        join: &mut impl FnMut(&[L::Scalar]),
    ) {
        if LEARNS {
            pass.forward(self, x)
        } else {
            pass.activate(self, x)
        }
        join(L::Output::flat(&pass.output));
    }

    #[inline]
    fn backward<const B: usize>(
        &self,
        x: &Input<L, B>,
        pass: &mut Pass<L, B>,
        part: &mut impl FnMut(&mut [L::Scalar]),
        dx: Option<&mut Input<L, B>>,
        (first, aside): (bool, &mut Input<L, B>),
        gradient: &mut L,
    ) {
        part(L::Output::flat_mut(&mut pass.gradient));
        match dx {
            Some(dx) if !first => {
                pass.backward_through(self, x, Some(&mut *aside), gradient);
                kernel::add(L::Input::numbers_mut(dx), L::Input::numbers(aside));
            }
            dx => pass.backward_through(self, x, dx, gradient),
        }
    }

    fn sample_noise<const B: usize>(pass: &mut Pass<L, B>, rng: &mut impl Rng) {
        L::sample_noise(&mut pass.tape, rng);
    }

    fn update_buffers<const B: usize>(&mut self, pass: &Pass<L, B>) {
        self.update_buffers(&pass.tape);
    }
}

impl<L: Stream<Input: Numbers>> StreamBeside for L {
    type State = L::State;

    #[inline(always)]
    fn step(
        &self,
        state: &mut L::State,
        x: &Frame<L::Input, L::Scalar>,
        join: &mut impl FnMut(&[L::Scalar]),
    ) {
        let mut y = MaybeUninit::uninit();
        join(numbers::<L::Output, _>(stepped::<One<L>, false>(self, state, x, &mut y)));
    }
}

#[cfg(feature = "std")]
impl<L: Module + ToC> BesideToC for L {
    fn c(c: &mut C, x: &str, join: &mut impl FnMut(&mut C, &str, usize)) {
        let y = c.branch(x, <L as ToC>::c);
        join(c, &y, L::Output::LEN);
    }
}
