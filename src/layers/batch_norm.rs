use core::marker::PhantomData;

use nalgebra::SVector;
use rand_core::Rng;

use crate::activation::{Activation, Differentiable, Identity};
#[cfg(feature = "std")]
use crate::c::{C, Names, ToC};
use crate::kernel;
use crate::layer::{Input, Output};
use crate::module::{Cost, Describe, Folded, Initialize, TensorSpec};
use crate::stream::{Frame, numbers, numbers_mut};
use crate::window::Channels;
use crate::{Initialization, Layer, Learn, Module, Scalar, Stream, Text, Train};

/// Every channel with mean 0 and variance 1, then scaled and shifted as is learned: `BatchNorm` or `BatchNorm<Relu>` in the
/// DSL.
///
/// ```text
/// n = (x - mean) / sqrt(variance + 1e-5)        z = scale n + shift
/// dscale += sum of n dz    dshift += sum of dz    dx = scale / sqrt(variance + 1e-5) (dz - mean of dz - n mean of n dz)
/// ```
///
/// A channel is a channel of an image with all its pixels, a number of a vector, a feature of a sequence with all steps
/// ([`Channels`]).
///
/// | | mean and variance |
/// |---|---|
/// | [`forward`](Train::forward), to learn | of the samples of the pass; the variance is the biased one (sum of squares / n) |
/// | [`infer`](Layer::infer), to predict | the layer's own, the running ones |
/// | [`update_buffers`](Learn::update_buffers), after a pass | running = 0.9 running + 0.1 of the pass, with the unbiased variance (sum of squares / (n - 1)) |
///
/// [`Fit`](crate::train::Fit) and [`Training`](crate::Training) do so after every pass; a loop of your own does it itself.
/// So the two cannot be taken for one another: they are different functions. The running ones are buffers
/// ([`Role::Buffer`](crate::Role)): saved, not trained, no parameters. `scale` and `shift` are no weights to L2 and weight decay.
///
/// [`Fit`](crate::train::Fit) walks a batch in passes of 32 samples and, at its end, of 8, and each pass has its own statistics
/// whatever the batch size is: Hoffer, Hubara and Soudry's (2017) "ghost batch normalization". Up to 7 samples at the end of an
/// epoch wait for the next. A pass whose channels have but one number has no variance, and does not compile. One of numbers whose squares
/// overflow (from 1e19 in `f32`) has an infinite one, which is kept: `Fit` says that the run has diverged.
///
/// [`Fold`](crate::Fold) takes the layer away for deployment. Source: Ioffe and Szegedy 2015; as `torch.nn.BatchNorm2d` and
/// `BatchNorm1d`, with `eps=1e-5, momentum=0.1`.
///
/// ```
/// use constrata::{Learn, Network, Vector, layers::BatchNorm};
/// use rand::{SeedableRng, rngs::SmallRng};
/// let mut norm = <BatchNorm<Vector<1>, 1>>::random(&mut SmallRng::seed_from_u64(1)); // mean 0, variance 1
/// let mut pass = BatchNorm::pass();
/// pass.logits(&norm, &[[3.0], [5.0]]);
/// assert!((pass.output[0][0] + 1.0).abs() < 1e-5 && (pass.output[1][0] - 1.0).abs() < 1e-5);
/// norm.update_buffers::<2>(&pass.tape);
/// assert_eq!((norm.mean[0], norm.variance[0]), (0.1 * 4.0, 0.9 * 1.0 + 0.1 * 2.0));
/// assert!((norm.predict(&[0.4])[0]).abs() < 1e-6); // by the running ones
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Module)]
#[module(own(Describe, Initialize, Learn))]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(
    feature = "serde",
    serde(bound(
        serialize = "T: Scalar + serde::Serialize",
        deserialize = "T: Scalar + serde::Deserialize<'de>"
    ))
)]
#[repr(C)]
pub struct BatchNorm<S, const N: usize, A = Identity, T = f32> {
    /// What each channel is multiplied by; 1 to begin with.
    #[bias]
    #[cfg_attr(feature = "serde", serde(deserialize_with = "crate::parameters::allowing_nan::finite"))]
    pub scale: SVector<T, N>,
    /// What is then added; 0 to begin with.
    #[bias]
    #[cfg_attr(feature = "serde", serde(deserialize_with = "crate::parameters::allowing_nan::finite"))]
    pub shift: SVector<T, N>,
    /// The running mean.
    #[buffer]
    #[cfg_attr(feature = "serde", serde(deserialize_with = "crate::parameters::allowing_nan::finite"))]
    pub mean: SVector<T, N>,
    /// The running variance; 1 to begin with.
    #[buffer]
    #[cfg_attr(feature = "serde", serde(deserialize_with = "crate::parameters::allowing_nan::finite"))]
    pub variance: SVector<T, N>,
    #[cfg_attr(feature = "serde", serde(skip))]
    shape: PhantomData<(S, A)>,
}

/// Keeps the division finite.
pub(crate) const EPSILON: f64 = 1e-5;

/// What a channel of this variance is multiplied by.
#[inline(always)]
pub(crate) fn factor<T: Scalar>(scale: T, variance: T) -> T {
    scale / (variance + T::of(EPSILON)).sqrt()
}

impl<S: Channels, const N: usize, A, T: Scalar> BatchNorm<S, N, A, T> {
    const FITS: () = assert!(S::CHANNELS == N, "BatchNorm: the channels are not those of its input");

    /// Numbers of a channel in `samples` samples.
    const fn count(samples: usize) -> usize {
        samples * (S::LEN / N)
    }

    fn factors(&self, variance: &[T; N]) -> [T; N] {
        let mut factors = [T::ZERO; N];
        for (factor, (scale, variance)) in factors.iter_mut().zip(self.scale.iter().zip(variance)) {
            *factor = self::factor(*scale, *variance);
        }
        factors
    }
}

impl<S: Channels, const N: usize, A: Activation, T: Scalar> Layer for BatchNorm<S, N, A, T> {
    type Scalar = T;
    type Input = S;
    type Output = S;
    type Activation = A;

    #[inline]
    fn infer<const B: usize>(&self, x: &Input<Self, B>, z: &mut Output<Self, B>) {
        const { Self::FITS };
        let factors = self.factors(&self.variance.data.0[0]);
        let by = [self.mean.as_slice(), &factors, self.shift.as_slice()];
        kernel::normalize(S::flat(x), S::PLANE, by, S::flat_mut(z));
    }
}

impl<S: Channels, const N: usize, A: Activation, T: Scalar> Describe for BatchNorm<S, N, A, T> {
    const NAME: Text = Text::new("BatchNorm<").join(&A::CALLED).text(">");
    // factors, and while learning the sums of two slopes
    const COST: Cost = Cost { min_batch: 2, ..Cost::NOTHING.stack(3 * N * size_of::<T>()) };
    const FOLDED: Folded = Folded::norm::<Self>();
    const INIT_HINT: Option<Initialization> = Some(A::INITIALIZATION);
    const STATE_DICT: &'static [TensorSpec] = &[
        TensorSpec::vector("weight", N),
        TensorSpec::vector("bias", N),
        TensorSpec::vector("running_mean", N),
        TensorSpec::vector("running_var", N),
    ];
}

impl<S: Channels, const N: usize, A: Activation, T: Scalar> Initialize for BatchNorm<S, N, A, T> {
    fn initialize(&mut self, _with: Option<Initialization>, _rng: &mut impl Rng) {
        self.scale.fill(T::ONE);
        self.shift.fill(T::ZERO);
        self.mean.fill(T::ZERO);
        self.variance.fill(T::ONE);
    }
}

impl<S: Channels, const N: usize, A: Differentiable, T: Scalar> Train for BatchNorm<S, N, A, T> {
    /// Mean and variance of the pass.
    type Tape<const B: usize> = [[T; N]; 2];

    #[inline]
    fn forward<const B: usize>(
        &self,
        x: &Input<Self, B>,
        [mean, variance]: &mut Self::Tape<B>,
        z: &mut Output<Self, B>,
    ) {
        const { Self::FITS };
        const {
            assert!(
                Self::count(B) > 1,
                "BatchNorm: the one number of a channel has no variance; learn from passes of more samples"
            )
        };
        let x = S::flat(x);
        kernel::moments(x, S::PLANE, mean, variance);
        let factors = self.factors(variance);
        kernel::normalize(x, S::PLANE, [mean, &factors, self.shift.as_slice()], S::flat_mut(z));
    }

    #[inline]
    fn backward<const B: usize>(
        &self,
        x: &Input<Self, B>,
        [mean, variance]: &mut Self::Tape<B>,
        dz: &Output<Self, B>,
        dx: Option<&mut Input<Self, B>>,
        gradient: &mut Self,
    ) {
        let (x, dz, count) = (S::flat(x), S::flat(dz), T::from_usize(Self::count(B)));
        let (mut sum, mut along) = ([T::ZERO; N], [T::ZERO; N]);
        kernel::slopes(x, dz, S::PLANE, mean, [&mut sum, &mut along]);
        let factors = self.factors(variance);
        for channel in 0..N {
            let inverse = factor(T::ONE, variance[channel]);
            gradient.shift[channel] += sum[channel];
            gradient.scale[channel] += along[channel] * inverse;
            sum[channel] = sum[channel] / count * factors[channel];
            along[channel] = along[channel] * inverse * inverse / count * factors[channel];
        }
        if let Some(dx) = dx {
            kernel::through(x, dz, S::PLANE, [mean, &factors, &sum, &along], S::flat_mut(dx));
        }
    }
}

impl<S: Channels, const N: usize, A: Differentiable, T: Scalar> Learn for BatchNorm<S, N, A, T> {
    fn update_buffers<const B: usize>(&mut self, [mean, variance]: &Self::Tape<B>) {
        let (count, kept, new) = (Self::count(B), T::of(0.9), T::of(0.1));
        let unbiased = T::from_usize(count) / T::from_usize(count.saturating_sub(1).max(1));
        for channel in 0..N {
            self.mean[channel] = kept * self.mean[channel] + new * mean[channel];
            self.variance[channel] = kept * self.variance[channel] + new * (variance[channel] * unbiased);
        }
    }
}

#[cfg(feature = "std")]
impl<S: Channels, const N: usize, A: Activation, T: Scalar> ToC for BatchNorm<S, N, A, T> {
    fn c(c: &mut C) {
        c.layer::<Self>(|c, Names { x, z, parameters: p }| {
            let (real, sqrt, plane, epsilon) = (c.real(), c.function("sqrt"), S::PLANE, c.number(EPSILON));
            let rows = S::LEN / (N * plane);
            let [scale, shift, mean, variance] = [&p[0], &p[1], &p[2], &p[3]];
            std::format!(
                "for (size_t k = 0; k < {N}; k++) {{\n    \
                     const {real} factor = {scale}[k] / {sqrt}({variance}[k] + {epsilon});\n    \
                     for (size_t r = 0; r < {rows}; r++)\n    \
                     for (size_t i = (r * {N} + k) * {plane}; i < (r * {N} + k + 1) * {plane}; i++)\n        \
                         {z}[i] = ({x}[i] - {mean}[k]) * factor + {shift}[k];\n\
                 }}"
            )
        });
    }
}

/// By the running statistics.
#[diagnostic::do_not_recommend]
impl<S: Channels, const N: usize, A: Activation, T: Scalar> Stream for BatchNorm<S, N, A, T> {
    type State = ();

    #[inline]
    fn infer_step(&self, _: &mut (), x: &Frame<S, T>, z: &mut Frame<S, T>) {
        const { Self::FITS };
        let factors = self.factors(&self.variance.data.0[0]);
        let by = [self.mean.as_slice(), &factors, self.shift.as_slice()];
        kernel::normalize(numbers::<S, T>(x), S::PLANE, by, numbers_mut::<S, T>(z));
    }
}
