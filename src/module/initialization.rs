//! How fresh weights are drawn.

use rand_core::Rng;

use crate::module::Node;
use crate::{Module, Role, Scalar};

/// A distribution for the weights of a layer with `fan_in` inputs and `fan_out` outputs; biases begin at 0.
///
/// | | uniform on -limit..limit, limit = | normal, standard deviation = | suits |
/// |---|---|---|---|
/// | Glorot | sqrt(6 / (fan_in + fan_out)) | sqrt(2 / (fan_in + fan_out)) | sigmoid, tanh, softmax, linear |
/// | He | sqrt(6 / fan_in) | sqrt(2 / fan_in) | ReLU and its kin |
/// | LeCun | sqrt(3 / fan_in) | sqrt(1 / fan_in) | self-normalizing networks |
///
/// Sources: Glorot and Bengio 2010; He et al. 2015; LeCun et al. 1998.
///
/// ```
/// use constrata::prelude::*;
/// use rand::{SeedableRng, rngs::SmallRng};
/// network! { struct Net: 4 => Dense<8, Relu> => Dense<3, Softmax> }
/// let mut rng = SmallRng::seed_from_u64(1);
/// let chosen_by_activation = Net::random(&mut rng);
/// let overridden = Net::random_with(Initialization::LeCunNormal, &mut rng);
/// assert!(chosen_by_activation != overridden);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[non_exhaustive]
pub enum Initialization {
    /// All 0: for a last layer that should begin neutral.
    Zero,
    /// Glorot (Xavier), uniform.
    GlorotUniform,
    /// Glorot (Xavier), normal.
    GlorotNormal,
    /// He (Kaiming), uniform.
    HeUniform,
    /// He (Kaiming), normal.
    HeNormal,
    /// LeCun, uniform.
    LeCunUniform,
    /// LeCun, normal.
    LeCunNormal,
}

impl Initialization {
    /// Draws every one of `weights`.
    ///
    /// ```
    /// use constrata::Initialization;
    /// let mut weights = [0.0_f32; 6];
    /// Initialization::GlorotUniform.draw(&mut weights, 3, 2, &mut rand::rng());
    /// assert!(weights.iter().all(|w| w * w <= 6.0 / (3.0 + 2.0)));
    /// ```
    pub fn draw<T: Scalar>(self, weights: &mut [T], fan_in: usize, fan_out: usize, rng: &mut impl Rng) {
        let (fan_in, fan_sum) = (T::from_usize(fan_in), T::from_usize(fan_in + fan_out));
        match self {
            Self::Zero => weights.fill(T::ZERO),
            Self::GlorotUniform => uniform(weights, T::of(6.0) / fan_sum, rng),
            Self::HeUniform => uniform(weights, T::of(6.0) / fan_in, rng),
            Self::LeCunUniform => uniform(weights, T::of(3.0) / fan_in, rng),
            Self::GlorotNormal => normal(weights, T::of(2.0) / fan_sum, rng),
            Self::HeNormal => normal(weights, T::of(2.0) / fan_in, rng),
            Self::LeCunNormal => normal(weights, T::ONE / fan_in, rng),
        }
    }
}

/// Makes the last layer with weights among `layers` 0, and so what they put out, unless an activation stands behind: at 0, a ReLU
/// would let no gradient through, ever.
pub(crate) fn zero_last_layer<L: Module>(layers: &mut L) {
    let (mut slice, mut last) = (0, 0..0);
    L::nodes(&mut |module| match module {
        Node::Layer { tensors, activation, .. } => {
            // a slope alone is part of an activation
            if tensors > 1 || tensors == 1 && L::role(slice) == Role::Weights {
                last = slice..slice + tensors;
            }
            if activation {
                last = 0..0;
            }
            slice += tensors;
        }
        Node::Activation { .. } => last = 0..0,
        _ => {}
    });
    for slice in last.filter(|slice| L::learns(*slice)) {
        layers.tensor_mut(slice).fill(L::Scalar::ZERO);
    }
}

/// Uniform on -limit..limit.
pub(crate) fn uniform<T: Scalar>(weights: &mut [T], limit_squared: T, rng: &mut impl Rng) {
    let limit = limit_squared.sqrt();
    for w in weights {
        *w = limit * symmetric(rng);
    }
}

/// Normal with mean 0, by the polar method (Marsaglia and Bray 1964), which needs no trigonometry.
pub(crate) fn normal<T: Scalar>(weights: &mut [T], variance: T, rng: &mut impl Rng) {
    for w in weights {
        *w = loop {
            let (u, v) = (symmetric::<T>(rng), symmetric::<T>(rng));
            let square = u * u + v * v;
            if square < T::ONE && square > T::ZERO {
                break u * (-T::of(2.0) * variance * square.ln() / square).sqrt();
            }
        };
    }
}

/// A number on -1..1 with 24 random bits: the same draw in `f32` and `f64`, on every machine.
pub(crate) fn symmetric<T: Scalar>(rng: &mut impl Rng) -> T {
    let bits = (rng.next_u32() >> 8) as usize;
    T::from_usize(bits) * T::of(1.0 / 8_388_608.0) - T::ONE
}
