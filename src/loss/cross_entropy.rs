use super::{Loss, Task};
use crate::activation::{Activation, Identity, Softmax};
use crate::kernel::{self, Sums, Work, largest, launch, power};
use crate::{Scalar, Text};

/// Cross-entropy of a network that ends in [`Softmax`].
///
/// ```text
/// L = -1/B sum t ln y,  y = softmax(z)            dL/dz = 1/B (y sum t - t)
/// ```
///
/// Softmax and loss are one function here, `-ln y_i = (max z - z_i) + ln sum_j e^(z_j - max z)`: finite where `y` has rounded to
/// 0, with all its digits where `y` has rounded to 1, and the same for logits with a common offset. For a target of one class, loss
/// and gradient are within 4 ulp. Targets are class indices or probabilities (one-hot, or any that add up to 1). As
/// `torch.nn.CrossEntropyLoss()`, fed with logits.
///
/// ```
/// use constrata::prelude::*;
/// let mut pass = <network!(1 => Dense<2, Softmax>)>::pass(); // z = (0, 0), y = (1/2, 1/2)
/// assert_eq!(pass.loss(&CrossEntropy, &0_usize), 2_f32.ln());
/// assert_eq!(pass.gradient, [[-0.5, 0.5]]);
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct CrossEntropy;

/// Cross-entropy of a network that ends in no activation.
///
/// The same number and gradient as [`CrossEntropy`] after a softmax; the outputs stay logits.
///
/// ```
/// use constrata::prelude::*;
/// let mut pass = <network!(1 => Dense<2>)>::pass(); // z = (0, 0)
/// assert_eq!(pass.loss(&CrossEntropyWithLogits, &0_usize), 2_f32.ln());
/// assert_eq!((pass.gradient, pass.output), ([[-0.5, 0.5]], [[0.0, 0.0]]));
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct CrossEntropyWithLogits;

/// That a network ends in [`Softmax`].
///
/// ```
/// use constrata::{loss::EndsInSoftmax, prelude::*};
/// fn likeliest<N: Network<Activation: EndsInSoftmax, Input = Vector<2>, Output = Vector<3>, Scalar = f32>>(net: &N) -> f32 {
///     net.predict(&[0.0, 0.0]).into_iter().fold(0.0, f32::max) // a probability
/// }
/// assert_eq!(likeliest(&<network!(2 => Dense<3, Softmax>)>::zeros()), 1.0 / 3.0);
/// ```
#[diagnostic::on_unimplemented(
    message = "`CrossEntropy` needs probabilities that add up to 1, and this network ends in `{Self}`",
    label = "this network ends in `{Self}`",
    note = "end the network in `Softmax`; or in no activation, with `CrossEntropyWithLogits`"
)]
pub trait EndsInSoftmax: Activation {}
impl EndsInSoftmax for Softmax {}

impl<A: EndsInSoftmax> Loss<A> for CrossEntropy {
    const NAME: Text = Text::new("cross-entropy");
    const TASK: Task = Task::Classes;
    #[inline]
    fn gradient<T: Scalar>(&self, output: &mut [T], target: &mut [T], width: usize, samples: T) -> T {
        let scale = T::ONE / samples;
        scale * T::cross_entropy(kernel::CrossEntropy { z: output, t: target, width, scale, loss: T::ZERO })
    }
}

impl<A: EndsInNothing> Loss<A> for CrossEntropyWithLogits {
    const NAME: Text = Text::new("cross-entropy with logits");
    const TASK: Task = Task::Classes;
    #[inline]
    fn gradient<T: Scalar>(&self, output: &mut [T], target: &mut [T], width: usize, samples: T) -> T {
        let scale = T::ONE / samples;
        launch(output.len(), Logits { z: output, t: target, width, scale })
    }
}

/// That a network ends in no activation.
///
/// ```
/// use constrata::{loss::EndsInNothing, prelude::*};
/// fn to_probability<N: Network<Activation: EndsInNothing, Input = Vector<2>, Output = Vector<1>, Scalar = f32>>(net: &N) -> f32 {
///     net.predict(&[0.0, 0.0])[0].sigmoid() // once, as the bound says
/// }
/// assert_eq!(to_probability(&<network!(2 => Dense<1>)>::zeros()), 0.5);
/// ```
#[diagnostic::on_unimplemented(
    message = "a loss `WithLogits` applies the activation itself, and this network already ends in `{Self}`",
    label = "this network ends in `{Self}`",
    note = "end the network in no activation; or leave out `WithLogits`: `CrossEntropy` fits `Softmax`, `BinaryCrossEntropy` fits `Sigmoid`"
)]
pub trait EndsInNothing: Activation {}
impl EndsInNothing for Identity {}

struct Logits<'a, T> {
    z: &'a [T],
    t: &'a mut [T],
    width: usize,
    scale: T,
}

impl<T: Scalar> Work for Logits<'_, T> {
    type Output = T;
    #[inline(always)]
    fn run(self) -> T {
        let width = self.width.max(1);
        let mut loss = T::ZERO;
        for (z, t) in self.z.chunks_exact(width).zip(self.t.chunks_exact_mut(width)) {
            let (max, mut sums) = (largest(z), Sums::new());
            let ((fours, z_rest), (t_fours, t_rest)) = (z.as_chunks::<4>(), t.as_chunks::<4>());
            fours.iter().zip(t_fours).for_each(|(z, t)| {
                sums.add_four(z, t, max);
            });
            for (lane, (z, t)) in z_rest.iter().zip(t_rest).enumerate() {
                sums.add(lane, *z, *t, max);
            }
            let total = sums.total();
            loss += total.loss();
            for (z, t) in z.iter().zip(t) {
                *t = self.scale * total.slope(power(*z, max), *t);
            }
        }
        self.scale * loss
    }
}
