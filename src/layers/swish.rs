use nalgebra::SVector;
use rand_core::Rng;

use crate::activation::Identity;
use crate::activation::silu::weighted;
#[cfg(feature = "std")]
use crate::c::{C, ToC};
use crate::module::{Describe, Initialize, TensorSpec};
use crate::{Initialization, Layer, Module, Scalar, Text, Train, Vector};

/// The sigmoid-weighted unit with a learnable beta, one for each neuron: `Swish` in the DSL.
///
/// ```text
/// z = x s, s = sigmoid(beta x)            dbeta += x^2 s (1 - s) dz    dx = (s + beta x s (1 - s)) dz
/// ```
///
/// The betas begin at 1, where Swish is [`Silu`](crate::activation::Silu). Source: Ramachandran, Zoph and Le 2017.
///
/// ```
/// use constrata::{Network, layers::Swish};
/// use nalgebra::vector;
/// let swish: Swish<2> = Swish { beta: vector![0.0, 100.0] };
/// assert_eq!(swish.predict(&[3.0, 3.0]), [1.5, 3.0]);
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
pub struct Swish<const N: usize, T = f32> {
    /// How sharply each neuron bends.
    #[bias]
    #[cfg_attr(feature = "serde", serde(deserialize_with = "crate::parameters::allowing_nan::finite"))]
    pub beta: SVector<T, N>,
}

impl<const N: usize, T: Scalar> Layer for Swish<N, T> {
    type Scalar = T;
    type Input = Vector<N>;
    type Output = Vector<N>;
    type Activation = Identity;

    #[inline]
    fn infer<const B: usize>(&self, x: &[[T; N]; B], z: &mut [[T; N]; B]) {
        for (x, z) in x.iter().zip(z) {
            for ((x, z), beta) in x.iter().zip(z).zip(self.beta.iter()) {
                *z = value(*x, *beta);
            }
        }
    }
}

impl<const N: usize, T: Scalar> Describe for Swish<N, T> {
    const NAME: Text = Text::new("Swish");
    const INIT_HINT: Option<Initialization> = Some(Initialization::HeUniform);
    const STATE_DICT: &'static [TensorSpec] = &[TensorSpec::vector("beta", N)];
}

impl<const N: usize, T: Scalar> Initialize for Swish<N, T> {
    fn initialize(&mut self, _with: Option<Initialization>, _rng: &mut impl Rng) {
        self.beta.fill(T::ONE);
    }
}

#[inline(always)]
fn value<T: Scalar>(x: T, beta: T) -> T {
    weighted(x, (beta * x).sigmoid())
}

/// s and s (1 - s), s = sigmoid(z), which keeps its digits where s rounds to 1.
#[inline(always)]
fn sigmoid_and_slope<T: Scalar>(z: T) -> (T, T) {
    let s = z.sigmoid();
    (s, s * (-z).sigmoid())
}

#[cfg(feature = "std")]
impl<const N: usize, T: Scalar> ToC for Swish<N, T> {
    fn c(c: &mut C) {
        c.each::<Self, 2>("swish", |[x, beta]| value(x, beta));
    }
}

impl<const N: usize, T: Scalar> Train for Swish<N, T> {
    type Tape<const B: usize> = ();

    #[inline]
    fn backward<const B: usize>(
        &self,
        x: &[[T; N]; B],
        _tape: &mut (),
        dz: &[[T; N]; B],
        dx: Option<&mut [[T; N]; B]>,
        gradient: &mut Self,
    ) {
        for (x, dz) in x.iter().zip(dz) {
            for (((x, dz), dbeta), beta) in
                x.iter().zip(dz).zip(gradient.beta.iter_mut()).zip(self.beta.iter())
            {
                let (_, slope) = sigmoid_and_slope(*beta * *x);
                // the square of x may overflow where the slope has vanished
                *dbeta += weighted(*x, weighted(*x, slope)) * *dz;
            }
        }
        let Some(dx) = dx else { return };
        for ((x, dz), dx) in x.iter().zip(dz).zip(dx) {
            for (((x, dz), dx), beta) in x.iter().zip(dz).zip(dx).zip(self.beta.iter()) {
                let (s, slope) = sigmoid_and_slope(*beta * *x);
                *dx = (s + weighted(*beta * *x, slope)) * *dz;
            }
        }
    }
}

crate::stream::steps_as_it_predicts!([const N: usize, T: Scalar] Swish<N, T>);
