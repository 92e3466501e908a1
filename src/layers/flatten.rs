use core::marker::PhantomData;

use crate::activation::Identity;
#[cfg(feature = "std")]
use crate::c::{C, ToC};
use crate::layer::{Input, Output};
use crate::module::Describe;
use crate::{Layer, Module, Numbers, Scalar, Text, Train, Vector};

/// An image or a sequence as one vector, in the order it lies in memory: `=> Flatten` in the DSL.
///
/// ```text
/// z = x            dx = dz
/// ```
///
/// The order is PyTorch's: channel by channel, row by row; step by step. `N` is [`Shape::LEN`](crate::Shape::LEN) of `S`: a
/// mismatch is an error of the DSL, and of the compiler where the layer is built by hand.
///
/// ```
/// use constrata::{Image, Network, layers::Flatten};
/// let flatten = Flatten::<Image<1, 2, 2>, 4>::default();
/// assert_eq!(flatten.predict(&[[[1.0, 2.0], [3.0, 4.0]]]), [1.0, 2.0, 3.0, 4.0]);
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Module)]
#[module(own(Describe))]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(bound = ""))]
pub struct Flatten<S, const N: usize, T = f32> {
    #[cfg_attr(feature = "serde", serde(skip))]
    shape: PhantomData<(S, T)>,
}

impl<S: Numbers, const N: usize, T: Scalar> Flatten<S, N, T> {
    const FITS: () = assert!(S::LEN == N, "Flatten: the vector has another length than the shape");
}

impl<S: Numbers, const N: usize, T: Scalar> Layer for Flatten<S, N, T> {
    type Scalar = T;
    type Input = S;
    type Output = Vector<N>;
    type Activation = Identity;

    #[inline]
    fn infer<const B: usize>(&self, x: &Input<Self, B>, z: &mut Output<Self, B>) {
        const { Self::FITS };
        z.as_flattened_mut().copy_from_slice(S::flat(x));
    }
}

impl<S: Numbers, const N: usize, T: Scalar> Describe for Flatten<S, N, T> {
    const NAME: Text = Text::new("Flatten");
}

#[cfg(feature = "std")]
impl<S: Numbers, const N: usize, T: Scalar> ToC for Flatten<S, N, T> {
    fn c(c: &mut C) {
        c.each::<Self, 1>("flatten", |[x]| x);
    }
}

impl<S: Numbers, const N: usize, T: Scalar> Train for Flatten<S, N, T> {
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
            S::flat_mut(dx).copy_from_slice(dz.as_flattened());
        }
    }
}
