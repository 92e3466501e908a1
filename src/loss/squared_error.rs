use super::Distance;
use crate::Scalar;

/// The mean squared error, over all numbers of the batch.
///
/// ```text
/// L = 1/(B N) sum (y - t)^2            dL/dy = 2/(B N) (y - t)
/// ```
///
/// As `torch.nn.MSELoss()`.
///
/// ```
/// use constrata::prelude::*;
/// let mut pass = <network!(1 => Dense<2>)>::pass(); // y = (0, 0)
/// assert_eq!(pass.loss(&MeanSquaredError, &[1.0, 3.0]), 5.0);
/// assert_eq!(pass.gradient, [[-1.0, -3.0]]);
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct MeanSquaredError;

impl Distance for MeanSquaredError {
    #[inline(always)]
    fn value<T: Scalar>(&self, y: T, t: T) -> T {
        (y - t) * (y - t)
    }
    #[inline(always)]
    fn derivative<T: Scalar>(&self, y: T, t: T) -> T {
        T::of(2.0) * (y - t)
    }
}

/// Half the squared error, summed over the outputs and averaged over the batch.
///
/// ```text
/// L = 1/B sum (y - t)^2 / 2            dL/dy = 1/B (y - t)
/// ```
///
/// The textbooks' convention (Rumelhart, Hinton and Williams 1986; Bishop 2006), whose gradient is plainly
/// output minus target; half of PyTorch's `MSELoss` times N.
///
/// ```
/// use constrata::prelude::*;
/// let mut pass = <network!(1 => Dense<2>)>::pass(); // y = (0, 0)
/// assert_eq!(pass.loss(&HalfSquaredError, &[1.0, 3.0]), 5.0);
/// assert_eq!(pass.gradient, [[-1.0, -3.0]]);
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct HalfSquaredError;

impl Distance for HalfSquaredError {
    #[inline(always)]
    fn value<T: Scalar>(&self, y: T, t: T) -> T {
        T::of(0.5) * (y - t) * (y - t)
    }
    #[inline(always)]
    fn derivative<T: Scalar>(&self, y: T, t: T) -> T {
        y - t
    }
    #[inline(always)]
    fn scale<T: Scalar>(&self, _width: usize, samples: T) -> T {
        T::ONE / samples
    }
}
