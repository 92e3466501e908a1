use super::Elementwise;
use crate::{Initialization, Scalar, Text};

/// The exponential linear unit: `Elu` or, with another alpha, `Elu<0.5>` in the DSL.
///
/// ```text
/// y = z if z > 0, else alpha (e^z - 1)        dy/dz = 1 if y > 0, else y + alpha
/// ```
///
/// Alpha is `NUMERATOR / DENOMINATOR`, since a type cannot carry a float. -alpha at -inf, NaN stays NaN.
///
/// The slope is computed from y, as the way back sees nothing else: it is within alpha 2e-7 (`f32`; 4e-16 for `f64`) of the exact
/// alpha e^z, and 0 below z = -17.4 (-37.5), where y has rounded to -alpha.
/// Source: Clevert, Unterthiner and Hochreiter 2016.
///
/// ```
/// use constrata::activation::{Elementwise, Elu};
/// assert_eq!(Elu::<1, 2>::value(f64::NEG_INFINITY), -0.5);
/// assert_eq!(<Elu>::derivative(2.0), 1.0);
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Elu<const NUMERATOR: usize = 1, const DENOMINATOR: usize = 1>;

impl<const N: usize, const D: usize> Elu<N, D> {
    #[inline(always)]
    fn alpha<T: Scalar>() -> T {
        T::of(N as f64 / D as f64)
    }
}

impl<const N: usize, const D: usize> Elementwise for Elu<N, D> {
    const NAME: Text = Text::new("Elu<").number(N).text(" / ").number(D).text(">");
    const OURS: bool = true;
    const INITIALIZATION: Initialization = Initialization::HeUniform;
    #[inline(always)]
    fn value<T: Scalar>(z: T) -> T {
        // e^z - 1 = 2 t / (1 - t), t = tanh(z / 2): exact where e^z - 1 would cancel.
        let t = (z * T::of(0.5)).tanh();
        if z > T::ZERO { z } else { Self::alpha::<T>() * (t + t) / (T::ONE - t) }
    }
    #[inline(always)]
    fn derivative<T: Scalar>(y: T) -> T {
        if y > T::ZERO { T::ONE } else { y + Self::alpha() }
    }
}
