use super::{Elementwise, hard_tanh::clamp};
use crate::{Scalar, Text};

/// The textbook's hard sigmoid: the sigmoid's tangent at 0, cut off at 0 and 1.
///
/// ```text
/// y = clamp(z / 4 + 1/2, 0, 1)        dy/dz = 1/4 if 0 < y < 1, else 0
/// ```
///
/// 0 at -inf, 1 at +inf, NaN stays NaN. Source: Gulcehre et al., Noisy Activation Functions, 2016.
///
/// ```
/// use constrata::activation::{Elementwise, HardSigmoid};
/// assert_eq!([-3.0, 0.0, 1.0].map(HardSigmoid::value), [0.0, 0.5, 0.75]);
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct HardSigmoid;

impl Elementwise for HardSigmoid {
    const NAME: Text = Text::new("HardSigmoid");
    const OURS: bool = true;
    #[inline(always)]
    fn value<T: Scalar>(z: T) -> T {
        clamp(z * T::of(0.25) + T::of(0.5), T::ZERO, T::ONE)
    }
    #[inline(always)]
    fn derivative<T: Scalar>(y: T) -> T {
        if y > T::ZERO && y < T::ONE { T::of(0.25) } else { T::ZERO }
    }
}

/// PyTorch's hard sigmoid (`torch.nn.Hardsigmoid`), which reaches 0 and 1 at -3 and 3.
///
/// ```text
/// y = clamp(z / 6 + 1/2, 0, 1)        dy/dz = 1/6 if 0 < y < 1, else 0
/// ```
///
/// 0 at -inf, 1 at +inf, NaN stays NaN. Source: Howard et al., Searching for MobileNetV3, 2019.
///
/// ```
/// use constrata::activation::{Elementwise, HardSigmoid6};
/// assert_eq!([-3.0, 0.0, 3.0].map(HardSigmoid6::value), [0.0, 0.5, 1.0]);
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct HardSigmoid6;

impl Elementwise for HardSigmoid6 {
    const NAME: Text = Text::new("HardSigmoid6");
    const OURS: bool = true;
    #[inline(always)]
    fn value<T: Scalar>(z: T) -> T {
        clamp(z + T::of(3.0), T::ZERO, T::of(6.0)) / T::of(6.0)
    }
    #[inline(always)]
    fn derivative<T: Scalar>(y: T) -> T {
        if y > T::ZERO && y < T::ONE { T::ONE / T::of(6.0) } else { T::ZERO }
    }
}
