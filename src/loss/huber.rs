use super::Distance;
use crate::error::setting;
use crate::{Error, Scalar};

/// Squared near the target, absolute beyond `delta`: outliers pull no harder than that.
///
/// ```text
/// L = 1/(B N) sum d,  d = e^2 / 2 if |e| <= delta, else delta (|e| - delta / 2),  e = y - t
/// dL/dy = 1/(B N) clamp(e, -delta, delta)
/// ```
///
/// As `torch.nn.HuberLoss(delta)`. Source: Huber 1964.
///
/// ```
/// use constrata::prelude::*;
/// let mut pass = <network!(1 => Dense<2>)>::pass(); // y = (0, 0)
/// assert_eq!(pass.loss(&Huber { delta: 1.0 }, &[1.0, 3.0]), (0.5 + 2.5) / 2.0);
/// assert_eq!(pass.gradient, [[-0.5, -0.5]]);
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Huber<D = f32> {
    /// Where the parabola turns into a line; in units of the target, more than 0. Any scalar: it becomes the network's. On a
    /// microcontroller let it be an `f32`: an `f64` that the compiler does not know is converted there, number by number.
    pub delta: D,
}

impl Default for Huber {
    fn default() -> Self {
        Huber { delta: 1.0 }
    }
}

impl<D: Scalar> Distance for Huber<D> {
    // from an f32 to an f32 these are no conversions, and no f64 is left of them
    #[inline(always)]
    fn value<T: Scalar>(&self, y: T, t: T) -> T {
        let (delta, e) = (T::of(self.delta.to_f64()), (y - t).abs());
        if e <= delta { T::of(0.5) * e * e } else { delta * (e - T::of(0.5) * delta) }
    }
    fn check(&self) -> Result<(), Error> {
        setting::positive("Huber::delta", self.delta.to_f64())
    }
    #[inline(always)]
    fn derivative<T: Scalar>(&self, y: T, t: T) -> T {
        let (delta, e) = (T::of(self.delta.to_f64()), y - t);
        let e = if e > delta { delta } else { e };
        if e < -delta { -delta } else { e }
    }
}
