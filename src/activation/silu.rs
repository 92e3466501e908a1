use super::Function;
use crate::{Scalar, Text};

/// The sigmoid-weighted linear unit: Swish with beta = 1.
///
/// ```text
/// y = z s, s = 1 / (1 + e^-z)        dy/dz = s + z s (1 - s)
/// ```
///
/// 0 at -inf, +inf at +inf, NaN stays NaN. Source: Elfwing, Uchibe and Doya 2018; Hendrycks and Gimpel 2016.
/// With a learnable beta it is the layer [`Swish`](crate::layers::Swish).
///
/// ```
/// use constrata::activation::{Function, Silu};
/// assert_eq!(Silu::value(f64::NEG_INFINITY), 0.0);
/// assert_eq!(Silu::derivative(0.0), 0.5);
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Silu;

impl Function for Silu {
    const NAME: Text = Text::new("Silu");
    const OURS: bool = true;
    #[inline(always)]
    fn value<T: Scalar>(z: T) -> T {
        weighted(z, z.sigmoid())
    }
    #[inline(always)]
    fn derivative<T: Scalar>(z: T) -> T {
        let s = z.sigmoid();
        s + weighted(z, s * (T::ONE - s))
    }
}

/// `z w`, and 0 where the weight has vanished, though `z` be infinite.
#[inline(always)]
pub(crate) fn weighted<T: Scalar>(z: T, w: T) -> T {
    if w == T::ZERO { T::ZERO } else { z * w }
}
