use super::Elementwise;
use crate::{Scalar, Text};

/// The logistic function: any number to a probability.
///
/// ```text
/// y = 1 / (1 + e^-z)        dy/dz = y (1 - y)
/// ```
///
/// The slope is computed from y: it is within 1.2e-7 (`f32`; 2.3e-16 for `f64`) of the exact one, and 0 above z = 17.4 (37.5), where y has
/// rounded to 1.
///
/// 0 at -inf, 1 at +inf, NaN stays NaN. Ended in it, a network fits
/// [`BinaryCrossEntropy`](crate::loss::BinaryCrossEntropy). Source: Rumelhart, Hinton and Williams 1986.
///
/// ```
/// use constrata::activation::{Elementwise, Sigmoid};
/// assert_eq!(Sigmoid::value(0.0), 0.5);
/// assert_eq!(Sigmoid::derivative(0.5), 0.25);
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Sigmoid;

impl Elementwise for Sigmoid {
    const NAME: Text = Text::new("Sigmoid");
    const OURS: bool = true;
    #[inline(always)]
    fn value<T: Scalar>(z: T) -> T {
        z.sigmoid()
    }
    #[inline(always)]
    fn derivative<T: Scalar>(y: T) -> T {
        y * (T::ONE - y)
    }
}
