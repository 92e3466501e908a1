use super::{Loss, MeanSquaredError};
use crate::activation::Differentiable;
use crate::{Scalar, Text};

/// The root of the mean squared error, over all numbers of the batch.
///
/// ```text
/// L = sqrt(M), M = 1/(B N) sum (y - t)^2            dL/dy = 1/(2 L) dM/dy, 0 where L = 0
/// ```
///
/// In the units of the target. As `torch.sqrt(torch.nn.MSELoss()(y, t))`, whose gradient is NaN where `L` is 0.
///
/// ```
/// use constrata::prelude::*;
/// let mut pass = <network!(1 => Dense<2>)>::pass(); // y = (0, 0)
/// assert_eq!(pass.loss(&RootMeanSquaredError, &[1.0, 7.0]), 5.0);
/// assert_eq!(pass.gradient, [[-0.1, -0.7]]);
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct RootMeanSquaredError;

impl<A: Differentiable> Loss<A> for RootMeanSquaredError {
    const NAME: Text = Text::new("root mean squared error");
    #[inline]
    fn gradient<T: Scalar>(&self, output: &mut [T], target: &mut [T], width: usize, samples: T) -> T {
        Loss::<A>::gradient(&MeanSquaredError, output, target, width, samples)
    }
    #[inline]
    fn outer<T: Scalar>(&self, mean: T) -> (T, T) {
        let root = mean.sqrt();
        (root, if root == T::ZERO { T::ZERO } else { T::of(0.5) / root })
    }
}
