use super::Distance;
use crate::Scalar;

/// The mean absolute error, over all numbers of the batch.
///
/// ```text
/// L = 1/(B N) sum |y - t|            dL/dy = 1/(B N) sign(y - t), 0 at 0
/// ```
///
/// As `torch.nn.L1Loss()`.
///
/// ```
/// use constrata::prelude::*;
/// let mut pass = <network!(1 => Dense<2>)>::pass(); // y = (0, 0)
/// assert_eq!(pass.loss(&MeanAbsoluteError, &[1.0, -3.0]), 2.0);
/// assert_eq!(pass.gradient, [[-0.5, 0.5]]);
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct MeanAbsoluteError;

impl Distance for MeanAbsoluteError {
    #[inline(always)]
    fn value<T: Scalar>(&self, y: T, t: T) -> T {
        (y - t).abs()
    }
    #[inline(always)]
    fn derivative<T: Scalar>(&self, y: T, t: T) -> T {
        let above = if y > t { T::ONE } else { T::ZERO };
        if y < t { -T::ONE } else { above }
    }
}
