/// What the outputs of a network say, by the loss it learns with: what metrics go by.
///
/// ```
/// use constrata::{activation::{Sigmoid, Softmax}, loss::{Loss, Task}, prelude::*};
/// assert_eq!(<CrossEntropy as Loss<Softmax>>::TASK, Task::Classes);
/// assert_eq!(<BinaryCrossEntropy as Loss<Sigmoid>>::TASK, Task::Labels);
/// assert_eq!(<MeanSquaredError as Loss<Sigmoid>>::TASK, Task::Regression);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Task {
    /// Numbers.
    Regression,
    /// One class of several: the one with the largest output.
    Classes,
    /// Yes or no, for each output by itself: one output tells two classes apart (binary), several are labels of which a sample
    /// may have any (multi-label).
    Labels,
}
