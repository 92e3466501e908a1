use core::marker::PhantomData;

use crate::activation::Identity;
#[cfg(feature = "std")]
use crate::c::{C, Names, ToC};
use crate::layer::{Input, Output};
use crate::module::Describe;
use crate::window::Planes;
use crate::{Layer, Module, Scalar, Text, Train};

/// Each pixel as a block of `H x W` pixels: `Upsample<2>` or `Upsample<[2, 3]>` in the DSL.
///
/// ```text
/// z[k][r][c] = x[k][r / H][c / W]            dx = sum of dz over the block
/// ```
///
/// PyTorch's `Upsample(scale_factor=..)`, mode `nearest`.
///
/// ```
/// use constrata::{Image, Network, layers::Upsample};
/// let upsample = Upsample::<Image<1, 1, 2>, Image<1, 2, 4>, 2, 2>::default();
/// assert_eq!(upsample.predict(&[[[1.0, 7.0]]]), [[[1.0, 1.0, 7.0, 7.0], [1.0, 1.0, 7.0, 7.0]]]);
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Module)]
#[module(own(Describe))]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(bound = ""))]
pub struct Upsample<X, Z, const H: usize, const W: usize, T = f32> {
    #[cfg_attr(feature = "serde", serde(skip))]
    shape: PhantomData<(X, Z, T)>,
}

impl<X: Planes, Z: Planes, const H: usize, const W: usize, T> Upsample<X, Z, H, W, T> {
    const FITS: () = assert!(
        X::CHANNELS == Z::CHANNELS
            && X::SIZE[0] * H == Z::SIZE[0]
            && X::SIZE[1] * W == Z::SIZE[1]
            && H * W > 0,
        "Upsample: the image that comes out is not so many times the one that goes in"
    );
}

impl<X: Planes, Z: Planes, const H: usize, const W: usize, T: Scalar> Layer for Upsample<X, Z, H, W, T> {
    type Scalar = T;
    type Input = X;
    type Output = Z;
    type Activation = Identity;

    #[inline]
    fn infer<const B: usize>(&self, x: &Input<Self, B>, z: &mut Output<Self, B>) {
        const { Self::FITS };
        let rows = X::flat(x).chunks_exact(X::SIZE[1]);
        for (x, z) in rows.zip(Z::flat_mut(z).chunks_exact_mut(H * W * X::SIZE[1])) {
            for z in z.chunks_exact_mut(W * X::SIZE[1]) {
                for (x, z) in x.iter().zip(z.chunks_exact_mut(W)) {
                    z.fill(*x);
                }
            }
        }
    }
}

impl<X: Planes, Z: Planes, const H: usize, const W: usize, T: Scalar> Describe for Upsample<X, Z, H, W, T> {
    const NAME: Text = if H == W {
        Text::new("Upsample<").number(H).text(">")
    } else {
        Text::new("Upsample<[").number(H).text(", ").number(W).text("]>")
    };
}

impl<X: Planes, Z: Planes, const H: usize, const W: usize, T: Scalar> Train for Upsample<X, Z, H, W, T> {
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
        let Some(dx) = dx else { return };
        let rows = X::flat_mut(dx).chunks_exact_mut(X::SIZE[1]);
        for (dx, dz) in rows.zip(Z::flat(dz).chunks_exact(H * W * X::SIZE[1])) {
            dx.fill(T::ZERO);
            for dz in dz.chunks_exact(W * X::SIZE[1]) {
                for (dx, dz) in dx.iter_mut().zip(dz.chunks_exact(W)) {
                    for dz in dz {
                        *dx += *dz;
                    }
                }
            }
        }
    }
}

#[cfg(feature = "std")]
impl<X: Planes, Z: Planes, const H: usize, const W: usize, T: Scalar> ToC for Upsample<X, Z, H, W, T> {
    fn c(c: &mut C) {
        c.layer::<Self>(|_, Names { x, z, .. }| {
            let ([rows, columns], width) = (Z::SIZE, X::SIZE[1]);
            std::format!(
                "for (size_t k = 0; k < {}; k++)\n\
                 for (size_t r = 0; r < {rows}; r++)\n\
                 for (size_t c = 0; c < {columns}; c++) {z}[(k * {rows} + r) * {columns} + c] = {x}[(k * {} + r / {H}) * {width} + c / {W}];",
                Z::CHANNELS,
                X::SIZE[0]
            )
        });
    }
}
