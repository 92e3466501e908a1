use core::marker::PhantomData;

use nalgebra::SMatrix;
use rand_core::Rng;

use super::convolution::{backward, forward, named, start};
#[cfg(feature = "std")]
use super::convolution::{place_in_c, start_in_c};
use crate::activation::{Activation, Differentiable, Identity};
#[cfg(feature = "std")]
use crate::c::{C, Names, ToC};
use crate::layer::{Input, Output};
use crate::module::{Cost, Describe, Initialize, TensorSpec};
use crate::window::{Geometry, Planes, Walk, transposed};
use crate::{Initialization, Layer, Module, Scalar, Text, Train};

/// A transposed convolution, which makes images larger: `ConvTranspose2d<OUT, K>` in the DSL, with an activation and options
/// behind.
///
/// Each number of the input adds its window to the output: what [`Conv2d`](super::Conv2d) does to gradients on their way back.
///
/// ```text
/// z[o][r S + i D - P][c S + j D - P] += W[k][o, i, j] x[k][r][c]    from b[o] on
/// dW += dz x    db += dz    dx = W dz
/// ```
///
/// | option | |
/// |---|---|
/// | `stride = 2` | S, from one window to the next |
/// | `pad = 1` | P, rows and columns taken away on all sides |
/// | `output_pad = 1` | rows and columns more behind, which no window may reach |
/// | `dilation = 2` | D, from one element of the window to the next |
/// | `groups = 2` | so many parts of the channels that do not mix |
/// | `bias = false` | without b |
///
/// `X` is the image it takes, of `IN` channels, `Z` the one it gives, `OUT` its channels, `K` the
/// [`Window`](crate::Window). `W` is `IN x PATCH`, in PyTorch's order: `PATCH` are channels out, rows, columns.
///
/// ```
/// use constrata::{Image, Network, Window, activation::Identity, layers::ConvTranspose2d};
/// use constrata::nalgebra::{matrix, vector};
/// type Wider = ConvTranspose2d<Image<1, 1, 2>, Image<1, 1, 4>, Window<1, 2, 1, 2>, 1, 1, 2, Identity>;
/// assert_eq!(Wider::new(matrix![1.0, 10.0], vector![0.5]).predict(&[[[3.0, 4.0]]]), [[[3.5, 30.5, 4.5, 40.5]]]);
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
pub struct ConvTranspose2d<
    X,
    Z,
    K,
    const IN: usize,
    const OUT: usize,
    const PATCH: usize,
    A = Identity,
    T = f32,
    const BIAS: usize = 1,
    const GROUPS: usize = 1,
> {
    /// W: row `k`, column by column what channel `k` adds to the numbers of a window.
    #[weights]
    #[cfg_attr(feature = "serde", serde(deserialize_with = "crate::parameters::allowing_nan::finite"))]
    pub weights: SMatrix<T, IN, PATCH>,
    /// b: one column, or none.
    #[bias]
    #[cfg_attr(feature = "serde", serde(deserialize_with = "crate::parameters::allowing_nan::finite"))]
    pub bias: SMatrix<T, OUT, BIAS>,
    #[cfg_attr(feature = "serde", serde(skip))]
    shape: PhantomData<(X, Z, K, A)>,
}

impl<
    X,
    Z,
    K,
    const IN: usize,
    const OUT: usize,
    const PATCH: usize,
    A,
    T,
    const BIAS: usize,
    const GROUPS: usize,
> ConvTranspose2d<X, Z, K, IN, OUT, PATCH, A, T, BIAS, GROUPS>
{
    /// A layer with these weights and this bias.
    pub const fn new(weights: SMatrix<T, IN, PATCH>, bias: SMatrix<T, OUT, BIAS>) -> Self {
        ConvTranspose2d { weights, bias, shape: PhantomData }
    }
}

impl<
    X,
    Z,
    K,
    const IN: usize,
    const OUT: usize,
    const PATCH: usize,
    A,
    T,
    const BIAS: usize,
    const GROUPS: usize,
> ConvTranspose2d<X, Z, K, IN, OUT, PATCH, A, T, BIAS, GROUPS>
where
    X: Planes,
    Z: Planes,
    K: Walk,
{
    const GEOMETRY: Geometry = {
        let geometry = Geometry::new::<Z, X, K>(GROUPS);
        let channels = X::CHANNELS == IN && Z::CHANNELS == OUT;
        assert!(
            geometry.patch() == PATCH && channels,
            "ConvTranspose2d: the weights are not those of its window"
        );
        geometry
    };
}

impl<
    X,
    Z,
    K,
    const IN: usize,
    const OUT: usize,
    const PATCH: usize,
    A,
    T,
    const BIAS: usize,
    const GROUPS: usize,
> Layer for ConvTranspose2d<X, Z, K, IN, OUT, PATCH, A, T, BIAS, GROUPS>
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
        forward::<T, true>(geometry, weights, start(&self.bias), X::flat(x), Z::flat_mut(z));
    }
}

impl<
    X,
    Z,
    K,
    const IN: usize,
    const OUT: usize,
    const PATCH: usize,
    A,
    T,
    const BIAS: usize,
    const GROUPS: usize,
> Describe for ConvTranspose2d<X, Z, K, IN, OUT, PATCH, A, T, BIAS, GROUPS>
where
    X: Planes,
    Z: Planes,
    K: Walk,
    A: Activation,
    T: Scalar,
{
    const NAME: Text = {
        let name = Text::new("ConvTranspose2d<").number(OUT).text(", ").join(&K::TEXT);
        let name = name.text(", ").join(&A::CALLED).join(&transposed::<X, Z, K>());
        let name = if GROUPS == 1 { name } else { name.text(", groups = ").number(GROUPS) };
        named(name, BIAS)
    };
    const COST: Cost = Cost::macs(IN * PATCH * X::SIZE[0] * X::SIZE[1]);
    const STATE_DICT: &'static [TensorSpec] = &[
        TensorSpec::kernel("weight", [IN, OUT / GROUPS, K::SIZE[0], K::SIZE[1]]),
        TensorSpec::vector("bias", OUT),
    ];
}

impl<
    X,
    Z,
    K,
    const IN: usize,
    const OUT: usize,
    const PATCH: usize,
    A,
    T,
    const BIAS: usize,
    const GROUPS: usize,
> Initialize for ConvTranspose2d<X, Z, K, IN, OUT, PATCH, A, T, BIAS, GROUPS>
where
    X: Planes,
    Z: Planes,
    K: Walk,
    A: Activation,
    T: Scalar,
{
    fn initialize(&mut self, with: Option<Initialization>, rng: &mut impl Rng) {
        // a number of the output is reached by a window's elements once in every stride
        let fan_in = (IN / GROUPS * K::SIZE[0] * K::SIZE[1] / (K::STRIDE[0] * K::STRIDE[1])).max(1);
        with.unwrap_or(A::INITIALIZATION).draw(self.weights.as_mut_slice(), fan_in, PATCH, rng);
        self.bias.fill(T::ZERO);
    }
}

impl<
    X,
    Z,
    K,
    const IN: usize,
    const OUT: usize,
    const PATCH: usize,
    A,
    T,
    const BIAS: usize,
    const GROUPS: usize,
> Train for ConvTranspose2d<X, Z, K, IN, OUT, PATCH, A, T, BIAS, GROUPS>
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
        backward::<T, OUT, BIAS, true>(
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
impl<
    X,
    Z,
    K,
    const IN: usize,
    const OUT: usize,
    const PATCH: usize,
    A,
    T,
    const BIAS: usize,
    const GROUPS: usize,
> ToC for ConvTranspose2d<X, Z, K, IN, OUT, PATCH, A, T, BIAS, GROUPS>
where
    X: Planes,
    Z: Planes,
    K: Walk,
    A: Activation,
    T: Scalar,
{
    fn c(c: &mut C) {
        c.layer::<Self>(|c, Names { x, z, parameters: p }| {
            let start = start_in_c(BIAS, &p[1]);
            let g = &Self::GEOMETRY;
            let ([h, w], [rows, columns], [ih, iw]) = (g.x, g.size, g.z);
            let (inside, each, real) = (g.channels / g.groups, g.outputs / g.groups, c.real());
            std::format!(
                "for (size_t o = 0; o < {OUT}; o++) {{\n    \
                     for (size_t k = 0; k < {plane}; k++) {z}[o * {plane} + k] = {start};\n    \
                     for (size_t i = 0; i < {rows}; i++)\n    \
                     for (size_t j = 0; j < {columns}; j++)\n    \
                     for (size_t r = 0; r < {ih}; r++)\n    \
                     for (size_t c = 0; c < {iw}; c++) {{\n        \
                         {place}\n        \
                         if (row >= {h} || column >= {w}) continue;\n        \
                         {real} sum = 0;\n        \
                         for (size_t k = o / {inside} * {each}; k < (o / {inside} + 1) * {each}; k++)\n            \
                             sum += {x}[(k * {ih} + r) * {iw} + c] * {weights}[((o % {inside} * {rows} + i) * {columns} + j) * {IN} + k];\n        \
                         {z}[(o * {h} + row) * {w} + column] += sum;\n    \
                     }}\n\
                 }}",
                plane = h * w,
                place = place_in_c(g),
                weights = p[0]
            )
        });
    }
}
