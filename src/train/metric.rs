//! Measures of how good outputs are, besides the loss.

use core::fmt;

/// A number that says how good outputs are, computed in the same pass as the loss.
///
/// With `n` samples, outputs `y` and targets `t`. What outputs are, the loss says ([`Loss::TASK`](crate::loss::Loss::TASK)):
///
/// * Classes, of which the wanted one is where `t` is largest and the predicted one where `y` is, the first of equals. So too with a
///   loss of numbers, where targets are class indices or one-hot; and where binary cross-entropy is given class indices.
/// * One output: the classes 0 and 1. Class 1 is predicted above [`Loss::THRESHOLD`](crate::loss::Loss::THRESHOLD), 1/2 or of logits 0.
/// * Labels, with binary cross-entropy and several outputs: each is predicted above the threshold. Metrics of a class are of a label,
///   and means are over all labels.
/// * Numbers. They have no classes: accuracy and its like are refused ([`Error::Metric`](crate::Error::Metric)), as are MAE, RMSE and R^2
///   of logits, and classes there are not.
///
/// Of a sequence each step that has a target is a sample here.
///
/// Where an output is NaN, nothing is predicted.
/// `right(c)`, `wanted(c)` and `predicted(c)` count samples of class `c`. Means over classes are over those that are wanted or
/// predicted at all, and 0/0 is 0. Sample weights are weights of the loss: here every sample counts once.
///
/// What that takes: `Accuracy`, `TopK(3)` and `F1` of 10 classes together 66 ns a sample, where learning from it takes 222 ns
/// (64-32-10, Adam, batches of 32, on the processor of `docs/BENCHMARKS.md`; the fastest of 300 epochs).
///
/// | metric | formula | as in `sklearn.metrics` |
/// |---|---|---|
/// | `Accuracy` | correct samples / n; correct labels / all labels | `accuracy_score`; Keras' `BinaryAccuracy` |
/// | `SubsetAccuracy` | samples with all labels right / n; else as `Accuracy` | `accuracy_score` of labels |
/// | `RocAuc` | mean over outputs of the share of pairs in order | `roc_auc_score(multi_class="ovr")` |
/// | `TopK(k)` | samples whose class is among the k largest outputs / n | `top_k_accuracy_score` |
/// | `PrecisionOf(c)` | right(c) / predicted(c) | `precision_score(average=None)[c]` |
/// | `RecallOf(c)` | right(c) / wanted(c) | `recall_score(average=None)[c]` |
/// | `F1Of(c)` | 2 right(c) / (predicted(c) + wanted(c)) | `f1_score(average=None)[c]` |
/// | `Precision`, `Recall`, `F1` | the mean over the classes | `average="macro"` |
/// | `Mae` | mean over samples and outputs of abs(y - t) | `mean_absolute_error` |
/// | `Rmse` | mean over outputs of sqrt(mean over samples of (y - t)^2) | `root_mean_squared_error` |
/// | `R2` | mean over outputs of 1 - sum (y - t)^2 / sum (t - mean t)^2 | `r2_score` |
///
/// ```
/// use constrata::{prelude::*, train::{Data, Metric, evaluate}};
/// let net = <network!(1 => Dense<2, Softmax>)>::zeros(); // says class 0, always
/// let data = Data::new(&[[0.5], [1.5], [2.5]], &[0_usize, 1, 0]);
/// let found = evaluate(&net, data, &CrossEntropy, &[Metric::Accuracy, Metric::RecallOf(1), Metric::TopK(2)])?;
/// assert_eq!(found.to_string(), "loss 0.6931  accuracy 0.6667  recall of class 1 0.0000  top-2 accuracy 1.0000");
/// # Ok::<(), constrata::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[non_exhaustive]
pub enum Metric {
    /// The share of samples that are predicted correctly; of labels, the share of labels.
    Accuracy,
    /// The share of samples all of whose labels are predicted correctly.
    SubsetAccuracy,
    /// The share of samples whose class is among the `k` largest outputs.
    TopK(usize),
    /// The mean precision of the classes.
    Precision,
    /// The mean recall of the classes.
    Recall,
    /// The mean F1 of the classes.
    F1,
    /// Of the samples said to be of this class, the share that is.
    PrecisionOf(usize),
    /// Of the samples of this class, the share that is found.
    RecallOf(usize),
    /// The harmonic mean of precision and recall of this class.
    F1Of(usize),
    /// The area under the ROC curve: the probability that a sample with the class, or the label, has a larger output than one without.
    /// Guessing has 1/2. NaN where all samples have it, or none.
    RocAuc,
    /// The mean absolute error: how far outputs are off.
    Mae,
    /// The root of the mean squared error: how far outputs are off, large errors counting more.
    Rmse,
    /// The coefficient of determination: the share of the targets' variance that the outputs explain; below 0 where the mean would do better.
    R2,
}

/// What a metric is computed from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Needs {
    Ranks,
    Confusion,
    Areas,
    Errors,
}

impl Metric {
    /// Whether larger is better: of errors, smaller is.
    ///
    /// ```
    /// use constrata::train::Metric;
    /// assert!(Metric::R2.larger_is_better() && !Metric::Rmse.larger_is_better());
    /// ```
    #[must_use]
    pub const fn larger_is_better(self) -> bool {
        !matches!(self, Metric::Mae | Metric::Rmse)
    }

    pub(super) const fn needs(self) -> Needs {
        match self {
            Metric::Accuracy | Metric::SubsetAccuracy | Metric::TopK(_) => Needs::Ranks,
            Metric::RocAuc => Needs::Areas,
            Metric::Mae | Metric::Rmse | Metric::R2 => Needs::Errors,
            _ => Needs::Confusion,
        }
    }
}

impl fmt::Display for Metric {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Metric::Accuracy => write!(f, "accuracy"),
            Metric::SubsetAccuracy => write!(f, "subset accuracy"),
            Metric::RocAuc => write!(f, "ROC-AUC"),
            Metric::TopK(k) => write!(f, "top-{k} accuracy"),
            Metric::Precision => write!(f, "precision"),
            Metric::Recall => write!(f, "recall"),
            Metric::F1 => write!(f, "F1"),
            Metric::PrecisionOf(class) => write!(f, "precision of class {class}"),
            Metric::RecallOf(class) => write!(f, "recall of class {class}"),
            Metric::F1Of(class) => write!(f, "F1 of class {class}"),
            Metric::Mae => write!(f, "MAE"),
            Metric::Rmse => write!(f, "RMSE"),
            Metric::R2 => write!(f, "R^2"),
        }
    }
}
