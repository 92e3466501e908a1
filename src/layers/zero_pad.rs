use core::marker::PhantomData;

use crate::activation::Identity;
#[cfg(feature = "std")]
use crate::c::{C, Names, ToC};
use crate::layer::{Input, Output};
use crate::module::Describe;
use crate::window::Planes;
use crate::{Layer, Module, Scalar, Text, Train};

/// Zeros around an image: `ZeroPad<1>` on all sides, `ZeroPad<[1, 2]>` above and below, left and right, or
/// `ZeroPad<[TOP, BOTTOM, LEFT, RIGHT]>` in the DSL.
///
/// ```text
/// z[k][r + TOP][c + LEFT] = x[k][r][c], else 0            dx[k][r][c] = dz[k][r + TOP][c + LEFT]
/// ```
///
/// How many there are below and on the right follows from the sizes of `X` and `Z`.
///
/// ```
/// use constrata::{Image, Network, layers::ZeroPad};
/// let pad = ZeroPad::<Image<1, 1, 2>, Image<1, 2, 4>, 1, 2>::default();
/// assert_eq!(pad.predict(&[[[5.0, 7.0]]]), [[[0.0, 0.0, 0.0, 0.0], [0.0, 0.0, 5.0, 7.0]]]);
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Module)]
#[module(own(Describe))]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(bound = ""))]
pub struct ZeroPad<X, Z, const TOP: usize, const LEFT: usize, T = f32> {
    #[cfg_attr(feature = "serde", serde(skip))]
    shape: PhantomData<(X, Z, T)>,
}

impl<X: Planes, Z: Planes, const TOP: usize, const LEFT: usize, T> ZeroPad<X, Z, TOP, LEFT, T> {
    const FITS: () = assert!(
        X::CHANNELS == Z::CHANNELS && X::SIZE[0] + TOP <= Z::SIZE[0] && X::SIZE[1] + LEFT <= Z::SIZE[1],
        "ZeroPad: the image that goes in does not fit into the one that comes out"
    );
}

impl<X: Planes, Z: Planes, const TOP: usize, const LEFT: usize, T: Scalar> Layer
    for ZeroPad<X, Z, TOP, LEFT, T>
{
    type Scalar = T;
    type Input = X;
    type Output = Z;
    type Activation = Identity;

    #[inline]
    fn infer<const B: usize>(&self, x: &Input<Self, B>, z: &mut Output<Self, B>) {
        const { Self::FITS };
        let z = Z::flat_mut(z);
        z.fill(T::ZERO);
        let planes = z.chunks_exact_mut(Z::SIZE[0] * Z::SIZE[1]);
        for (x, z) in X::flat(x).chunks_exact(X::SIZE[0] * X::SIZE[1]).zip(planes) {
            let rows = z.chunks_exact_mut(Z::SIZE[1]).skip(TOP);
            for (x, z) in x.chunks_exact(X::SIZE[1]).zip(rows) {
                for (x, z) in x.iter().zip(z.iter_mut().skip(LEFT)) {
                    *z = *x;
                }
            }
        }
    }
}

impl<X: Planes, Z: Planes, const TOP: usize, const LEFT: usize, T: Scalar> Describe
    for ZeroPad<X, Z, TOP, LEFT, T>
{
    const NAME: Text = {
        let (bottom, right) = (Z::SIZE[0] - X::SIZE[0] - TOP, Z::SIZE[1] - X::SIZE[1] - LEFT);
        let text = Text::new("ZeroPad<[").number(TOP).text(", ").number(bottom).text(", ").number(LEFT);
        text.text(", ").number(right).text("]>")
    };
}

impl<X: Planes, Z: Planes, const TOP: usize, const LEFT: usize, T: Scalar> Train
    for ZeroPad<X, Z, TOP, LEFT, T>
{
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
        let planes = X::flat_mut(dx).chunks_exact_mut(X::SIZE[0] * X::SIZE[1]);
        for (dx, dz) in planes.zip(Z::flat(dz).chunks_exact(Z::SIZE[0] * Z::SIZE[1])) {
            let rows = dz.chunks_exact(Z::SIZE[1]).skip(TOP);
            for (dx, dz) in dx.chunks_exact_mut(X::SIZE[1]).zip(rows) {
                for (dx, dz) in dx.iter_mut().zip(dz.iter().skip(LEFT)) {
                    *dx = *dz;
                }
            }
        }
    }
}

#[cfg(feature = "std")]
impl<X: Planes, Z: Planes, const TOP: usize, const LEFT: usize, T: Scalar> ToC
    for ZeroPad<X, Z, TOP, LEFT, T>
{
    fn c(c: &mut C) {
        c.layer::<Self>(|_, Names { x, z, .. }| {
            let ([h, w], [rows, columns]) = (X::SIZE, Z::SIZE);
            std::format!(
                "for (size_t k = 0; k < {}; k++)\n\
                 for (size_t r = 0; r < {rows}; r++)\n\
                 for (size_t c = 0; c < {columns}; c++) {{\n    \
                     size_t row = r - {TOP}, column = c - {LEFT}; /* huge where negative */\n    \
                     {z}[(k * {rows} + r) * {columns} + c] = row < {h} && column < {w} ? {x}[(k * {h} + row) * {w} + column] : 0;\n\
                 }}",
                Z::CHANNELS
            )
        });
    }
}
