use nalgebra::SVector;
use rand_core::Rng;

use crate::activation::Identity;
#[cfg(feature = "std")]
use crate::c::{C, ToC};
use crate::module::{Describe, Initialize, TensorSpec};
use crate::{Initialization, Layer, Module, Scalar, Text, Train, Vector};

/// ReLU with a learnable slope left of 0, one for each neuron: `PRelu` in the DSL.
///
/// ```text
/// z = x if x > 0, else slope x            dslope += x dz if x <= 0    dx = dz if x > 0, else slope dz
/// ```
///
/// The slopes begin at 0.25. Source: He et al. 2015; `torch.nn.PReLU(N)`.
///
/// ```
/// use constrata::{Network, layers::PRelu};
/// use nalgebra::vector;
/// let prelu: PRelu<2> = PRelu { slope: vector![0.25, 0.5] };
/// assert_eq!(prelu.predict(&[-4.0, -4.0]), [-1.0, -2.0]);
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
pub struct PRelu<const N: usize, T = f32> {
    /// The slope of each neuron left of 0.
    #[bias]
    #[cfg_attr(feature = "serde", serde(deserialize_with = "crate::parameters::allowing_nan::finite"))]
    pub slope: SVector<T, N>,
}

impl<const N: usize, T: Scalar> Layer for PRelu<N, T> {
    type Scalar = T;
    type Input = Vector<N>;
    type Output = Vector<N>;
    type Activation = Identity;

    #[inline]
    fn infer<const B: usize>(&self, x: &[[T; N]; B], z: &mut [[T; N]; B]) {
        for (x, z) in x.iter().zip(z) {
            for ((x, z), slope) in x.iter().zip(z).zip(self.slope.iter()) {
                *z = value(*x, *slope);
            }
        }
    }
}

impl<const N: usize, T: Scalar> Describe for PRelu<N, T> {
    const NAME: Text = Text::new("PRelu");
    const INIT_HINT: Option<Initialization> = Some(Initialization::HeUniform);
    const STATE_DICT: &'static [TensorSpec] = &[TensorSpec::vector("weight", N)];
}

impl<const N: usize, T: Scalar> Initialize for PRelu<N, T> {
    fn initialize(&mut self, _with: Option<Initialization>, _rng: &mut impl Rng) {
        self.slope.fill(T::of(0.25));
    }
}

#[inline(always)]
fn value<T: Scalar>(x: T, slope: T) -> T {
    if x > T::ZERO { x } else { slope * x }
}

#[cfg(feature = "std")]
impl<const N: usize, T: Scalar> ToC for PRelu<N, T> {
    fn c(c: &mut C) {
        c.each::<Self, 2>("prelu", |[x, slope]| value(x, slope));
    }
}

impl<const N: usize, T: Scalar> Train for PRelu<N, T> {
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
            for ((x, dz), dslope) in x.iter().zip(dz).zip(gradient.slope.iter_mut()) {
                *dslope += if *x > T::ZERO { T::ZERO } else { *x * *dz };
            }
        }
        let Some(dx) = dx else { return };
        for ((x, dz), dx) in x.iter().zip(dz).zip(dx) {
            for (((x, dz), dx), slope) in x.iter().zip(dz).zip(dx).zip(self.slope.iter()) {
                *dx = if *x > T::ZERO { *dz } else { *slope * *dz };
            }
        }
    }
}

crate::stream::steps_as_it_predicts!([const N: usize, T: Scalar] PRelu<N, T>);
