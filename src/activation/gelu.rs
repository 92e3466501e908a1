use super::{Function, silu::weighted};
use crate::{Scalar, Text};

/// The Gaussian error linear unit, exact.
///
/// ```text
/// y = z P,  P = (1 + erf(z / sqrt 2)) / 2        dy/dz = P + z e^(-z^2 / 2) / sqrt(2 pi)
/// ```
///
/// 0 at -inf, +inf at +inf, NaN stays NaN. Source: Hendrycks and Gimpel 2016; `torch.nn.GELU()`.
///
/// ```
/// use constrata::activation::{Function, Gelu};
/// assert!((Gelu::value(1.0_f64) - 0.841344746068543).abs() < 1e-12);
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Gelu;

impl Function for Gelu {
    const NAME: Text = Text::new("Gelu");
    const OURS: bool = true;
    #[inline(always)]
    fn value<T: Scalar>(z: T) -> T {
        z.gelu()
    }
    #[inline(always)]
    fn derivative<T: Scalar>(z: T) -> T {
        z.gelu_slope()
    }
}

/// GELU through tanh, as in BERT and GPT-2.
///
/// ```text
/// y = z s(2 u),  u = sqrt(2 / pi) (z + 0.044715 z^3)        dy/dz = s + z s (1 - s) 2 u'
/// ```
///
/// with the sigmoid s: `(1 + tanh u) / 2 = s(2 u)`. 0 at -inf, +inf at +inf, NaN stays NaN. Source: Hendrycks and
/// Gimpel 2016; `torch.nn.GELU(approximate="tanh")`.
///
/// ```
/// use constrata::activation::{Function, GeluTanh};
/// assert!((GeluTanh::value(1.0_f64) - 0.841191990608276).abs() < 1e-12);
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct GeluTanh;

const TWO_ROOT_2_BY_PI: f64 = 1.595_769_121_605_730_7;

impl Function for GeluTanh {
    const NAME: Text = Text::new("GeluTanh");
    const OURS: bool = true;
    #[inline(always)]
    fn value<T: Scalar>(z: T) -> T {
        weighted(z, (T::of(TWO_ROOT_2_BY_PI) * (z + T::of(0.044715) * z * z * z)).sigmoid())
    }
    #[inline(always)]
    fn derivative<T: Scalar>(z: T) -> T {
        let s = (T::of(TWO_ROOT_2_BY_PI) * (z + T::of(0.044715) * z * z * z)).sigmoid();
        let two_u = T::of(TWO_ROOT_2_BY_PI) * (T::ONE + T::of(3.0 * 0.044715) * z * z);
        s + weighted(z * two_u, s * (T::ONE - s))
    }
}

/// GELU through one sigmoid, the cheapest of the three.
///
/// ```text
/// y = z s(1.702 z)        dy/dz = s + 1.702 z s (1 - s)
/// ```
///
/// 0 at -inf, +inf at +inf, NaN stays NaN. Source: Hendrycks and Gimpel 2016.
///
/// ```
/// use constrata::activation::{Function, GeluSigmoid};
/// assert!((GeluSigmoid::value(1.0_f64) - 0.8457957659328212).abs() < 1e-12);
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct GeluSigmoid;

impl Function for GeluSigmoid {
    const NAME: Text = Text::new("GeluSigmoid");
    const OURS: bool = true;
    #[inline(always)]
    fn value<T: Scalar>(z: T) -> T {
        weighted(z, (T::of(1.702) * z).sigmoid())
    }
    #[inline(always)]
    fn derivative<T: Scalar>(z: T) -> T {
        let s = (T::of(1.702) * z).sigmoid();
        s + weighted(T::of(1.702) * z, s * (T::ONE - s))
    }
}
