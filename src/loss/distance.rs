use super::Loss;
use crate::activation::Differentiable;
use crate::kernel::{Work, launch, total_of_pairs};
use crate::{Error, Scalar, Text};

/// A loss that compares output and target number by number, whatever the activation.
///
/// ```text
/// L = scale sum d(y, t)            dz = A'(y) scale d'(y, t)
/// ```
///
/// ```
/// use constrata::prelude::*;
/// use constrata::activation::Differentiable;
/// use constrata::loss::{Distance, Loss, compare};
/// /// (y - t)^4
/// struct Quartic;
/// impl Distance for Quartic {
///     fn value<T: Scalar>(&self, y: T, t: T) -> T { (y - t) * (y - t) * (y - t) * (y - t) }
///     fn derivative<T: Scalar>(&self, y: T, t: T) -> T { T::of(4.0) * (y - t) * (y - t) * (y - t) }
/// }
/// impl<A: Differentiable> Loss<A> for Quartic {
///     const NAME: Text = Text::new("Quartic");
///     fn gradient<T: Scalar>(&self, output: &mut [T], target: &mut [T], width: usize, samples: T) -> T {
///         compare::<A, _, T>(self, output, target, width, samples)
///     }
/// }
/// let mut pass = <network!(1 => Dense<1>)>::pass();
/// assert_eq!(pass.loss(&Quartic, &[2.0]), 16.0);
/// assert_eq!(pass.gradient, [[-32.0]]);
/// ```
pub trait Distance {
    /// `d(y, t)`.
    fn value<T: Scalar>(&self, y: T, t: T) -> T;
    /// The derivative of `d` by `y`.
    fn derivative<T: Scalar>(&self, y: T, t: T) -> T;
    /// What the sum is multiplied by: one over all its terms, unless said otherwise.
    ///
    /// ```
    /// use constrata::{loss::Distance, prelude::*};
    /// assert_eq!(MeanSquaredError.scale(10, 2.0), 1.0 / 20.0);
    /// assert_eq!(HalfSquaredError.scale(10, 2.0), 1.0 / 2.0); // summed over the outputs
    /// ```
    #[inline]
    fn scale<T: Scalar>(&self, width: usize, samples: T) -> T {
        T::ONE / (samples * T::from_usize(width))
    }

    /// As [`Loss::check`].
    ///
    /// # Errors
    /// As there.
    ///
    /// ```
    /// use constrata::{loss::Distance, prelude::*};
    /// assert!(Huber::default().check().is_ok() && Huber { delta: f32::NAN }.check().is_err());
    /// ```
    fn check(&self) -> Result<(), Error> {
        Ok(())
    }
}

/// The loss of a [`Distance`], for any activation: what its `impl Loss` calls.
///
/// ```
/// use constrata::{activation::Relu, loss::compare, prelude::*};
/// let (mut output, mut target) = ([-1.0_f32, 3.0], [0.5, 1.0]); // z and t of one sample of two
/// let loss = compare::<Relu, _, f32>(&MeanSquaredError, &mut output, &mut target, 2, 1.0);
/// assert_eq!((loss, output), ((0.25 + 4.0) / 2.0, [0.0, 3.0]));
/// assert_eq!(target, [0.0, 2.0]); // dL/dz: nothing passes where the ReLU is off
/// ```
#[inline]
pub fn compare<A: Differentiable, D: Distance, T: Scalar>(
    distance: &D,
    output: &mut [T],
    target: &mut [T],
    width: usize,
    samples: T,
) -> T {
    A::apply(output, width);
    let scale = distance.scale(width, samples);
    let sum = launch(output.len(), Compare { distance, y: output, t: target, scale });
    A::backward(output, target, width);
    scale * sum
}

// One impl for each, not one for all: so a loss that does not fit is answered with its own advice.
macro_rules! losses {
    ($($loss:ident $(<$setting:ident>)?: $name:literal),*) => {$(
        impl<A: Differentiable $(, $setting: Scalar)?> Loss<A> for super::$loss $(<$setting>)? {
            const NAME: Text = Text::new($name);
            #[inline]
            fn gradient<T: Scalar>(&self, output: &mut [T], target: &mut [T], width: usize, samples: T) -> T {
                compare::<A, _, T>(self, output, target, width, samples)
            }
            fn check(&self) -> Result<(), Error> {
                Distance::check(self)
            }
        }
    )*};
}

losses! {
    MeanSquaredError: "mean squared error",
    HalfSquaredError: "half squared error",
    MeanAbsoluteError: "mean absolute error",
    Huber<D>: "Huber"
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
        total_of_pairs(self.y, self.t, |y, t| {
            let value = self.distance.value(y, *t);
            *t = self.scale * self.distance.derivative(y, *t);
            value
        })
    }
}
