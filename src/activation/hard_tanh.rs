use super::Elementwise;
use crate::{Scalar, Text};

/// The identity between -1 and 1, cut off there.
///
/// ```text
/// y = clamp(z, -1, 1)        dy/dz = 1 if -1 < y < 1, else 0
/// ```
///
/// -1 at -inf, 1 at +inf, NaN stays NaN. Source: Collobert 2004; `torch.nn.Hardtanh`.
///
/// ```
/// use constrata::activation::{Elementwise, HardTanh};
/// assert_eq!([-3.0, 0.25, 1.5].map(HardTanh::value), [-1.0, 0.25, 1.0]);
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct HardTanh;

impl Elementwise for HardTanh {
    const NAME: Text = Text::new("HardTanh");
    const OURS: bool = true;
    #[inline(always)]
    fn value<T: Scalar>(z: T) -> T {
        clamp(z, -T::ONE, T::ONE)
    }
    #[inline(always)]
    fn derivative<T: Scalar>(y: T) -> T {
        if y > -T::ONE && y < T::ONE { T::ONE } else { T::ZERO }
    }
}

/// `x` cut off at both ends; NaN stays NaN.
#[inline(always)]
pub(super) fn clamp<T: Scalar>(x: T, low: T, high: T) -> T {
    let x = if x < low { low } else { x };
    if x > high { high } else { x }
}
