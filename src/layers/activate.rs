use core::marker::PhantomData;

use crate::activation::{Activation, Differentiable, Identity};
#[cfg(feature = "std")]
use crate::c::{C, ToC};
use crate::layer::{Input, Output};
use crate::module::{Describe, Node};
use crate::stream::Frame;
use crate::{Initialization, Layer, Module, Numbers, Row, Scalar, Stream, Text, Train};

/// An activation alone: `=> Relu` in the DSL.
///
/// ```text
/// z = x, y = A(z)            dx = dz
/// ```
///
/// `Dense<32> => Relu` computes the same as `Dense<32, Relu>`, with one more buffer. `Activate<Identity, ..>` is the layer that
/// puts out what it is given, as a branch of [`Parallel`](super::Parallel), or what a [`Residual`](super::Residual) adds where no
/// projection is given: networks pass it over.
///
/// ```
/// use constrata::{activation::Relu, layers::Activate, prelude::*};
/// let relu = Activate::<Relu, Vector<3>>::default();
/// assert_eq!(relu.predict(&[-1.0, 0.0, 2.0]), [0.0, 0.0, 2.0]);
/// assert_eq!(<network!(3 => Dense<8> => Identity => Dense<1>)>::STACK_BYTES, <network!(3 => Dense<8> => Dense<1>)>::STACK_BYTES);
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Module)]
#[module(own(Describe))]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(bound = ""))]
pub struct Activate<A, S, T = f32> {
    #[cfg_attr(feature = "serde", serde(skip))]
    activation: PhantomData<(A, S, T)>,
}

impl<A: Activation, S: Numbers, T: Scalar> Layer for Activate<A, S, T> {
    type Scalar = T;
    type Input = S;
    type Output = S;
    type Activation = A;

    #[cfg_attr(target_pointer_width = "64", inline(always))]
    #[cfg_attr(target_pointer_width = "32", inline)]
    fn infer<const B: usize>(&self, x: &Input<Self, B>, z: &mut Output<Self, B>) {
        z.copy_from_slice(x);
    }
}

impl<A: Activation, S: Numbers, T: Scalar> Describe for Activate<A, S, T> {
    const NAME: Text = A::CALLED;
    const INIT_HINT: Option<Initialization> = Some(A::INITIALIZATION);
    const IS_IDENTITY: bool = A::OURS && A::NAME.is(&Identity::NAME);

    fn nodes(visit: &mut impl FnMut(Node)) {
        visit(Node::Activation { row: Some(Row::of::<Self>()) });
    }
}

#[cfg(feature = "std")]
impl<A: Activation, S: Numbers, T: Scalar> ToC for Activate<A, S, T> {
    fn c(c: &mut C) {
        c.each::<Self, 1>("copy", |[x]| x);
    }
}

impl<A: Differentiable, S: Numbers, T: Scalar> Train for Activate<A, S, T> {
    type Tape<const B: usize> = ();

    #[inline]
    fn backward<const B: usize>(
        &self,
        _x: &Input<Self, B>,
        _tape: &mut (),
        dz: &Output<Self, B>,
        dx: Option<&mut Input<Self, B>>,
        _gradient: &mut Self,
    ) {
        if let Some(dx) = dx {
            dx.copy_from_slice(dz);
        }
    }
}

#[diagnostic::do_not_recommend]
impl<A: Activation, S: Numbers, T: Scalar> Stream for Activate<A, S, T> {
    type State = ();

    #[inline(always)]
    fn infer_step(&self, _: &mut (), x: &Frame<S, T>, z: &mut Frame<S, T>) {
        *z = *x;
    }
}
