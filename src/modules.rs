//! How a network's parameters are called elsewhere: PyTorch's names and shapes.

use core::marker::PhantomData;

use crate::activation::{Activation, Identity};
use crate::{Layer, Text};

/// What PyTorch calls a slice of a layer's parameters, and its shape there: see [`Layer::STATE`].
///
/// ```
/// use constrata::Tensor;
/// let weights = Tensor::matrix("weight", 10, 64);
/// assert_eq!((weights.name, weights.shape()), ("weight", &[10, 64][..]));
/// assert_eq!(Tensor::vector("bias", 10).shape(), [10]);
/// // 16 outputs of 5 x 3 windows on 6 channels, and 32 of 4 steps of 9 features
/// assert_eq!(Tensor::kernel("weight", [16, 6, 5, 3]).shape(), [16, 6, 5, 3]);
/// assert_eq!(Tensor::sample("weight", &[3, 8, 8]).shape(), [3, 8, 8]); // of a `LayerNorm`
/// assert_eq!(Tensor::steps("weight", [32, 9, 4]).shape(), [32, 9, 4]);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Tensor {
    /// The name within its module: `weight`.
    pub name: &'static str,
    sizes: [usize; 4],
    rank: usize,
    order: Order,
}

/// How the numbers lie here: rows being the first size.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Order {
    /// Row by row, as there.
    Rows,
    /// Column by column.
    Columns,
    /// Column by column, the last size before the one before it.
    Turned,
}

impl Tensor {
    /// A matrix, which lies column by column here and row by row there.
    #[must_use]
    pub const fn matrix(name: &'static str, rows: usize, columns: usize) -> Self {
        Tensor { name, sizes: [rows, columns, 1, 1], rank: 2, order: Order::Columns }
    }

    /// So many numbers in a row.
    #[must_use]
    pub const fn vector(name: &'static str, numbers: usize) -> Self {
        Tensor { name, sizes: [numbers, 1, 1, 1], rank: 1, order: Order::Columns }
    }

    /// The weights of a convolution: outputs, channels, rows, columns. Here a matrix with a column for each number of a window.
    #[must_use]
    pub const fn kernel(name: &'static str, sizes: [usize; 4]) -> Self {
        Tensor { name, sizes, rank: 4, order: Order::Columns }
    }

    /// The weights of a convolution over steps: outputs, features, steps. Here a matrix with a column for each number of a window,
    /// step by step.
    #[must_use]
    pub const fn steps(name: &'static str, [outputs, features, steps]: [usize; 3]) -> Self {
        Tensor { name, sizes: [outputs, features, steps, 1], rank: 3, order: Order::Turned }
    }

    /// A number for each of a sample's, in one order here and there.
    #[must_use]
    pub const fn sample(name: &'static str, sizes: &'static [usize]) -> Self {
        assert!(sizes.len() <= 4);
        let (mut all, mut rank) = ([1; 4], 0);
        while rank < sizes.len() {
            all[rank] = sizes[rank];
            rank += 1;
        }
        Tensor { name, sizes: all, rank, order: Order::Rows }
    }

    /// Where the numbers lie here, in the order in which they lie there.
    ///
    /// ```
    /// use constrata::Tensor;
    /// // here  1 3 5   there  1 3 5 2 4 6      of a matrix with 2 rows, which lies here column by column: 1 2 3 4 5 6
    /// //       2 4 6
    /// assert!(Tensor::matrix("weight", 2, 3).places().eq([0, 2, 4, 1, 3, 5]));
    /// ```
    pub fn places(&self) -> impl Iterator<Item = usize> + use<> {
        let [rows, a, b, c] = self.sizes;
        let (columns, order) = (a * b * c, self.order);
        (0..rows).flat_map(move |row| {
            (0..columns).map(move |column| match order {
                Order::Rows => row * columns + column,
                Order::Columns => column * rows + row,
                Order::Turned => (column % b * a + column / b) * rows + row,
            })
        })
    }

    /// The shape there.
    #[must_use]
    pub fn shape(&self) -> &[usize] {
        self.sizes.get(..self.rank).unwrap_or_default()
    }
}

/// What one meets on a walk through a network: [`Layer::modules`].
#[doc(hidden)]
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Module {
    /// A network begins.
    Open,
    /// A module of its own begins, whose parts have names.
    Block,
    /// What follows is a part of it: `branch`, or `branches.1` as the second in a list; in a list without a name, `1`.
    Part { list: &'static str, index: Option<usize> },
    /// A layer: its name, how many slices it has, what they are called, whether an activation of its own follows.
    Layer { name: &'static str, tensors: usize, state: &'static [Tensor], activation: bool },
    /// An activation that is a layer alone.
    Activation,
    /// The network, or the module of parts, ends.
    Close,
}

/// What folding makes of a layer.
#[doc(hidden)]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Folds {
    /// It stays as it is.
    Stays,
    /// It takes the norm behind it, where it has no activation.
    TakesANorm,
    /// It goes into the layer before it.
    Norm,
    /// It goes without a trace.
    Goes,
}

impl Module {
    /// A layer that has none inside.
    pub(crate) fn of<L: Layer>() -> Self {
        const { named_for_what_it_is(&L::NAME, L::FOLDS) };
        let (name, activation) = (Named::<L>::NAME, Named::<L>::ACTIVATION);
        Module::Layer { name, tensors: L::TENSORS, state: L::STATE, activation }
    }
}

/// Fails where a layer is called as one of another kind: a network's text, by which it is folded and its files are known, would
/// be that of another network.
const fn named_for_what_it_is(name: &Text, folds: Folds) {
    let bytes = name.as_str().as_bytes();
    let kind = crate::fold::kind(bytes);
    if kind as usize != folds as usize {
        let text = Text::new("a layer of your own is called `").join(name);
        panic!(
            "{}",
            text.text("`, which is the name of a layer of this crate: give it another `NAME`").as_str()
        );
    }
    assert!(
        !crate::fold::is_a_row(bytes),
        "the `NAME` of a layer has ` => ` in it, as a row of layers has: leave that out"
    );
}

/// What the compiler has to find out, lest a microcontroller puts texts together.
struct Named<L>(PhantomData<L>);

impl<L: Layer> Named<L> {
    const NAME: &'static str = const { &L::NAME }.as_str();
    const ACTIVATION: bool = !<L::Activation as Activation>::NAME.is(&Identity::NAME);
}
