use core::marker::PhantomData;
use core::mem::MaybeUninit;

use nalgebra::SMatrix;
use rand_core::Rng;

#[cfg(feature = "std")]
use super::convolution::start_in_c;
use super::convolution::{backward, forward, named, start, with_bias};
use crate::activation::{Activation, Differentiable, Identity};
#[cfg(feature = "std")]
use crate::c::{C, Names, ToC};
use crate::layer::{Input, Output};
use crate::module::{Cost, Describe, Folded, Initialize, TensorSpec};
use crate::window::{Geometry, LooksBack, Steps, Walk, step_options};
use crate::{Initialization, Layer, Module, Numbers, Scalar, Sequence, Stream, Text, Train, Vector, kernel};

/// A convolution over the steps of a sequence: `Conv1d<OUT, K>` in the DSL, with an activation and options behind.
///
/// ```text
/// z[t][o] = b[o] + sum over steps i of the window and features n:  W[o][n, i] x[t S + i D - P][n]
/// dW += dz x    db += dz    dx = W^T dz
/// ```
///
/// | option | |
/// |---|---|
/// | `stride = 2` | S, from one window to the next |
/// | `pad = 1` | P, steps of zeros before and behind; `pad = valid`: none; `pad = same`: as many as give input steps / stride, rounded up, windows; `pad = causal`: as many, all of them before, so that no output knows what comes after its step |
/// | `dilation = 2` | D, from one step of the window to the next |
/// | `bias = false` | without b |
///
/// Padding is passed over, not multiplied: a NaN or an infinity, among the weights too, counts only where it meets a step.
///
/// `X` is the [`Sequence<STEPS, N>`](crate::Sequence) it takes, `Z` the one it gives, `K` a [`Window`](crate::Window) of one
/// column; of `pad = causal`, without a stride, a [`Causal`](crate::Causal), which is what runs [step by step](crate::stream).
/// `W` is `OUT x PATCH`, `PATCH = K N`, step by step; files of PyTorch's have its order, feature by feature.
///
/// ```
/// use constrata::{Network, Sequence, Window, activation::Identity, layers::Conv1d};
/// use constrata::nalgebra::{matrix, vector};
/// // what changes from a step to the next
/// type Change = Conv1d<Sequence<3, 1>, Sequence<2, 1>, Window<2, 1>, 1, 2, Identity>;
/// assert_eq!(Change::new(matrix![-1.0, 1.0], vector![0.0]).predict(&[[1.0], [4.0], [2.0]]), [[3.0], [-2.0]]);
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
pub struct Conv1d<X, Z, K, const OUT: usize, const PATCH: usize, A = Identity, T = f32, const BIAS: usize = 1>
{
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

impl<X, Z, K, const OUT: usize, const PATCH: usize, A, T, const BIAS: usize>
    Conv1d<X, Z, K, OUT, PATCH, A, T, BIAS>
{
    /// A layer with these weights and this bias.
    pub const fn new(weights: SMatrix<T, OUT, PATCH>, bias: SMatrix<T, OUT, BIAS>) -> Self {
        Conv1d { weights, bias, shape: PhantomData }
    }
}

impl<X, Z, K, const OUT: usize, const PATCH: usize, A, T, const BIAS: usize>
    Conv1d<X, Z, K, OUT, PATCH, A, T, BIAS>
where
    X: Steps,
    Z: Steps,
    K: Walk,
{
    const GEOMETRY: Geometry = {
        let geometry = Geometry::steps::<X, Z, K>();
        assert!(
            geometry.patch() == PATCH && Z::FEATURES == OUT,
            "Conv1d: the weights are not those of its window"
        );
        geometry
    };
    /// The name, before the activation and behind it.
    const AROUND_ACTIVATION: [Text; 2] = [
        Text::new("Conv1d<").number(OUT).text(", ").number(K::SIZE[0]).text(", "),
        step_options::<X, Z, K>(),
    ];
}

impl<X, Z, K, const OUT: usize, const PATCH: usize, A, T, const BIAS: usize>
    Conv1d<X, Z, K, OUT, PATCH, A, T, BIAS>
where
    X: Steps,
    Z: Steps,
    K: LooksBack,
    T: Scalar,
{
    /// y = E(W x + b) of what the window shows that ends at the step `x`.
    #[inline(always)]
    fn step<E: Activation, const FUSED: bool, const N: usize>(
        &self,
        past: &mut K::Past<[T; N]>,
        x: &[T; N],
        y: &mut [T; OUT],
    ) {
        const { assert!(Self::GEOMETRY.channels == N) };
        let mut place = MaybeUninit::uninit();
        let [shown] = Vector::<PATCH>::scratch::<T, 1>(&mut place);
        let missing = N * K::push(past, x, shown.as_chunks_mut::<N>().0);
        let bias = self.bias.data.0.first();
        kernel::affine_of_last::<E, FUSED, _, _, _>(&self.weights, bias, missing, shown, y);
    }
}

impl<X, Z, K, const OUT: usize, const PATCH: usize, A, T, const BIAS: usize> Layer
    for Conv1d<X, Z, K, OUT, PATCH, A, T, BIAS>
where
    X: Steps,
    Z: Steps,
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

impl<X, Z, K, const OUT: usize, const PATCH: usize, A, T, const BIAS: usize> Describe
    for Conv1d<X, Z, K, OUT, PATCH, A, T, BIAS>
where
    X: Steps,
    Z: Steps,
    K: Walk,
    A: Activation,
    T: Scalar,
{
    const NAME: Text = {
        let [before, behind] = Self::AROUND_ACTIVATION;
        named(before.join(&A::CALLED).join(&behind), BIAS)
    };
    const COST: Cost = Cost::macs(OUT * PATCH * Z::STEPS);
    const FOLDED: Folded = Folded::affine::<Self>(const { &with_bias(Self::AROUND_ACTIVATION) });
    const STATE_DICT: &'static [TensorSpec] =
        &[TensorSpec::steps("weight", [OUT, X::FEATURES, K::SIZE[0]]), TensorSpec::vector("bias", OUT)];
}

impl<X, Z, K, const OUT: usize, const PATCH: usize, A, T, const BIAS: usize> Initialize
    for Conv1d<X, Z, K, OUT, PATCH, A, T, BIAS>
where
    X: Steps,
    Z: Steps,
    K: Walk,
    A: Activation,
    T: Scalar,
{
    fn initialize(&mut self, with: Option<Initialization>, rng: &mut impl Rng) {
        let fan_out = OUT * K::SIZE[0];
        with.unwrap_or(A::INITIALIZATION).draw(self.weights.as_mut_slice(), PATCH, fan_out, rng);
        self.bias.fill(T::ZERO);
    }
}

impl<X, Z, K, const OUT: usize, const PATCH: usize, A, T, const BIAS: usize> Train
    for Conv1d<X, Z, K, OUT, PATCH, A, T, BIAS>
where
    X: Steps,
    Z: Steps,
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
impl<X, Z, K, const OUT: usize, const PATCH: usize, A, T, const BIAS: usize> ToC
    for Conv1d<X, Z, K, OUT, PATCH, A, T, BIAS>
where
    X: Steps,
    Z: Steps,
    K: Walk,
    A: Activation,
    T: Scalar,
{
    fn c(c: &mut C) {
        c.layer::<Self>(|c, Names { x, z, parameters: p }| {
            let real = c.real();
            let start = start_in_c(BIAS, &p[1]);
            let (steps, inside, out) = (X::STEPS, X::FEATURES, Z::STEPS);
            let (size, stride, pad, dilation) = (K::SIZE[0], K::STRIDE[0], K::PAD[0], K::DILATION[0]);
            std::format!(
                "for (size_t t = 0; t < {out}; t++)\n\
                 for (size_t o = 0; o < {OUT}; o++) {{\n    \
                     {real} sum = {start};\n    \
                     for (size_t i = 0; i < {size}; i++) {{\n        \
                         size_t s = t * {stride} + i * {dilation} - {pad}; /* huge where negative */\n        \
                         if (s >= {steps}) continue;\n        \
                         for (size_t n = 0; n < {inside}; n++)\n            \
                             sum += {weights}[(i * {inside} + n) * {OUT} + o] * {x}[s * {inside} + n];\n    \
                     }}\n    \
                     {z}[t * {OUT} + o] = sum;\n\
                 }}",
                weights = p[0]
            )
        });
    }
}

/// The steps it looks back.
impl<
    K: LooksBack,
    A: Activation,
    T: Scalar,
    const STEPS: usize,
    const N: usize,
    const OF: usize,
    const OUT: usize,
    const PATCH: usize,
    const BIAS: usize,
> Stream for Conv1d<Sequence<STEPS, N>, Sequence<OF, OUT>, K, OUT, PATCH, A, T, BIAS>
{
    type State = K::Past<[T; N]>;

    #[inline]
    fn infer_step(&self, past: &mut Self::State, x: &[T; N], z: &mut [T; OUT]) {
        self.step::<Identity, false, N>(past, x, z);
    }

    #[inline]
    fn activate_step<const FUSED: bool>(&self, past: &mut Self::State, x: &[T; N], y: &mut [T; OUT]) {
        self.step::<A, FUSED, N>(past, x, y);
    }
}
