//! Layers side by side: branches that compute of the same `x`, what comes of them joined.
//!
//! A branch is a layer. Several are a [`Both`](crate::layers::Both), nested evenly as the layers of a row are in
//! [`stack`](crate::stack); each layer hands what it puts out to `join`, in order, so that no buffer holds all of it.

use core::mem::MaybeUninit;

use bytemuck::Zeroable;
use rand_core::Rng;

use crate::activation::Differentiable;
#[cfg(feature = "std")]
use crate::c::{C, ToC};
use crate::layer::Input;
use crate::modules::Module;
use crate::stack::{held, output};
use crate::summary::Row;
use crate::{Batch, Initialization, Layer, Parameters, Pass, Shape, Text, Train, kernel};

/// A layer, or several side by side.
#[doc(hidden)]
pub trait Beside: Parameters + Send + Sync {
    type Input: Shape;
    const NAME: Text;
    const MACS: usize;
    /// Bytes of all outputs for one sample, and of what lies between the layers inside.
    const SCRATCH: usize;
    const LOCALS: usize;
    /// Numbers for one sample, of all together.
    const WIDTH: usize;
    /// The shape of the first.
    const SHAPE: Text;
    /// Whether all have that.
    const ALIKE: bool;
    /// See [`Shape::KEPT`]; none where they differ.
    const KEPT: [usize; 3];
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

/// Layers side by side that learn.
#[doc(hidden)]
pub trait TrainBeside: Beside {
    const LEAST: usize;
    type Tape<const B: usize>: Zeroable + Send;
    /// `LEARNS` remembers on the tape what `backward` will need; else the tape is only where outputs lie.
    fn forward<const LEARNS: bool, const B: usize>(
        &self,
        x: &Batch<Self::Input, Self::Scalar, B>,
        tape: &mut Self::Tape<B>,
        join: &mut impl FnMut(&[Self::Scalar]),
    );
    /// `part` writes the derivative by what was handed to `join`; `dx` is written by whoever is `first`, and added to by all
    /// others, by way of `aside`.
    fn backward<const B: usize>(
        &self,
        x: &Batch<Self::Input, Self::Scalar, B>,
        tape: &mut Self::Tape<B>,
        part: &mut impl FnMut(&mut [Self::Scalar]),
        dx: Option<&mut Batch<Self::Input, Self::Scalar, B>>,
        first_and_aside: (bool, &mut Batch<Self::Input, Self::Scalar, B>),
        gradient: &mut Self,
    );
    fn randomize<const B: usize>(tape: &mut Self::Tape<B>, rng: &mut impl Rng);
    fn absorb<const B: usize>(&mut self, tape: &Self::Tape<B>);
}

/// How they are written as C: each hands the array that it puts out to `join`, and how many numbers that has.
#[cfg(feature = "std")]
#[doc(hidden)]
pub trait BesideToC {
    fn c(c: &mut C, x: &str, join: &mut impl FnMut(&mut C, &str, usize));
}

impl<L: Layer> Beside for L {
    type Input = L::Input;
    const NAME: Text = L::NAME;
    const MACS: usize = L::MACS;
    const SCRATCH: usize = L::SCRATCH + held::<L>();
    const LOCALS: usize = L::LOCALS;
    const WIDTH: usize = L::Output::LEN;
    const SHAPE: Text = L::Output::NAME;
    const ALIKE: bool = true;
    const KEPT: [usize; 3] = L::Output::KEPT;

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

    fn initialize(&mut self, with: Option<Initialization>, rng: &mut impl Rng) {
        self.initialize(with, rng);
    }

    fn rows(visit: &mut impl FnMut(Row)) {
        L::rows(visit);
    }

    fn modules(part: &mut impl FnMut() -> Module, visit: &mut impl FnMut(Module)) {
        visit(part());
        L::modules(visit);
    }
}

impl<L: Train<Activation: Differentiable>> TrainBeside for L {
    const LEAST: usize = L::LEAST;
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
                kernel::add(L::Input::flat_mut(dx), L::Input::flat(aside));
            }
            dx => pass.backward_through(self, x, dx, gradient),
        }
    }

    fn randomize<const B: usize>(pass: &mut Pass<L, B>, rng: &mut impl Rng) {
        L::randomize(&mut pass.tape, rng);
    }

    fn absorb<const B: usize>(&mut self, pass: &Pass<L, B>) {
        self.absorb(&pass.tape);
    }
}

#[cfg(feature = "std")]
impl<L: Layer + ToC> BesideToC for L {
    fn c(c: &mut C, x: &str, join: &mut impl FnMut(&mut C, &str, usize)) {
        let y = c.branch(x, <L as ToC>::c);
        join(c, &y, L::Output::LEN);
    }
}
