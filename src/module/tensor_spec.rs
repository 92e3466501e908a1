/// What PyTorch calls a slice of a layer's parameters, and its shape there: see [`Describe::STATE_DICT`](super::Describe::STATE_DICT).
///
/// ```
/// use constrata::module::TensorSpec;
/// let weights = TensorSpec::matrix("weight", 10, 64);
/// assert_eq!((weights.name, weights.shape()), ("weight", &[10, 64][..]));
/// assert_eq!(TensorSpec::vector("bias", 10).shape(), [10]);
/// // 16 outputs of 5 x 3 windows on 6 channels, and 32 of 4 steps of 9 features
/// assert_eq!(TensorSpec::kernel("weight", [16, 6, 5, 3]).shape(), [16, 6, 5, 3]);
/// assert_eq!(TensorSpec::sample("weight", &[3, 8, 8]).shape(), [3, 8, 8]); // of a `LayerNorm`
/// assert_eq!(TensorSpec::steps("weight", [32, 9, 4]).shape(), [32, 9, 4]);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TensorSpec {
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

impl TensorSpec {
    /// A matrix, which lies column by column here and row by row there.
    #[must_use]
    pub const fn matrix(name: &'static str, rows: usize, columns: usize) -> Self {
        TensorSpec { name, sizes: [rows, columns, 1, 1], rank: 2, order: Order::Columns }
    }

    /// So many numbers in a row.
    #[must_use]
    pub const fn vector(name: &'static str, numbers: usize) -> Self {
        TensorSpec { name, sizes: [numbers, 1, 1, 1], rank: 1, order: Order::Columns }
    }

    /// The weights of a convolution: outputs, channels, rows, columns. Here a matrix with a column for each number of a window.
    #[must_use]
    pub const fn kernel(name: &'static str, sizes: [usize; 4]) -> Self {
        TensorSpec { name, sizes, rank: 4, order: Order::Columns }
    }

    /// The weights of a convolution over steps: outputs, features, steps. Here a matrix with a column for each number of a window,
    /// step by step.
    #[must_use]
    pub const fn steps(name: &'static str, [outputs, features, steps]: [usize; 3]) -> Self {
        TensorSpec { name, sizes: [outputs, features, steps, 1], rank: 3, order: Order::Turned }
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
        TensorSpec { name, sizes: all, rank, order: Order::Rows }
    }

    /// Where the numbers lie here, in the order in which they lie there.
    ///
    /// ```
    /// use constrata::module::TensorSpec;
    /// // here  1 3 5   there  1 3 5 2 4 6      of a matrix with 2 rows, which lies here column by column: 1 2 3 4 5 6
    /// //       2 4 6
    /// assert!(TensorSpec::matrix("weight", 2, 3).places().eq([0, 2, 4, 1, 3, 5]));
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
