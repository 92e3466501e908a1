use super::Elementwise;
use crate::{Initialization, Scalar, Text};

/// ReLU with a small slope left of 0, so that no neuron dies: `LeakyRelu<0.01>` in the DSL.
///
/// ```text
/// y = z if z > 0, else slope z        dy/dz = 1 if y > 0, else slope
/// ```
///
/// The slope is `NUMERATOR / DENOMINATOR`, since a type cannot carry a float; it lies between 0 and 1, and
/// the DSL checks that. NaN stays NaN. Source: Maas, Hannun and Ng 2013 (slope 0.01).
///
/// ```
/// use constrata::activation::{Elementwise, LeakyRelu};
/// assert_eq!(LeakyRelu::<1, 100>::value(-2.0), -0.02);
/// assert_eq!(LeakyRelu::<1, 100>::derivative(-0.02), 0.01);
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct LeakyRelu<const NUMERATOR: usize = 1, const DENOMINATOR: usize = 100>;

impl<const N: usize, const D: usize> LeakyRelu<N, D> {
    #[inline(always)]
    fn slope<T: Scalar>() -> T {
        T::of(N as f64 / D as f64)
    }
}

impl<const N: usize, const D: usize> Elementwise for LeakyRelu<N, D> {
    const NAME: Text = Text::new("LeakyRelu<").number(N).text(" / ").number(D).text(">");
    const OURS: bool = true;
    const INITIALIZATION: Initialization = Initialization::HeUniform;
    #[inline(always)]
    fn value<T: Scalar>(z: T) -> T {
        if z > T::ZERO { z } else { Self::slope::<T>() * z }
    }
    #[inline(always)]
    fn derivative<T: Scalar>(y: T) -> T {
        if y > T::ZERO { T::ONE } else { Self::slope() }
    }
}
