use core::marker::PhantomData;

use nalgebra::SVector;
use rand_core::Rng;

use super::batch_norm::EPSILON;
use crate::activation::{Activation, Differentiable, Identity};
#[cfg(feature = "std")]
use crate::c::{C, Names, ToC};
use crate::kernel;
use crate::layer::{Input, Output};
use crate::module::{Cost, Describe, Initialize, TensorSpec};
use crate::window::Channels;
use crate::{Initialization, Layer, Module, Scalar, Text, Train};

/// Groups of channels with mean 0 and variance 1 in each sample, then each channel scaled and shifted as is learned:
/// `GroupNorm<4>` or `GroupNorm<4, Relu>` in the DSL.
///
/// ```text
/// n = (x - mean) / sqrt(variance + 1e-5)    over the G groups of N / G channels next to one another        z = scale n + shift
/// dscale += sum of n dz    dshift += sum of dz    dx = (d - mean of d - n mean of n d) / sqrt(variance + 1e-5),  d = scale dz
/// ```
///
/// Of images and vectors. `GroupNorm<1>` takes all channels of a sample together; with a group for each channel it is instance
/// normalization. The same when it learns and when it predicts, for any number of samples, and for numbers whose squares overflow; `scale` and `shift` are no
/// weights to L2 and weight decay. Source: Wu and He 2018; as `torch.nn.GroupNorm` with `eps=1e-5`.
///
/// ```
/// use constrata::{Network, Vector, layers::GroupNorm};
/// use rand::{SeedableRng, rngs::SmallRng};
/// let norm = <GroupNorm<Vector<4>, 4, 2>>::random(&mut SmallRng::seed_from_u64(1));
/// let n = norm.predict(&[3.0, 5.0, 300.0, 100.0]);
/// assert!(n.iter().zip([-1.0, 1.0, 1.0, -1.0]).all(|(n, wanted)| (n - wanted).abs() < 1e-4));
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
pub struct GroupNorm<S, const N: usize, const G: usize, A = Identity, T = f32> {
    /// What each channel is multiplied by; 1 to begin with.
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

impl<S: Channels, const N: usize, const G: usize, A, T: Scalar> GroupNorm<S, N, G, A, T> {
    const FITS: () = assert!(
        S::CHANNELS == N && G > 0 && N.is_multiple_of(G) && S::LEN == N * S::PLANE,
        "GroupNorm: the groups do not divide the channels of its input"
    );

    /// Numbers of a group.
    const SIZE: usize = S::LEN / if G == 0 { 1 } else { G };

    /// For each channel, its group's mean and 1 / sqrt(variance + 1e-5), in one sample.
    fn statistics(x: &[T]) -> [[T; N]; 2] {
        const { Self::FITS };
        let (mut mean, mut inverse) = ([T::ZERO; G], [T::ZERO; G]);
        kernel::mean_and_deviation(x, Self::SIZE, T::of(EPSILON), &mut mean, &mut inverse);
        let [mut means, mut inverses] = [[T::ZERO; N]; 2];
        for (channels, mean) in means.chunks_exact_mut(N / G).zip(mean) {
            channels.fill(mean);
        }
        for (channels, inverse) in inverses.chunks_exact_mut(N / G).zip(inverse) {
            channels.fill(inverse);
        }
        [means, inverses]
    }
}

impl<S: Channels, const N: usize, const G: usize, A: Activation, T: Scalar> Layer
    for GroupNorm<S, N, G, A, T>
{
    type Scalar = T;
    type Input = S;
    type Output = S;
    type Activation = A;

    #[inline]
    fn infer<const B: usize>(&self, x: &Input<Self, B>, z: &mut Output<Self, B>) {
        for (x, z) in S::flat(x).chunks_exact(S::LEN).zip(S::flat_mut(z).chunks_exact_mut(S::LEN)) {
            let [mean, mut factors] = Self::statistics(x);
            factors.iter_mut().zip(self.scale.iter()).for_each(|(factor, scale)| *factor *= *scale);
            kernel::normalize(x, S::PLANE, [&mean, &factors, self.shift.as_slice()], z);
        }
    }
}

impl<S: Channels, const N: usize, const G: usize, A: Activation, T: Scalar> Describe
    for GroupNorm<S, N, G, A, T>
{
    const NAME: Text = Text::new("GroupNorm<").number(G).text(", ").join(&A::CALLED).text(">");
    const COST: Cost = Cost::NOTHING.stack((3 * N + 2 * G) * size_of::<T>());
    const INIT_HINT: Option<Initialization> = Some(A::INITIALIZATION);
    const STATE_DICT: &'static [TensorSpec] =
        &[TensorSpec::vector("weight", N), TensorSpec::vector("bias", N)];
}

impl<S: Channels, const N: usize, const G: usize, A: Activation, T: Scalar> Initialize
    for GroupNorm<S, N, G, A, T>
{
    fn initialize(&mut self, _with: Option<Initialization>, _rng: &mut impl Rng) {
        self.scale.fill(T::ONE);
        self.shift.fill(T::ZERO);
    }
}

impl<S: Channels, const N: usize, const G: usize, A: Differentiable, T: Scalar> Train
    for GroupNorm<S, N, G, A, T>
{
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
        let count = T::from_usize(Self::SIZE);
        let rows = S::flat(x).chunks_exact(S::LEN).zip(S::flat(dz).chunks_exact(S::LEN));
        for (sample, (x, dz)) in rows.enumerate() {
            let [mean, inverse] = Self::statistics(x);
            let [mut sum, mut along] = [[T::ZERO; N]; 2];
            kernel::slopes(x, dz, S::PLANE, &mean, [&mut sum, &mut along]);
            for channel in 0..N {
                gradient.shift[channel] += sum[channel];
                gradient.scale[channel] += along[channel] * inverse[channel];
            }
            let Some(dx) = &mut dx else { continue };
            // of numbers so large that the cube of this would vanish, it is multiplied by in the end
            let late = inverse.iter().any(|inverse| *inverse < T::of(1e-12));
            let (mut factors, [mut level, mut tilt]) = (inverse, [[T::ZERO; N]; 2]);
            for channel in 0..N {
                let (scale, inverse) = (self.scale[channel], inverse[channel]);
                if late {
                    factors[channel] = scale;
                    along[channel] *= inverse;
                    along[channel] *= inverse;
                    along[channel] *= scale;
                } else {
                    factors[channel] *= scale;
                    along[channel] *= factors[channel] * inverse * inverse;
                }
                sum[channel] *= factors[channel];
            }
            for group in 0..G {
                let channels = group * (N / G)..(group + 1) * (N / G);
                let total = |sums: &[T; N]| sums[channels.clone()].iter().fold(T::ZERO, |sum, x| sum + *x);
                level[channels.clone()].fill(total(&sum) / count);
                tilt[channels.clone()].fill(total(&along) / count);
            }
            let dx = &mut S::flat_mut(*dx)[sample * S::LEN..][..S::LEN];
            kernel::through(x, dz, S::PLANE, [&mean, &factors, &level, &tilt], dx);
            if late {
                for (dx, inverse) in dx.chunks_exact_mut(S::PLANE).zip(inverse) {
                    dx.iter_mut().for_each(|dx| *dx *= inverse);
                }
            }
        }
    }
}

#[cfg(feature = "std")]
impl<S: Channels, const N: usize, const G: usize, A: Activation, T: Scalar> ToC for GroupNorm<S, N, G, A, T> {
    fn c(c: &mut C) {
        c.layer::<Self>(|c, Names { x, z, parameters: p }| {
            let (size, plane, spread) = (Self::SIZE, S::PLANE, c.spread(Self::SIZE, EPSILON));
            let real = c.real();
            std::format!(
                "for (size_t g = 0; g < {G}; g++) {{\n    \
                     {real} mean, inverse;\n    \
                     {spread}({x} + g * {size}, &mean, &inverse);\n    \
                     for (size_t i = g * {size}; i < (g + 1) * {size}; i++)\n        \
                         {z}[i] = ({x}[i] - mean) * (inverse * {}[i / {plane}]) + {}[i / {plane}];\n\
                 }}",
                p[0],
                p[1]
            )
        });
    }
}
