use super::Elementwise;
use crate::{Initialization, Scalar, Text};

/// The rectified linear unit.
///
/// ```text
/// y = max(0, z)        dy/dz = 1 if y > 0, else 0
/// ```
///
/// 0 at -inf, +inf at +inf, NaN stays NaN. Source: Nair and Hinton 2010; the derivative at 0 is 0, as in
/// PyTorch.
///
/// ```
/// use constrata::activation::{Elementwise, Relu};
/// assert_eq!([-2.0, 0.0, 3.0].map(Relu::value), [0.0, 0.0, 3.0]);
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Relu;

impl Elementwise for Relu {
    const NAME: Text = Text::new("Relu");
    const OURS: bool = true;
    const INITIALIZATION: Initialization = Initialization::HeUniform;
    #[inline(always)]
    fn value<T: Scalar>(z: T) -> T {
        if z < T::ZERO { T::ZERO } else { z }
    }
    #[inline(always)]
    fn derivative<T: Scalar>(y: T) -> T {
        if y > T::ZERO { T::ONE } else { T::ZERO }
    }
}
