use core::marker::PhantomData;

use rand_core::Rng;

#[cfg(doc)]
use super::Residual;
#[cfg(feature = "std")]
use crate::branch::BranchToC;
use crate::branch::{Branch, Shortcut, TrainBranch};
#[cfg(feature = "std")]
use crate::c::C;
use crate::modules::Module;
use crate::summary::Row;
use crate::{Batch, Initialization, Parameters, Scalar, Shape, Text};

/// What a [`Residual`] adds where no projection is given: its input, of shape `S`.
///
/// ```
/// use constrata::{Network, Vector, layers::{Dense, Residual, Skip}};
/// use nalgebra::{matrix, vector};
/// let tripled = Residual::<Dense<1, 1>, Skip<Vector<1>>>::new(Dense::new(matrix![2.0], vector![0.0]), Skip::new());
/// assert_eq!(tripled.predict(&[5.0]), [15.0]);
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Parameters)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(bound = ""))]
pub struct Skip<S, T = f32> {
    #[cfg_attr(feature = "serde", serde(skip))]
    shape: PhantomData<(S, T)>,
}

impl<S, T> Skip<S, T> {
    /// It has no parameters.
    #[must_use]
    pub const fn new() -> Self {
        Skip { shape: PhantomData }
    }
}

impl<S: Shape, T: Scalar> Shortcut for Skip<S, T> {
    type Output = S;
}

impl<S: Shape, T: Scalar> Branch for Skip<S, T> {
    type Input = S;
    const SKIPS: bool = true;
    const NAME: Text = Text::new("");
    const MACS: usize = 0;
    const SCRATCH: usize = 0;
    const LOCALS: usize = 0;
    #[inline(always)]
    fn infer<const B: usize>(&self, x: &Batch<S, T, B>, join: &mut impl FnMut(&[T])) {
        join(S::flat(x));
    }
    fn inspect<const B: usize>(
        &self,
        x: &Batch<S, T, B>,
        join: &mut impl FnMut(&[T]),
        _visit: &mut impl FnMut(Row, &[T]),
    ) {
        join(S::flat(x));
    }
    fn initialize(&mut self, _with: Option<Initialization>, _rng: &mut impl Rng) {}
    fn rows(_visit: &mut impl FnMut(Row)) {}
    fn modules(_part: &mut impl FnMut() -> Module, _visit: &mut impl FnMut(Module)) {}
}

impl<S: Shape, T: Scalar> TrainBranch for Skip<S, T> {
    type Tape<const B: usize> = ();
    type Beside<const B: usize> = ();
    #[inline]
    fn forward<const B: usize>(&self, x: &Batch<S, T, B>, _: &mut (), join: &mut impl FnMut(&[T])) {
        join(S::flat(x));
    }
    #[inline]
    fn infer_on_tape<const B: usize>(&self, x: &Batch<S, T, B>, _: &mut (), join: &mut impl FnMut(&[T])) {
        join(S::flat(x));
    }
    #[inline]
    fn backward<const B: usize>(
        &self,
        _x: &Batch<S, T, B>,
        _: &mut (),
        part: &mut impl FnMut(&mut [T], bool),
        dx: Option<&mut Batch<S, T, B>>,
        _gradient: &mut Self,
    ) {
        if let Some(dx) = dx {
            part(S::flat_mut(dx), false);
        }
    }
    #[inline]
    fn backward_beside<const B: usize>(
        &self,
        _x: &Batch<S, T, B>,
        _: (&mut (), &mut ()),
        part: &mut impl FnMut(&mut [T], bool),
        dx: Option<&mut Batch<S, T, B>>,
        _gradient: &mut Self,
    ) {
        if let Some(dx) = dx {
            part(S::flat_mut(dx), true);
        }
    }
    fn randomize<const B: usize>(_: &mut (), _rng: &mut impl Rng) {}
    fn absorb<const B: usize>(&mut self, _: &()) {}
}

#[cfg(feature = "std")]
impl<S: Shape, T> BranchToC for Skip<S, T> {
    fn c(c: &mut C, x: &str, join: &mut impl FnMut(&mut C, &str, usize)) {
        join(c, x, S::LEN);
    }
}
