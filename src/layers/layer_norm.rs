use core::marker::PhantomData;

use nalgebra::SVector;
use rand_core::Rng;

use super::batch_norm::EPSILON;
use crate::activation::{Activation, Differentiable, Identity};
#[cfg(feature = "std")]
use crate::c::{C, Names, ToC};
use crate::kernel;
use crate::layer::{Input, Output};
use crate::module::{Describe, Initialize, TensorSpec};
use crate::{Initialization, Layer, Module, Numbers, Scalar, Text, Train};

/// Every sample with mean 0 and variance 1, then each number scaled and shifted as is learned: `LayerNorm` or
/// `LayerNorm<Relu>` in the DSL.
///
/// ```text
/// n = (x - mean) / sqrt(variance + 1e-5)    over all numbers of the sample        z = scale n + shift
/// dscale += n dz    dshift += dz    dx = (d - mean of d - n mean of n d) / sqrt(variance + 1e-5),  d = scale dz
/// ```
///
/// On a sequence the DSL writes it for each step ([`PerStep`](super::PerStep)), as `torch.nn.LayerNorm(N)`; on an image it takes the whole sample.
/// The same when it learns and when it predicts, for any number of samples, and for numbers whose squares overflow. `scale` and `shift` are no weights to L2 and
/// weight decay. Source: Ba, Kiros and Hinton 2016; as `torch.nn.LayerNorm` of the whole shape of a sample, with `eps=1e-5`.
///
/// ```
/// use constrata::{Network, Vector, layers::LayerNorm};
/// use rand::{SeedableRng, rngs::SmallRng};
/// let norm = <LayerNorm<Vector<2>, 2>>::random(&mut SmallRng::seed_from_u64(1));
/// let [low, high] = norm.predict(&[30.0, 50.0]);
/// assert!((low + 1.0).abs() < 1e-6 && (high - 1.0).abs() < 1e-6);
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
pub struct LayerNorm<S, const N: usize, A = Identity, T = f32> {
    /// What each number is multiplied by; 1 to begin with.
    #[bias]
    #[cfg_attr(feature = "serde", serde(deserialize_with = "crate::parameters::allowing_nan::finite"))]
    pub scale: SVector<T, N>,
    /// What is then added; 0 to begin with.
    #[bias]
    #[cfg_attr(feature = "serde", serde(deserialize_with = "crate::parameters::allowing_nan::finite"))]
    pub shift: SVector<T, N>,
    #[cfg_attr(feature = "serde", serde(skip))]
    shape: PhantomData<(S, A)>,
}

impl<S: Numbers, const N: usize, A, T: Scalar> LayerNorm<S, N, A, T> {
    const FITS: () = assert!(S::LEN == N, "LayerNorm: the numbers are not those of its input");
}

impl<S: Numbers, const N: usize, A: Activation, T: Scalar> Layer for LayerNorm<S, N, A, T> {
    type Scalar = T;
    type Input = S;
    type Output = S;
    type Activation = A;

    #[inline]
    fn infer<const B: usize>(&self, x: &Input<Self, B>, z: &mut Output<Self, B>) {
        const { Self::FITS };
        for (x, z) in S::flat(x).chunks_exact(N).zip(S::flat_mut(z).chunks_exact_mut(N)) {
            let (mut mean, mut inverse) = ([T::ZERO], [T::ZERO]);
            kernel::mean_and_deviation(x, N, T::of(EPSILON), &mut mean, &mut inverse);
            let affine = [self.scale.as_slice(), self.shift.as_slice()];
            kernel::normalize_each(x, [mean[0], inverse[0]], affine, z);
        }
    }
}

impl<S: Numbers, const N: usize, A: Activation, T: Scalar> Describe for LayerNorm<S, N, A, T> {
    const NAME: Text = Text::new("LayerNorm<").join(&A::CALLED).text(">");
    const INIT_HINT: Option<Initialization> = Some(A::INITIALIZATION);
    const STATE_DICT: &'static [TensorSpec] =
        &[TensorSpec::sample("weight", S::SIZES), TensorSpec::sample("bias", S::SIZES)];
}

impl<S: Numbers, const N: usize, A: Activation, T: Scalar> Initialize for LayerNorm<S, N, A, T> {
    fn initialize(&mut self, _with: Option<Initialization>, _rng: &mut impl Rng) {
        self.scale.fill(T::ONE);
        self.shift.fill(T::ZERO);
    }
}

impl<S: Numbers, const N: usize, A: Differentiable, T: Scalar> Train for LayerNorm<S, N, A, T> {
    type Tape<const B: usize> = ();

    #[inline]
    fn backward<const B: usize>(
        &self,
        x: &Input<Self, B>,
        _tape: &mut (),
        dz: &Output<Self, B>,
        mut dx: Option<&mut Input<Self, B>>,
        gradient: &mut Self,
    ) {
        let rows = S::flat(x).chunks_exact(N).zip(S::flat(dz).chunks_exact(N));
        for (sample, (x, dz)) in rows.enumerate() {
            let (mut mean, mut inverse) = ([T::ZERO], [T::ZERO]);
            kernel::mean_and_deviation(x, N, T::of(EPSILON), &mut mean, &mut inverse);
            let by = [mean[0], inverse[0]];
            let sums = [gradient.scale.as_mut_slice(), gradient.shift.as_mut_slice()];
            kernel::slopes_each(x, dz, by, sums);
            if let Some(dx) = &mut dx {
                let dx = &mut S::flat_mut(*dx)[sample * N..][..N];
                kernel::through_each(x, dz, by, self.scale.as_slice(), dx);
            }
        }
    }
}

#[cfg(feature = "std")]
impl<S: Numbers, const N: usize, A: Activation, T: Scalar> ToC for LayerNorm<S, N, A, T> {
    fn c(c: &mut C) {
        c.layer::<Self>(|c, Names { x, z, parameters: p }| {
            let spread = c.spread(N, EPSILON);
            let real = c.real();
            std::format!(
                "{{\n    \
                     {real} mean, factor;\n    \
                     {spread}({x}, &mean, &factor);\n    \
                     for (size_t i = 0; i < {N}; i++) {z}[i] = ({x}[i] - mean) * factor * {}[i] + {}[i];\n\
                 }}",
                p[0],
                p[1]
            )
        });
    }
}

// of a whole sequence it would wait for the last step
crate::stream::steps_as_it_predicts!([const M: usize, const N: usize, A: Activation, T: Scalar] LayerNorm<crate::Vector<M>, N, A, T>);
