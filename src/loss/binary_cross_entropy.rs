use super::cross_entropy::EndsInNothing;
use super::{Loss, Task};
use crate::activation::{Activation, Identity, Sigmoid};
use crate::kernel::{Work, launch, total_of_pairs};
use crate::{Scalar, Text};

/// Cross-entropy of yes-or-no outputs, for a network that ends in [`Sigmoid`].
///
/// ```text
/// L = -1/(B N) sum (t ln y + (1 - t) ln(1 - y)),  y = sigmoid(z)            dL/dz = 1/(B N) (y - t)
/// ```
///
/// Sigmoid and loss are one function here, `L = |z| w + ln(1 + e^-|z|)`, where `w` is `1 - t` for `z > 0` and else `t`: finite where
/// `y` has rounded to 0 or 1, and with all its digits there. For targets 0 and 1, loss and gradient are within 4 ulp. As
/// `torch.nn.BCEWithLogitsLoss()`, fed with logits.
///
/// ```
/// use constrata::prelude::*;
/// let mut pass = <network!(1 => Dense<1, Sigmoid>)>::pass(); // z = 0, y = 1/2
/// assert_eq!(pass.loss(&BinaryCrossEntropy, &[1.0]), 2_f32.ln());
/// assert_eq!(pass.gradient, [[-0.5]]);
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct BinaryCrossEntropy;

/// Cross-entropy of yes-or-no outputs, for a network that ends in no activation.
///
/// The same number and gradient as [`BinaryCrossEntropy`] after a sigmoid; the outputs stay logits.
///
/// ```
/// use constrata::prelude::*;
/// let mut pass = <network!(1 => Dense<1>)>::pass(); // z = 0
/// assert_eq!(pass.loss(&BinaryCrossEntropyWithLogits, &[1.0]), 2_f32.ln());
/// assert_eq!((pass.gradient, pass.output), ([[-0.5]], [[0.0]]));
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct BinaryCrossEntropyWithLogits;

/// That a network ends in [`Sigmoid`].
///
/// ```
/// use constrata::{activation::Sigmoid, loss::EndsInSigmoid, prelude::*};
/// fn train_detector<N: Learn<Activation: EndsInSigmoid, Scalar = f32>>(pass: &mut Pass<N, 1>) -> f32
/// where
///     usize: constrata::Targets<N::Output, f32, 1>,
/// {
///     pass.loss(&BinaryCrossEntropy, &1)
/// }
/// type Net = network!(4 => Dense<1, Sigmoid>);
/// assert_eq!(train_detector(&mut Net::pass()), 2_f32.ln());
/// ```
#[diagnostic::on_unimplemented(
    message = "`BinaryCrossEntropy` needs a probability for each output, and this network ends in `{Self}`",
    label = "this network ends in `{Self}`",
    note = "end the network in `Sigmoid`; or in no activation, with `BinaryCrossEntropyWithLogits`; for one class of several use `Softmax` with `CrossEntropy`"
)]
pub trait EndsInSigmoid: Activation {}
impl EndsInSigmoid for Sigmoid {}

impl<A: EndsInSigmoid> Loss<A> for BinaryCrossEntropy {
    const NAME: Text = Text::new("binary cross-entropy");
    const TASK: Task = Task::Labels;
    #[inline]
    fn gradient<T: Scalar>(&self, output: &mut [T], target: &mut [T], width: usize, samples: T) -> T {
        let loss = Loss::<Identity>::gradient(&BinaryCrossEntropyWithLogits, output, target, width, samples);
        A::apply(output, width);
        loss
    }
}

impl<A: EndsInNothing> Loss<A> for BinaryCrossEntropyWithLogits {
    const NAME: Text = Text::new("binary cross-entropy with logits");
    const TASK: Task = Task::Labels;
    const THRESHOLD: f64 = 0.0;
    #[inline]
    fn gradient<T: Scalar>(&self, output: &mut [T], target: &mut [T], width: usize, samples: T) -> T {
        let scale = T::ONE / (samples * T::from_usize(width));
        scale * launch(output.len(), Fused(output, target, scale))
    }
}

struct Fused<'a, T>(&'a [T], &'a mut [T], T);
impl<T: Scalar> Work for Fused<'_, T> {
    type Output = T;
    #[inline(always)]
    fn run(self) -> T {
        let Fused(z, t, scale) = self;
        total_of_pairs(z, t, |z, t| {
            // 1 - t where the output leans to yes, else t: how much of it is wrong
            let yes = z > T::ZERO;
            let wrong = if yes { T::ONE - *t } else { *t };
            let far = z.abs();
            let linear = if wrong == T::ZERO { T::ZERO } else { far * wrong };
            // sigmoid(-|z|), which has all its digits where sigmoid(z) rounds to 1
            let e = (-far).exp();
            let tail = e / (T::ONE + e);
            *t = scale * if yes { wrong - tail } else { tail - wrong };
            linear + e.ln_1p()
        })
    }
}
