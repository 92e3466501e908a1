//! How a network's parameters are called elsewhere: PyTorch's names and shapes.

use crate::Layer;

/// What PyTorch calls a slice of a layer's parameters, and its shape there: see [`Layer::STATE`].
///
/// ```
/// use constrata::Tensor;
/// assert_eq!(Tensor::matrix("weight", 10, 64), Tensor { name: "weight", rows: 10, columns: Some(64) });
/// assert_eq!(Tensor::vector("bias", 10).columns, None);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Tensor {
    /// The name within its module: `weight`.
    pub name: &'static str,
    /// Rows of a matrix, or numbers of a vector.
    pub rows: usize,
    /// Columns of a matrix; a vector has none.
    pub columns: Option<usize>,
}

impl Tensor {
    /// A matrix, which lies column by column here and row by row there.
    #[must_use]
    pub const fn matrix(name: &'static str, rows: usize, columns: usize) -> Self {
        Tensor { name, rows, columns: Some(columns) }
    }

    /// So many numbers in a row.
    #[must_use]
    pub const fn vector(name: &'static str, numbers: usize) -> Self {
        Tensor { name, rows: numbers, columns: None }
    }
}

/// What one meets on a walk through a network: [`Layer::modules`].
#[doc(hidden)]
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Module {
    /// A network begins. What is a chain goes on where another ends in it.
    Open { chain: bool },
    /// Here a chain goes on.
    Rest,
    /// A layer: how many slices it has, what they are called, whether an activation of its own follows.
    Layer { tensors: usize, state: &'static [Tensor], activation: bool },
    /// The network ends.
    Close,
}

impl Module {
    /// A layer that has none inside.
    pub(crate) fn of<L: Layer>() -> Self {
        let activation =
            const { &<L::Activation as crate::activation::Activation>::NAME }.as_str() != "Identity";
        Module::Layer { tensors: L::TENSORS, state: L::STATE, activation }
    }
}
