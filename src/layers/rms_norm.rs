use core::marker::PhantomData;

use nalgebra::SVector;
use rand_core::Rng;

use super::batch_norm::EPSILON;
use crate::activation::{Activation, Differentiable, Identity};
#[cfg(feature = "std")]
use crate::c::{C, Names, ToC};
use crate::kernel::{Work, launch};
use crate::layer::{Input, Output};
use crate::module::{Describe, Initialize, TensorSpec};
use crate::{Initialization, Layer, Module, Numbers, Scalar, Text, Train};

/// Every sample divided by its root mean square, then each number scaled as is learned: `RmsNorm` or `RmsNorm<Relu>` in the
/// DSL.
///
/// ```text
/// n = x / sqrt(mean of x² + 1e-5)    over all numbers of the sample        z = scale n
/// dscale += n dz    dx = (d - n mean of n d) / sqrt(mean of x² + 1e-5),  d = scale dz
/// ```
///
/// [`LayerNorm`](super::LayerNorm) without the mean and the shift: half the parameters. On a sequence the DSL writes it for each step
/// ([`PerStep`](super::PerStep)), as `torch.nn.RMSNorm(N)`; on an image it takes the whole sample. The same when it learns and when it
/// predicts, for any number of samples, and for numbers whose squares overflow. `scale` is no weight to L2 and weight decay.
/// Source: Zhang and Sennrich 2019; as `torch.nn.RMSNorm` of the whole shape of a sample, with `eps=1e-5`.
///
/// ```
/// use constrata::{Network, Vector, layers::RmsNorm};
/// use rand::{SeedableRng, rngs::SmallRng};
/// let norm = <RmsNorm<Vector<2>, 2>>::random(&mut SmallRng::seed_from_u64(1));
/// let [low, high] = norm.predict(&[-10.0, 70.0]); // of root mean square 50
/// assert!((low + 0.2).abs() < 1e-6 && (high - 1.4).abs() < 1e-6);
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
pub struct RmsNorm<S, const N: usize, A = Identity, T = f32> {
    /// What each number is multiplied by; 1 to begin with.
    #[bias]
    #[cfg_attr(feature = "serde", serde(deserialize_with = "crate::parameters::allowing_nan::finite"))]
    pub scale: SVector<T, N>,
    #[cfg_attr(feature = "serde", serde(skip))]
    shape: PhantomData<(S, A)>,
}

impl<S: Numbers, const N: usize, A, T: Scalar> RmsNorm<S, N, A, T> {
    const FITS: () = assert!(S::LEN == N, "RmsNorm: the numbers are not those of its input");
}

impl<S: Numbers, const N: usize, A: Activation, T: Scalar> Layer for RmsNorm<S, N, A, T> {
    type Scalar = T;
    type Input = S;
    type Output = S;
    type Activation = A;

    #[inline]
    fn infer<const B: usize>(&self, x: &Input<Self, B>, z: &mut Output<Self, B>) {
        const { Self::FITS };
        for (x, z) in S::flat(x).chunks_exact(N).zip(S::flat_mut(z).chunks_exact_mut(N)) {
            launch(N, Normalize { x, inverse: inverse(x), scale: self.scale.as_slice(), z });
        }
    }
}

impl<S: Numbers, const N: usize, A: Activation, T: Scalar> Describe for RmsNorm<S, N, A, T> {
    const NAME: Text = Text::new("RmsNorm<").join(&A::CALLED).text(">");
    const INIT_HINT: Option<Initialization> = Some(A::INITIALIZATION);
    const STATE_DICT: &'static [TensorSpec] = &[TensorSpec::sample("weight", S::SIZES)];
}

impl<S: Numbers, const N: usize, A: Activation, T: Scalar> Initialize for RmsNorm<S, N, A, T> {
    fn initialize(&mut self, _with: Option<Initialization>, _rng: &mut impl Rng) {
        self.scale.fill(T::ONE);
    }
}

impl<S: Numbers, const N: usize, A: Differentiable, T: Scalar> Train for RmsNorm<S, N, A, T> {
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
            let inverse = inverse(x);
            launch(N, Slopes { x, dz, inverse, sums: gradient.scale.as_mut_slice() });
            if let Some(dx) = &mut dx {
                let dx = &mut S::flat_mut(*dx)[sample * N..][..N];
                launch(N, Through { x, dz, inverse, scale: self.scale.as_slice(), dx });
            }
        }
    }
}

/// So many sums side by side, in the same order at every level of instructions and in C.
const SIDES: usize = 16;

/// 1 / sqrt(mean of x² + epsilon)
#[inline]
fn inverse<T: Scalar>(x: &[T]) -> T {
    let square = launch(x.len(), Products(x, x, T::ONE)) / T::from_usize(x.len());
    if square.is_finite() { T::ONE / (square + T::of(EPSILON)).sqrt() } else { wide(x) }
}

/// The same of numbers whose squares overflow, which are divided by the largest first; beside them, epsilon is nothing. NaN, if
/// one of them is not finite.
#[cold]
#[inline(never)]
fn wide<T: Scalar>(x: &[T]) -> T {
    let mut most = T::ZERO;
    for x in x {
        most = if x.abs() > most { x.abs() } else { most };
    }
    let mut square = T::ZERO;
    for x in x {
        square += *x / most * (*x / most);
    }
    T::ONE / (most * (square / T::from_usize(x.len())).sqrt())
}

/// The sum of a (b factor).
struct Products<'a, T>(&'a [T], &'a [T], T);

impl<T: Scalar> Work for Products<'_, T> {
    type Output = T;
    #[inline(always)]
    fn run(self) -> T {
        let Products(a, b, factor) = self;
        let ((blocks, rest), (others, other_rest)) = (a.as_chunks::<SIDES>(), b.as_chunks::<SIDES>());
        let mut sides = [T::ZERO; SIDES];
        for (a, b) in blocks.iter().zip(others) {
            for ((side, a), b) in sides.iter_mut().zip(a).zip(b) {
                *side += *a * (*b * factor);
            }
        }
        let rest = rest.iter().zip(other_rest).fold(T::ZERO, |sum, (a, b)| sum + *a * (*b * factor));
        sides.iter().fold(rest, |sum, side| sum + *side)
    }
}

struct Normalize<'a, T> {
    x: &'a [T],
    inverse: T,
    scale: &'a [T],
    z: &'a mut [T],
}

impl<T: Scalar> Work for Normalize<'_, T> {
    type Output = ();
    #[inline(always)]
    fn run(self) {
        let Normalize { x, inverse, scale, z } = self;
        for ((x, z), scale) in x.iter().zip(z).zip(scale) {
            *z = *x * inverse * *scale;
        }
    }
}

struct Slopes<'a, T> {
    x: &'a [T],
    dz: &'a [T],
    inverse: T,
    sums: &'a mut [T],
}

impl<T: Scalar> Work for Slopes<'_, T> {
    type Output = ();
    #[inline(always)]
    fn run(self) {
        let Slopes { x, dz, inverse, sums } = self;
        for ((x, dz), sum) in x.iter().zip(dz).zip(sums) {
            *sum += *dz * (*x * inverse);
        }
    }
}

struct Through<'a, T> {
    x: &'a [T],
    dz: &'a [T],
    inverse: T,
    scale: &'a [T],
    dx: &'a mut [T],
}

impl<T: Scalar> Work for Through<'_, T> {
    type Output = ();
    #[inline(always)]
    fn run(self) {
        let Through { x, dz, inverse, scale, dx } = self;
        for ((dx, dz), scale) in dx.iter_mut().zip(dz).zip(scale) {
            *dx = *dz * *scale;
        }
        let tilt = Products(dx, x, inverse).run() / T::from_usize(x.len());
        for (dx, x) in dx.iter_mut().zip(x) {
            *dx = (*dx - *x * inverse * tilt) * inverse;
        }
    }
}

#[cfg(feature = "std")]
impl<S: Numbers, const N: usize, A: Activation, T: Scalar> ToC for RmsNorm<S, N, A, T> {
    fn c(c: &mut C) {
        c.layer::<Self>(|c, Names { x, z, parameters: p }| {
            // in the order of `Products`
            let (sqrt, real, epsilon, scale) = (c.function("sqrt"), c.real(), c.number(EPSILON), &p[0]);
            let blocks = N / SIDES * SIDES;
            let (mut sides, mut sum) = (std::string::String::new(), std::string::String::new());
            if blocks > 0 {
                sides = std::format!(
                    "    {real} sides[{SIDES}] = {{0}};\n    \
                     for (size_t i = 0; i < {blocks}; i++) sides[i % {SIDES}] += {x}[i] * {x}[i];\n"
                );
                sum = std::format!("    for (size_t i = 0; i < {SIDES}; i++) square += sides[i];\n");
            }
            std::format!(
                "{{\n    \
                     {real} square = 0, factor;\n\
                 {sides}    \
                     for (size_t i = {blocks}; i < {N}; i++) square += {x}[i] * {x}[i];\n\
                 {sum}    \
                     square /= {N};\n    \
                     factor = 1 / {sqrt}(square + {epsilon});\n    \
                     if (square - square != 0) {{\n        \
                         /* beyond the largest number: divided by the largest of these first */\n        \
                         {real} most = 0;\n        \
                         for (size_t i = 0; i < {N}; i++) {{\n            \
                             if ({x}[i] > most) most = {x}[i];\n            \
                             if (-{x}[i] > most) most = -{x}[i];\n        \
                         }}\n        \
                         square = 0;\n        \
                         for (size_t i = 0; i < {N}; i++) square += {x}[i] / most * ({x}[i] / most);\n        \
                         factor = 1 / (most * {sqrt}(square / {N}));\n    \
                     }}\n    \
                     for (size_t i = 0; i < {N}; i++) {z}[i] = {x}[i] * factor * {scale}[i];\n\
                 }}"
            )
        });
    }
}

// of a whole sequence it would wait for the last step
crate::stream::steps_as_it_predicts!([const M: usize, const N: usize, A: Activation, T: Scalar] RmsNorm<crate::Vector<M>, N, A, T>);
