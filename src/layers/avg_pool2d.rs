use core::marker::PhantomData;

use crate::activation::Identity;
#[cfg(feature = "std")]
use crate::c::{C, ToC};
use crate::kernel::{Pool, pool};
use crate::layer::{Input, Output};
use crate::module::Describe;
use crate::window::{Geometry, Planes, Walk, options};
use crate::{Layer, Module, Scalar, Text, Train};

/// The mean of each window: `AvgPool2d<K>` in the DSL.
///
/// ```text
/// z[k][r][c] = mean over rows i and columns j of the window:  x[k][r S + i - P][c S + j - P]
/// dx = dz / numbers in the window, added up over the windows
/// ```
///
/// The options are those of [`MaxPool2d`](super::MaxPool2d). The mean is that of the numbers on the image: padding does
/// not count, as in TensorFlow, and in PyTorch with `count_include_pad=False`.
///
/// ```
/// use constrata::{Image, Network, Window, layers::AvgPool2d};
/// let pool = AvgPool2d::<Image<1, 1, 4>, Image<1, 1, 2>, Window<1, 2, 1, 2>>::default();
/// assert_eq!(pool.predict(&[[[1.0, 5.0, -2.0, -3.0]]]), [[[3.0, -2.5]]]);
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Module)]
#[module(own(Describe))]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(bound = ""))]
pub struct AvgPool2d<X, Z, K, T = f32> {
    #[cfg_attr(feature = "serde", serde(skip))]
    shape: PhantomData<(X, Z, K, T)>,
}

impl<X: Planes, Z: Planes, K: Walk, T> AvgPool2d<X, Z, K, T> {
    const GEOMETRY: Geometry = {
        assert!(X::CHANNELS == Z::CHANNELS, "AvgPool2d: a pool keeps the channels");
        assert!(K::DILATION[0] * K::DILATION[1] == 1, "AvgPool2d: the window of a pool has no dilation");
        Geometry::new::<X, Z, K>(1)
    };
}

impl<X: Planes, Z: Planes, K: Walk, T: Scalar> Layer for AvgPool2d<X, Z, K, T> {
    type Scalar = T;
    type Input = X;
    type Output = Z;
    type Activation = Identity;

    #[inline]
    fn infer<const B: usize>(&self, x: &Input<Self, B>, z: &mut Output<Self, B>) {
        pool(const { &Self::GEOMETRY }, Pool::Mean { x: X::flat(x), z: Z::flat_mut(z) });
    }
}

impl<X: Planes, Z: Planes, K: Walk, T: Scalar> Describe for AvgPool2d<X, Z, K, T> {
    const NAME: Text = Text::new("AvgPool2d<").join(&K::TEXT).join(&options::<X, Z, K>(K::SIZE)).text(">");
}

impl<X: Planes, Z: Planes, K: Walk, T: Scalar> Train for AvgPool2d<X, Z, K, T> {
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
            pool(const { &Self::GEOMETRY }, Pool::MeanBack { dz: Z::flat(dz), dx: X::flat_mut(dx) });
        }
    }
}

#[cfg(feature = "std")]
impl<X: Planes, Z: Planes, K: Walk, T: Scalar> ToC for AvgPool2d<X, Z, K, T> {
    fn c(c: &mut C) {
        c.layer::<Self>(|c, names| {
            let mean = std::format!("found / ({})shown", c.real());
            c.pool(&Self::GEOMETRY, names, "found += v;", &mean)
        });
    }
}
