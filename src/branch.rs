//! Branches: what computes of the same `x` side by side, and what comes of it is joined.

use core::mem::MaybeUninit;

use bytemuck::Zeroable;
use rand_core::Rng;

use crate::activation::Differentiable;
#[cfg(feature = "std")]
use crate::c::{C, ToC};
use crate::layer::{Input, Output};
use crate::modules::Module;
use crate::summary::Row;
use crate::{Batch, Initialization, Layer, Parameters, Pass, Shape, Text, Train, kernel};

/// A layer in a branch, or several branches as one; each hands what it puts out to `join`, in order.
#[doc(hidden)]
pub trait Branch: Parameters + Send + Sync {
    type Input: Shape;
    /// Whether it hands on what it is given.
    const SKIPS: bool = false;
    const NAME: Text;
    const MACS: usize;
    /// Bytes of all outputs for one sample, and of what lies between the layers inside.
    const SCRATCH: usize;
    const LOCALS: usize;
    fn infer<const B: usize>(
        &self,
        x: &Batch<Self::Input, Self::Scalar, B>,
        join: &mut impl FnMut(&[Self::Scalar]),
    );
    fn inspect<const B: usize>(
        &self,
        x: &Batch<Self::Input, Self::Scalar, B>,
        join: &mut impl FnMut(&[Self::Scalar]),
        visit: &mut impl FnMut(Row, &[Self::Scalar]),
    );
    fn initialize(&mut self, with: Option<Initialization>, rng: &mut impl Rng);
    fn rows(visit: &mut impl FnMut(Row));
    /// `part` goes before the modules of each.
    fn modules(part: &mut impl FnMut() -> Module, visit: &mut impl FnMut(Module));
}

/// What is joined to what other branches put out.
#[doc(hidden)]
pub trait Joined: Branch {
    /// Numbers for one sample, of all branches together.
    const WIDTH: usize;
    /// The shape of the first.
    const SHAPE: Text;
    /// Whether all have that.
    const ALIKE: bool;
    /// See [`Shape::KEPT`]; no branch has those where they differ.
    const KEPT: [usize; 3];
}

/// A branch that leads from one shape to one.
#[doc(hidden)]
pub trait Shortcut: Branch {
    type Output: Shape;
}

/// A branch that learns.
#[doc(hidden)]
pub trait TrainBranch: Branch {
    /// See [`Train::LEAST`].
    const LEAST: usize = 1;
    type Tape<const B: usize>: Zeroable + Send;
    /// Its derivative by `x`, where that is to be added to another branch's.
    type Beside<const B: usize>: Zeroable + Send;
    fn forward<const B: usize>(
        &self,
        x: &Batch<Self::Input, Self::Scalar, B>,
        tape: &mut Self::Tape<B>,
        join: &mut impl FnMut(&[Self::Scalar]),
    );
    fn infer_on_tape<const B: usize>(
        &self,
        x: &Batch<Self::Input, Self::Scalar, B>,
        tape: &mut Self::Tape<B>,
        join: &mut impl FnMut(&[Self::Scalar]),
    );
    /// `part` writes the derivative by what was handed to `join`, or adds it where that is said.
    fn backward<const B: usize>(
        &self,
        x: &Batch<Self::Input, Self::Scalar, B>,
        tape: &mut Self::Tape<B>,
        part: &mut impl FnMut(&mut [Self::Scalar], bool),
        dx: Option<&mut Batch<Self::Input, Self::Scalar, B>>,
        gradient: &mut Self,
    );
    /// The same, but for `dx`, to which it adds.
    fn backward_beside<const B: usize>(
        &self,
        x: &Batch<Self::Input, Self::Scalar, B>,
        tape: (&mut Self::Tape<B>, &mut Self::Beside<B>),
        part: &mut impl FnMut(&mut [Self::Scalar], bool),
        dx: Option<&mut Batch<Self::Input, Self::Scalar, B>>,
        gradient: &mut Self,
    );
    fn randomize<const B: usize>(tape: &mut Self::Tape<B>, rng: &mut impl Rng);
    fn absorb<const B: usize>(&mut self, tape: &Self::Tape<B>);
}

/// How a branch is written as C: it hands the array that it puts out to `join`, and how many numbers that has.
#[cfg(feature = "std")]
#[doc(hidden)]
pub trait BranchToC {
    fn c(c: &mut C, x: &str, join: &mut impl FnMut(&mut C, &str, usize));
}

impl<L: Layer> Shortcut for L {
    type Output = <L as Layer>::Output;
}

impl<L: Layer> Joined for L {
    const WIDTH: usize = <L as Layer>::Output::LEN;
    const SHAPE: Text = <L as Layer>::Output::NAME;
    const ALIKE: bool = true;
    const KEPT: [usize; 3] = <L as Layer>::Output::KEPT;
}

impl<L: Layer> Branch for L {
    type Input = <L as Layer>::Input;
    const NAME: Text = <L as Layer>::NAME;
    const MACS: usize = <L as Layer>::MACS;
    const SCRATCH: usize = <L as Layer>::SCRATCH + size_of::<Output<L, 1>>();
    const LOCALS: usize = <L as Layer>::LOCALS;

    #[inline(always)]
    fn infer<const B: usize>(&self, x: &Input<L, B>, join: &mut impl FnMut(&[L::Scalar])) {
        let mut y = MaybeUninit::uninit();
        let y = <L as Layer>::Output::scratch(&mut y);
        self.activate(x, y);
        join(<L as Layer>::Output::flat(y));
    }

    fn inspect<const B: usize>(
        &self,
        x: &Input<L, B>,
        join: &mut impl FnMut(&[L::Scalar]),
        visit: &mut impl FnMut(Row, &[L::Scalar]),
    ) {
        let mut y = MaybeUninit::uninit();
        let y = <L as Layer>::Output::scratch(&mut y);
        Layer::inspect(self, x, y, visit);
        join(<L as Layer>::Output::flat(y));
    }

    fn initialize(&mut self, with: Option<Initialization>, rng: &mut impl Rng) {
        Layer::initialize(self, with, rng);
    }

    fn rows(visit: &mut impl FnMut(Row)) {
        <L as Layer>::rows(visit);
    }

    fn modules(part: &mut impl FnMut() -> Module, visit: &mut impl FnMut(Module)) {
        visit(part());
        <L as Layer>::modules(visit);
    }
}

impl<L: Train<Activation: Differentiable>> TrainBranch for L {
    const LEAST: usize = <L as Train>::LEAST;
    type Tape<const B: usize> = Pass<L, B>;
    type Beside<const B: usize> = Input<L, B>;

    #[inline]
    fn forward<const B: usize>(
        &self,
        x: &Input<L, B>,
        pass: &mut Pass<L, B>,
        join: &mut impl FnMut(&[L::Scalar]),
    ) {
        pass.forward(self, x);
        join(<L as Layer>::Output::flat(&pass.output));
    }

    #[inline]
    fn infer_on_tape<const B: usize>(
        &self,
        x: &Input<L, B>,
        pass: &mut Pass<L, B>,
        join: &mut impl FnMut(&[L::Scalar]),
    ) {
        pass.activate(self, x);
        join(<L as Layer>::Output::flat(&pass.output));
    }

    #[inline]
    fn backward<const B: usize>(
        &self,
        x: &Input<L, B>,
        pass: &mut Pass<L, B>,
        part: &mut impl FnMut(&mut [L::Scalar], bool),
        dx: Option<&mut Input<L, B>>,
        gradient: &mut Self,
    ) {
        part(<L as Layer>::Output::flat_mut(&mut pass.gradient), false);
        pass.backward_through(self, x, dx, gradient);
    }

    #[inline]
    fn backward_beside<const B: usize>(
        &self,
        x: &Input<L, B>,
        (pass, beside): (&mut Pass<L, B>, &mut Input<L, B>),
        part: &mut impl FnMut(&mut [L::Scalar], bool),
        dx: Option<&mut Input<L, B>>,
        gradient: &mut Self,
    ) {
        let own = dx.is_some().then_some(&mut *beside);
        TrainBranch::backward(self, x, pass, part, own, gradient);
        if let Some(dx) = dx {
            kernel::add(<L as Layer>::Input::flat_mut(dx), <L as Layer>::Input::flat(beside));
        }
    }

    fn randomize<const B: usize>(pass: &mut Pass<L, B>, rng: &mut impl Rng) {
        <L as Train>::randomize(&mut pass.tape, rng);
    }

    fn absorb<const B: usize>(&mut self, pass: &Pass<L, B>) {
        Train::absorb(self, &pass.tape);
    }
}

#[cfg(feature = "std")]
impl<L: Layer + ToC> BranchToC for L {
    fn c(c: &mut C, x: &str, join: &mut impl FnMut(&mut C, &str, usize)) {
        let y = c.branch(x, <L as ToC>::c);
        join(c, &y, <L as Layer>::Output::LEN);
    }
}
