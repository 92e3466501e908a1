use super::Function;
use crate::{Initialization, Scalar, Text};

/// The smooth ReLU, always positive.
///
/// ```text
/// y = ln(1 + e^z)        dy/dz = 1 / (1 + e^-z)
/// ```
///
/// 0 at -inf, +inf at +inf without overflow before, NaN stays NaN. Source: Dugas et al. 2001.
///
/// ```
/// use constrata::activation::{Function, Softplus};
/// assert_eq!(Softplus::value(100.0), 100.0);
/// assert_eq!(Softplus::derivative(0.0), 0.5);
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Softplus;

impl Function for Softplus {
    const NAME: Text = Text::new("Softplus");
    const OURS: bool = true;
    const INITIALIZATION: Initialization = Initialization::HeUniform;
    #[inline(always)]
    fn value<T: Scalar>(z: T) -> T {
        z.softplus()
    }
    #[inline(always)]
    fn derivative<T: Scalar>(z: T) -> T {
        z.sigmoid()
    }
}
