use core::marker::PhantomData;

use crate::activation::{Activation, Differentiable};
#[cfg(feature = "std")]
use crate::c::{C, ToC};
use crate::layer::{Input, Output};
use crate::modules::Module;
use crate::{Initialization, Layer, Parameters, Scalar, Shape, Text, Train};

/// An activation alone: `=> Relu` in the DSL.
///
/// ```text
/// z = x, y = A(z)            dx = dz
/// ```
///
/// `Dense<32> => Relu` computes the same as `Dense<32, Relu>`, with one more buffer.
///
/// ```
/// use constrata::{Network, Vector, activation::Relu, layers::Activate};
/// let relu = Activate::<Relu, Vector<3>>::default();
/// assert_eq!(relu.predict(&[-1.0, 0.0, 2.0]), [0.0, 0.0, 2.0]);
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Parameters)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(bound = ""))]
pub struct Activate<A, S, T = f32> {
    #[cfg_attr(feature = "serde", serde(skip))]
    activation: PhantomData<(A, S, T)>,
}

impl<A: Activation, S: Shape, T: Scalar> Layer for Activate<A, S, T> {
    type Input = S;
    type Output = S;
    type Activation = A;
    const NAME: Text = A::CALLED;
    const SUITS: Option<Initialization> = Some(A::INITIALIZATION);

    #[cfg_attr(target_pointer_width = "64", inline(always))]
    #[cfg_attr(target_pointer_width = "32", inline)]
    fn infer<const B: usize>(&self, x: &Input<Self, B>, z: &mut Output<Self, B>) {
        z.copy_from_slice(x);
    }

    fn modules(visit: &mut impl FnMut(Module)) {
        visit(Module::Activation);
    }
}

#[cfg(feature = "std")]
impl<A: Activation, S: Shape, T: Scalar> ToC for Activate<A, S, T> {
    fn c(c: &mut C) {
        c.each::<Self, 1>("copy", |[x]| x);
    }
}

impl<A: Differentiable, S: Shape, T: Scalar> Train for Activate<A, S, T> {
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
