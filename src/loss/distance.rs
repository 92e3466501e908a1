use super::Loss;
use crate::activation::Differentiable;
use crate::kernel::{Work, launch};
use crate::{Scalar, Text};

/// A loss that compares output and target number by number, whatever the activation.
///
/// ```text
/// L = scale sum d(y, t)            dz = A'(y) scale d'(y, t)
/// ```
///
/// ```
/// use constrata::prelude::*;
/// use constrata::loss::Distance;
/// /// (y - t)^4
/// struct Quartic;
/// impl Distance for Quartic {
///     const NAME: Text = Text::new("Quartic");
///     fn value<T: Scalar>(&self, y: T, t: T) -> T { (y - t) * (y - t) * (y - t) * (y - t) }
///     fn derivative<T: Scalar>(&self, y: T, t: T) -> T { T::of(4.0) * (y - t) * (y - t) * (y - t) }
/// }
/// let mut pass = Pass::<network!(1 => Dense<1>), 1>::zeros();
/// assert_eq!(pass.loss(&Quartic, &[2.0]), 16.0);
/// assert_eq!(pass.gradient, [[-32.0]]);
/// ```
pub trait Distance {
    /// The loss as reports name it.
    const NAME: Text;
    /// `d(y, t)`.
    fn value<T: Scalar>(&self, y: T, t: T) -> T;
    /// The derivative of `d` by `y`.
    fn derivative<T: Scalar>(&self, y: T, t: T) -> T;
    /// What the sum is multiplied by: one over all its terms, unless said otherwise.
    #[inline]
    fn scale<T: Scalar>(&self, width: usize, samples: T) -> T {
        T::ONE / (samples * T::from_usize(width))
    }
}

impl<A: Differentiable, D: Distance> Loss<A> for D {
    const NAME: Text = <D as Distance>::NAME;
    #[inline]
    fn gradient<T: Scalar>(&self, output: &mut [T], target: &mut [T], width: usize, samples: T) -> T {
        A::apply(output, width);
        let scale = self.scale(width, samples);
        let sum = launch(output.len(), Compare { distance: self, y: output, t: target, scale });
        A::backward(output, target, width);
        scale * sum
    }
}

struct Compare<'a, D, T> {
    distance: &'a D,
    y: &'a [T],
    t: &'a mut [T],
    scale: T,
}

impl<D: Distance, T: Scalar> Work for Compare<'_, D, T> {
    type Output = T;
    #[inline(always)]
    fn run(self) -> T {
        let mut sum = T::ZERO;
        for (y, t) in self.y.iter().zip(self.t) {
            sum += self.distance.value(*y, *t);
            *t = self.scale * self.distance.derivative(*y, *t);
        }
        sum
    }
}
