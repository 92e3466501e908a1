use core::marker::PhantomData;

use crate::activation::Identity;
#[cfg(feature = "std")]
use crate::c::{C, ToC};
use crate::layer::{Input, Output};
use crate::module::Describe;
use crate::{Layer, Module, Numbers, Scalar, Text, Train};

/// The same numbers as another shape, in the order they lie in memory: `Reshape<[C, H, W]>`, `Reshape<[STEPS, N]>` or
/// `Reshape<N>` in the DSL.
///
/// ```text
/// z = x            dx = dz
/// ```
///
/// The order is PyTorch's: channel by channel, row by row; step by step. `X` and `Z` have the same [`Shape::LEN`](crate::Shape::LEN): another is an
/// error of the DSL, and of the compiler where the layer is built by hand.
///
/// ```
/// use constrata::{Image, Network, Vector, layers::Reshape};
/// let reshape = Reshape::<Vector<4>, Image<1, 2, 2>>::default();
/// assert_eq!(reshape.predict(&[1.0, 2.0, 3.0, 4.0]), [[[1.0, 2.0], [3.0, 4.0]]]);
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Module)]
#[module(own(Describe))]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(bound = ""))]
pub struct Reshape<X, Z, T = f32> {
    #[cfg_attr(feature = "serde", serde(skip))]
    shape: PhantomData<(X, Z, T)>,
}

impl<X: Numbers, Z: Numbers, T: Scalar> Reshape<X, Z, T> {
    const FITS: () = assert!(X::LEN == Z::LEN, "Reshape: the two shapes have other numbers of values");
}

impl<X: Numbers, Z: Numbers, T: Scalar> Layer for Reshape<X, Z, T> {
    type Scalar = T;
    type Input = X;
    type Output = Z;
    type Activation = Identity;

    #[inline]
    fn infer<const B: usize>(&self, x: &Input<Self, B>, z: &mut Output<Self, B>) {
        const { Self::FITS };
        Z::flat_mut(z).copy_from_slice(X::flat(x));
    }
}

impl<X: Numbers, Z: Numbers, T: Scalar> Describe for Reshape<X, Z, T> {
    const NAME: Text = Text::new("Reshape<").join(&Z::NAME).text(">");
}

#[cfg(feature = "std")]
impl<X: Numbers, Z: Numbers, T: Scalar> ToC for Reshape<X, Z, T> {
    fn c(c: &mut C) {
        c.each::<Self, 1>("reshape", |[x]| x);
    }
}

impl<X: Numbers, Z: Numbers, T: Scalar> Train for Reshape<X, Z, T> {
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
            X::flat_mut(dx).copy_from_slice(Z::flat(dz));
        }
    }
}
