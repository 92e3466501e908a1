use core::marker::PhantomData;

use nalgebra::SMatrix;
use rand_core::Rng;

use super::convolution::{backward, forward, named, start, with_bias};
#[cfg(feature = "std")]
use super::convolution::{place_in_c, start_in_c};
use crate::activation::{Activation, Differentiable, Identity};
#[cfg(feature = "std")]
use crate::c::{C, Names, ToC};
use crate::kernel;
use crate::layer::{Input, Output};
use crate::module::{Cost, Describe, Folded, Initialize, TensorSpec};
use crate::window::{Geometry, Planes, Walk, options};
use crate::{Initialization, Layer, Module, Scalar, Text, Train};

/// A convolution: `Conv2d<OUT, K>` in the DSL, with an activation and options behind; `DepthwiseConv2d<K>` for one with a
/// group for each channel.
///
/// ```text
/// z[o][r][c] = b[o] + sum over channels k, rows i and columns j of the window:  W[o][k, i, j] x[k][r S + i D - P][c S + j D - P]
/// dW += dz x    db += dz    dx = W^T dz
/// ```
///
/// | option | |
/// |---|---|
/// | `Conv2d<16, [3, 5]>` | rows and columns of the window; as every option, a number stands for both |
/// | `stride = 2` | S, from one window to the next |
/// | `pad = 1` | P, rows and columns of zeros on all sides; `pad = valid`: none; `pad = same`: as many as give input size / stride, rounded up, windows; an odd number has the one more behind, as in TensorFlow |
/// | `dilation = 2` | D, from one element of the window to the next |
/// | `groups = 2` | so many parts of the channels, before and behind, that do not mix |
/// | `bias = false` | without b |
///
/// Padding is passed over, not multiplied: a NaN or an infinity, among the weights too, counts only where it meets a pixel.
///
/// `X` is the image it takes, [`Image<C, H, W>`](crate::Image), `Z` the one it gives, `K` the [`Window`](crate::Window). `W` is
/// `OUT x PATCH`, `PATCH` being the numbers of a window, `C / GROUPS * ROWS * COLUMNS`, in the order of
/// PyTorch's `weight`: channel, row, column. The numbers are checked against one another when the layer is used.
///
/// ```
/// use constrata::{Image, Network, Window, activation::Identity, layers::Conv2d};
/// use constrata::nalgebra::{matrix, vector};
/// // what changes from a pixel to the next on its right
/// let edge = Conv2d::<Image<1, 1, 4>, Image<1, 1, 3>, Window<1, 2>, 1, 2, Identity>::new(matrix![-1.0, 1.0], vector![0.0]);
/// assert_eq!(edge.predict(&[[[3.0, 3.0, 7.0, 7.0]]]), [[[0.0, 4.0, 0.0]]]);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Module)]
#[module(own(Describe, Initialize))]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(
    feature = "serde",
    serde(bound(
        serialize = "T: Scalar + serde::Serialize",
        deserialize = "T: Scalar + serde::Deserialize<'de>"
    ))
)]
#[repr(C)]
pub struct Conv2d<
    X,
    Z,
    K,
    const OUT: usize,
    const PATCH: usize,
    A = Identity,
    T = f32,
    const BIAS: usize = 1,
    const GROUPS: usize = 1,
> {
    /// W: row `o`, column by column what the numbers of a window count for channel `o`.
    #[weights]
    #[cfg_attr(feature = "serde", serde(deserialize_with = "crate::parameters::allowing_nan::finite"))]
    pub weights: SMatrix<T, OUT, PATCH>,
    /// b: one column, or none.
    #[bias]
    #[cfg_attr(feature = "serde", serde(deserialize_with = "crate::parameters::allowing_nan::finite"))]
    pub bias: SMatrix<T, OUT, BIAS>,
    #[cfg_attr(feature = "serde", serde(skip))]
    shape: PhantomData<(X, Z, K, A)>,
}

impl<X, Z, K, const OUT: usize, const PATCH: usize, A, T, const BIAS: usize, const GROUPS: usize>
    Conv2d<X, Z, K, OUT, PATCH, A, T, BIAS, GROUPS>
{
    /// A layer with these weights and this bias.
    pub const fn new(weights: SMatrix<T, OUT, PATCH>, bias: SMatrix<T, OUT, BIAS>) -> Self {
        Conv2d { weights, bias, shape: PhantomData }
    }
}

impl<X, Z, K, const OUT: usize, const PATCH: usize, A, T, const BIAS: usize, const GROUPS: usize>
    Conv2d<X, Z, K, OUT, PATCH, A, T, BIAS, GROUPS>
where
    X: Planes,
    Z: Planes,
    K: Walk,
{
    const GEOMETRY: Geometry = {
        let geometry = Geometry::new::<X, Z, K>(GROUPS);
        assert!(
            geometry.patch() == PATCH && Z::CHANNELS == OUT,
            "Conv2d: the weights are not those of its window"
        );
        geometry
    };
    /// The name, before the activation and behind it.
    const AROUND_ACTIVATION: [Text; 2] = {
        let depthwise = GROUPS == X::CHANNELS && GROUPS > 1;
        let name = if depthwise {
            let name = Text::new("DepthwiseConv2d<").join(&K::TEXT);
            if OUT == GROUPS { name } else { name.text(", multiplier = ").number(OUT / GROUPS) }
        } else {
            Text::new("Conv2d<").number(OUT).text(", ").join(&K::TEXT)
        };
        let behind = options::<X, Z, K>([1, 1]);
        let behind =
            if depthwise || GROUPS == 1 { behind } else { behind.text(", groups = ").number(GROUPS) };
        [name.text(", "), behind]
    };
}

impl<X, Z, K, const OUT: usize, const PATCH: usize, A, T, const BIAS: usize, const GROUPS: usize> Layer
    for Conv2d<X, Z, K, OUT, PATCH, A, T, BIAS, GROUPS>
where
    X: Planes,
    Z: Planes,
    K: Walk,
    A: Activation,
    T: Scalar,
{
    type Scalar = T;
    type Input = X;
    type Output = Z;
    type Activation = A;

    #[inline]
    fn infer<const B: usize>(&self, x: &Input<Self, B>, z: &mut Output<Self, B>) {
        let (geometry, weights) = (const { &Self::GEOMETRY }, self.weights.as_slice());
        forward::<T, false>(geometry, weights, start(&self.bias), X::flat(x), Z::flat_mut(z));
    }
}

impl<X, Z, K, const OUT: usize, const PATCH: usize, A, T, const BIAS: usize, const GROUPS: usize> Describe
    for Conv2d<X, Z, K, OUT, PATCH, A, T, BIAS, GROUPS>
where
    X: Planes,
    Z: Planes,
    K: Walk,
    A: Activation,
    T: Scalar,
{
    const NAME: Text = {
        let [before, behind] = Self::AROUND_ACTIVATION;
        named(before.join(&A::CALLED).join(&behind), BIAS)
    };
    // the sums of a tile lie on the stack where there are no registers for them
    const COST: Cost =
        Cost::macs(OUT * PATCH * Z::SIZE[0] * Z::SIZE[1]).stack(kernel::PLAIN_SUMS * size_of::<T>());
    const FOLDED: Folded = Folded::affine::<Self>(const { &with_bias(Self::AROUND_ACTIVATION) });
    const STATE_DICT: &'static [TensorSpec] = &[
        TensorSpec::kernel("weight", [OUT, X::CHANNELS / GROUPS, K::SIZE[0], K::SIZE[1]]),
        TensorSpec::vector("bias", OUT),
    ];
}

impl<X, Z, K, const OUT: usize, const PATCH: usize, A, T, const BIAS: usize, const GROUPS: usize> Initialize
    for Conv2d<X, Z, K, OUT, PATCH, A, T, BIAS, GROUPS>
where
    X: Planes,
    Z: Planes,
    K: Walk,
    A: Activation,
    T: Scalar,
{
    fn initialize(&mut self, with: Option<Initialization>, rng: &mut impl Rng) {
        let fan_out = OUT / GROUPS * K::SIZE[0] * K::SIZE[1];
        with.unwrap_or(A::INITIALIZATION).draw(self.weights.as_mut_slice(), PATCH, fan_out, rng);
        self.bias.fill(T::ZERO);
    }
}

impl<X, Z, K, const OUT: usize, const PATCH: usize, A, T, const BIAS: usize, const GROUPS: usize> Train
    for Conv2d<X, Z, K, OUT, PATCH, A, T, BIAS, GROUPS>
where
    X: Planes,
    Z: Planes,
    K: Walk,
    A: Differentiable,
    T: Scalar,
{
    type Tape<const B: usize> = ();

    #[inline]
    fn backward<const B: usize>(
        &self,
        x: &Input<Self, B>,
        _tape: &mut (),
        dz: &Output<Self, B>,
        dx: Option<&mut Input<Self, B>>,
        gradient: &mut Self,
    ) {
        backward::<T, OUT, BIAS, false>(
            const { &Self::GEOMETRY },
            self.weights.as_slice(),
            [X::flat(x), Z::flat(dz)],
            dx.map(|dx| X::flat_mut(dx)),
            gradient.weights.as_mut_slice(),
            &mut gradient.bias,
        );
    }
}

#[cfg(feature = "std")]
impl<X, Z, K, const OUT: usize, const PATCH: usize, A, T, const BIAS: usize, const GROUPS: usize> ToC
    for Conv2d<X, Z, K, OUT, PATCH, A, T, BIAS, GROUPS>
where
    X: Planes,
    Z: Planes,
    K: Walk,
    A: Activation,
    T: Scalar,
{
    fn c(c: &mut C) {
        c.layer::<Self>(|c, Names { x, z, parameters: p }| {
            let real = c.real();
            let start = start_in_c(BIAS, &p[1]);
            let g = &Self::GEOMETRY;
            let ([h, w], [rows, columns], [oh, ow]) = (g.x, g.size, g.z);
            let (inside, each) = (g.channels / g.groups, g.outputs / g.groups);
            std::format!(
                "for (size_t o = 0; o < {OUT}; o++)\n\
                 for (size_t r = 0; r < {oh}; r++)\n\
                 for (size_t c = 0; c < {ow}; c++) {{\n    \
                     {real} sum = {start};\n    \
                     for (size_t k = 0; k < {inside}; k++)\n    \
                     for (size_t i = 0; i < {rows}; i++)\n    \
                     for (size_t j = 0; j < {columns}; j++) {{\n        \
                         {place}\n        \
                         if (row < {h} && column < {w})\n            \
                             sum += {weights}[((k * {rows} + i) * {columns} + j) * {OUT} + o] * {x}[((o / {each} * {inside} + k) * {h} + row) * {w} + column];\n    \
                     }}\n    \
                     {z}[(o * {oh} + r) * {ow} + c] = sum;\n\
                 }}",
                place = place_in_c(g),
                weights = p[0]
            )
        });
    }
}
