use super::Elementwise;
use crate::{Scalar, Text};

/// The hyperbolic tangent: a sigmoid from -1 to 1.
///
/// ```text
/// y = (e^z - e^-z) / (e^z + e^-z)        dy/dz = 1 - y^2
/// ```
///
/// The slope is computed from y: it is within 2.4e-7 (`f32`; 4.5e-16 for `f64`) of the exact one, and 0 beyond |z| = 9.1 (19.1), where y
/// has rounded to 1.
///
/// -1 at -inf, 1 at +inf, NaN stays NaN. Source: LeCun et al., Efficient BackProp, 1998.
///
/// ```
/// use constrata::activation::{Elementwise, Tanh};
/// assert_eq!(Tanh::value(0.0), 0.0);
/// assert_eq!(Tanh::derivative(0.5), 0.75);
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Tanh;

impl Elementwise for Tanh {
    const NAME: Text = Text::new("Tanh");
    const OURS: bool = true;
    #[inline(always)]
    fn value<T: Scalar>(z: T) -> T {
        z.tanh()
    }
    #[inline(always)]
    fn derivative<T: Scalar>(y: T) -> T {
        T::ONE - y * y
    }
}
