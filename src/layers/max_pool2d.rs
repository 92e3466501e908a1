use core::marker::PhantomData;

use crate::activation::Identity;
#[cfg(feature = "std")]
use crate::c::{C, ToC};
use crate::kernel::{Pool, pool};
use crate::layer::{Input, Output};
use crate::module::Describe;
use crate::window::{Geometry, Planes, Walk, options};
use crate::{Layer, Module, Scalar, Text, Train};

/// The largest number of each window: `MaxPool2d<K>` in the DSL.
///
/// ```text
/// z[k][r][c] = max over rows i and columns j of the window:  x[k][r S + i - P][c S + j - P]
/// dx = dz where that maximum was (the first of equals), else 0
/// ```
///
/// Windows walk by their own size, or by `stride = 1`; `pad = 1` and `pad = same` are as those of [`Conv2d`](super::Conv2d),
/// and what they add never is the largest. Windows must end where the image does, unless `last = drop` leaves out
/// what is left over. A NaN in a window makes it NaN.
///
/// ```
/// use constrata::{Image, Network, Window, layers::MaxPool2d};
/// let pool = MaxPool2d::<Image<1, 1, 4>, Image<1, 1, 2>, Window<1, 2, 1, 2>>::default();
/// assert_eq!(pool.predict(&[[[1.0, 5.0, -2.0, -3.0]]]), [[[5.0, -2.0]]]);
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Module)]
#[module(own(Describe))]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(bound = ""))]
pub struct MaxPool2d<X, Z, K, T = f32> {
    #[cfg_attr(feature = "serde", serde(skip))]
    shape: PhantomData<(X, Z, K, T)>,
}

impl<X: Planes, Z: Planes, K: Walk, T> MaxPool2d<X, Z, K, T> {
    const GEOMETRY: Geometry = {
        assert!(X::CHANNELS == Z::CHANNELS, "MaxPool2d: a pool keeps the channels");
        assert!(K::DILATION[0] * K::DILATION[1] == 1, "MaxPool2d: the window of a pool has no dilation");
        Geometry::new::<X, Z, K>(1)
    };
}

impl<X: Planes, Z: Planes, K: Walk, T: Scalar> Layer for MaxPool2d<X, Z, K, T> {
    type Scalar = T;
    type Input = X;
    type Output = Z;
    type Activation = Identity;

    #[inline]
    fn infer<const B: usize>(&self, x: &Input<Self, B>, z: &mut Output<Self, B>) {
        pool(const { &Self::GEOMETRY }, Pool::Max { x: X::flat(x), z: Z::flat_mut(z) });
    }
}

impl<X: Planes, Z: Planes, K: Walk, T: Scalar> Describe for MaxPool2d<X, Z, K, T> {
    const NAME: Text = Text::new("MaxPool2d<").join(&K::TEXT).join(&options::<X, Z, K>(K::SIZE)).text(">");
}

impl<X: Planes, Z: Planes, K: Walk, T: Scalar> Train for MaxPool2d<X, Z, K, T> {
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
            pool(
                const { &Self::GEOMETRY },
                Pool::MaxBack { x: X::flat(x), dz: Z::flat(dz), dx: X::flat_mut(dx) },
            );
        }
    }
}

#[cfg(feature = "std")]
impl<X: Planes, Z: Planes, K: Walk, T: Scalar> ToC for MaxPool2d<X, Z, K, T> {
    fn c(c: &mut C) {
        c.layer::<Self>(|c, names| {
            let number = "if (!shown || v > found || (v != v && found == found)) found = v;";
            c.pool(&Self::GEOMETRY, names, number, "found")
        });
    }
}
