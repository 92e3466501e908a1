use core::array::{from_mut, from_ref};
use core::marker::PhantomData;

use crate::activation::{Function, Identity};
#[cfg(feature = "std")]
use crate::c::{C, ToC};
use crate::kernel::{Work, launch};
use crate::layer::{Input, Output};
use crate::module::Describe;
use crate::stream::Frame;
use crate::{Initialization, Layer, Module, Numbers, Scalar, Stream, Text, Train};

/// A function of every number alone, whose derivative needs its input: `=> Gelu` in the DSL, and
/// `Dense<32, Gelu>` is short for `Dense<32> => Gelu`.
///
/// ```text
/// z = f(x)            dx = f'(x) dz
/// ```
///
/// ```
/// use constrata::{Network, Vector, activation::Softplus, layers::Pointwise};
/// let softplus = Pointwise::<Softplus, Vector<2>>::default();
/// assert_eq!(softplus.predict(&[-200.0, 200.0]), [0.0, 200.0]);
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Module)]
#[module(own(Describe))]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(bound = ""))]
pub struct Pointwise<F, S, T = f32> {
    #[cfg_attr(feature = "serde", serde(skip))]
    function: PhantomData<(F, S, T)>,
}

impl<F: Function, S: Numbers, T: Scalar> Layer for Pointwise<F, S, T> {
    type Scalar = T;
    type Input = S;
    type Output = S;
    type Activation = Identity;

    #[cfg_attr(target_pointer_width = "64", inline(always))]
    #[cfg_attr(target_pointer_width = "32", inline)]
    fn infer<const B: usize>(&self, x: &Input<Self, B>, z: &mut Output<Self, B>) {
        let (x, z) = (S::flat(x), S::flat_mut(z));
        launch(x.len(), Apply::<F, T>(x, z, PhantomData));
    }
}

impl<F: Function, S: Numbers, T: Scalar> Describe for Pointwise<F, S, T> {
    const NAME: Text = F::CALLED;
    const INIT_HINT: Option<Initialization> = Some(F::INITIALIZATION);
}

#[cfg(feature = "std")]
impl<F: Function, S: Numbers, T: Scalar> ToC for Pointwise<F, S, T> {
    fn c(c: &mut C) {
        c.each::<Self, 1>(F::NAME.as_str(), |[x]| F::value(x));
    }
}

impl<F: Function, S: Numbers, T: Scalar> Train for Pointwise<F, S, T> {
    type Tape<const B: usize> = ();

    #[inline]
    fn backward<const B: usize>(
        &self,
        x: &Input<Self, B>,
        _tape: &mut (),
        dz: &Output<Self, B>,
        dx: Option<&mut Input<Self, B>>,
        _gradient: &mut Self,
    ) {
        if let Some(dx) = dx {
            let (x, dz, dx) = (S::flat(x), S::flat(dz), S::flat_mut(dx));
            launch(x.len(), Backward::<F, T>(x, dz, dx, PhantomData));
        }
    }
}

struct Apply<'a, F, T>(&'a [T], &'a mut [T], PhantomData<F>);
impl<F: Function, T: Scalar> Work for Apply<'_, F, T> {
    type Output = ();
    #[inline(always)]
    fn run(self) {
        for (x, z) in self.0.iter().zip(self.1) {
            *z = F::value(*x);
        }
    }
}

struct Backward<'a, F, T>(&'a [T], &'a [T], &'a mut [T], PhantomData<F>);
impl<F: Function, T: Scalar> Work for Backward<'_, F, T> {
    type Output = ();
    #[inline(always)]
    fn run(self) {
        for ((x, dz), dx) in self.0.iter().zip(self.1).zip(self.2) {
            *dx = F::derivative(*x) * *dz;
        }
    }
}

#[diagnostic::do_not_recommend]
impl<F: Function, S: Numbers, T: Scalar> Stream for Pointwise<F, S, T> {
    type State = ();

    #[inline(always)]
    fn infer_step(&self, _: &mut (), x: &Frame<S, T>, z: &mut Frame<S, T>) {
        Pointwise::<F, S::Frame, T> { function: PhantomData }.infer(from_ref(x), from_mut(z));
    }
}
