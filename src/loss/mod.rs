//! Losses: how wrong the outputs are, as one number, averaged over the batch.
//!
//! A loss is chosen together with the network's last activation, and what does not fit does not compile:
//! a softmax can be applied twice in no program that builds.
//!
//! | loss | of one sample, N outputs | fits a network that ends in |
//! |---|---|---|
//! | [`MeanSquaredError`] | sum (y - t)^2 / N | anything |
//! | [`HalfSquaredError`] | sum (y - t)^2 / 2 | anything |
//! | [`MeanAbsoluteError`] | sum abs(y - t) / N | anything |
//! | [`RootMeanSquaredError`] | root of the batch's mean squared error | anything |
//! | [`Huber`] | squared near 0, absolute beyond delta | anything |
//! | [`BinaryCrossEntropy`] | -sum (t ln y + (1 - t) ln(1 - y)) / N | `Sigmoid` |
//! | [`CrossEntropy`] | -sum t ln y | `Softmax` |
//! | [`BinaryCrossEntropyWithLogits`] | the same of sigmoid(z) | no activation |
//! | [`CrossEntropyWithLogits`] | the same of softmax(z) | no activation |
//!
//! Of a sequence each step is a sample of this table: a loss is the mean over all steps of the batch that have a target.
//!
//! "Anything" but [`Step`](crate::activation::Step), which has no gradient. The conventions are PyTorch's
//! (`reduction="mean"`); half squared error is the textbooks', whose gradient is plainly `y - t`.

mod binary_cross_entropy;
mod cross_entropy;
mod distance;
mod huber;
mod l2;
mod mean_absolute_error;
mod root_mean_squared_error;
mod rows;
mod squared_error;
mod task;

pub use binary_cross_entropy::{BinaryCrossEntropy, BinaryCrossEntropyWithLogits, EndsInSigmoid};
pub use cross_entropy::{CrossEntropy, CrossEntropyWithLogits, EndsInNothing, EndsInSoftmax};
pub use distance::{Distance, compare};
pub use huber::Huber;
pub use l2::L2;
pub use mean_absolute_error::MeanAbsoluteError;
pub use root_mean_squared_error::RootMeanSquaredError;
pub(crate) use rows::of_rows;
pub use squared_error::{HalfSquaredError, MeanSquaredError};
pub use task::Task;

use crate::activation::Activation;
use crate::{Error, Scalar, Text};

/// A loss for networks that end in the activation `A`.
///
/// One of your own that compares output and target number by number calls [`compare`] with its [`Distance`].
///
/// ```
/// use constrata::{activation::Sigmoid, loss::Loss, prelude::*};
/// let (mut output, mut target) = ([0.0_f32, 0.0], [1.0, 0.0]); // z and t of two samples
/// let loss = Loss::<Sigmoid>::gradient(&BinaryCrossEntropy, &mut output, &mut target, 1, 2.0);
/// assert_eq!((loss, output, target), (2_f32.ln(), [0.5, 0.5], [-0.25, 0.25])); // y and dL/dz
/// assert_eq!(<BinaryCrossEntropy as Loss<Sigmoid>>::NAME.as_str(), "binary cross-entropy");
/// ```
#[diagnostic::on_unimplemented(
    message = "the loss `{Self}` does not fit a network that ends in `{A}`",
    label = "does not fit `{A}`"
)]
pub trait Loss<A: Activation>: Sync {
    /// The loss as reports name it.
    const NAME: Text;
    /// What the outputs say: numbers, unless said otherwise.
    ///
    /// ```
    /// use constrata::{activation::Softmax, loss::{Loss, Task}, prelude::*};
    /// assert_eq!(<CrossEntropy as Loss<Softmax>>::TASK, Task::Classes);
    /// ```
    const TASK: Task = Task::Regression;
    /// An output that says yes or no says yes above this: where there is one output, class 1 and not class 0.
    ///
    /// ```
    /// use constrata::{activation::{Identity, Sigmoid}, loss::Loss, prelude::*};
    /// assert_eq!(<BinaryCrossEntropy as Loss<Sigmoid>>::THRESHOLD, 0.5); // a probability
    /// assert_eq!(<BinaryCrossEntropyWithLogits as Loss<Identity>>::THRESHOLD, 0.0); // its logit
    /// ```
    const THRESHOLD: f64 = 0.5;

    /// Turns `output` from `z` into `y = A(z)`, and `target` from the target into the derivative of the mean by
    /// `z`; returns these samples' share of the mean over `samples` samples of `width` numbers. Of sequences, each step counts
    /// as a sample.
    fn gradient<T: Scalar>(&self, output: &mut [T], target: &mut [T], width: usize, samples: T) -> T;

    /// The loss as a function of that mean, and its derivative by it: the mean itself and 1, but for
    /// [`RootMeanSquaredError`].
    ///
    /// ```
    /// use constrata::{activation::Identity, loss::Loss, prelude::*};
    /// assert_eq!(Loss::<Identity>::outer(&MeanSquaredError, 16.0), (16.0, 1.0));
    /// assert_eq!(Loss::<Identity>::outer(&RootMeanSquaredError, 16.0), (4.0, 0.125)); // 1 / (2 sqrt 16)
    /// ```
    fn outer<T: Scalar>(&self, mean: T) -> (T, T) {
        (mean, T::ONE)
    }

    /// That its settings are such that a network can learn with it: what [`Fit`](crate::train::Fit) asks before the first step.
    ///
    /// # Errors
    /// [`Error::Value`], with the first setting that is not.
    ///
    /// ```
    /// use constrata::{activation::Identity, loss::Loss, prelude::*};
    /// let error = Loss::<Identity>::check(&Huber { delta: -1.0 }).unwrap_err();
    /// assert_eq!(error.to_string(), "`Huber::delta` is -1: give a number above 0");
    /// ```
    fn check(&self) -> Result<(), Error> {
        Ok(())
    }
}
