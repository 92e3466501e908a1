//! What a network learns from or is judged by.

/// Samples: inputs and their targets, borrowed.
///
/// ```
/// use constrata::train::Data;
/// let (x, y) = (vec![[0.0_f32, 0.0], [0.0, 1.0], [1.0, 0.0]], vec![0_usize, 1, 1]);
/// let data = Data::new(&x, &y);
/// assert_eq!(data.inputs.len(), 3);
/// ```
#[derive(Debug)]
pub struct Data<'a, X, Y> {
    /// What goes into the network: an array each, `[f32; 64]` or `[[[f32; 28]; 28]; 1]`.
    pub inputs: &'a [X],
    /// What should come out: a class index each, or an array of the output's shape.
    pub targets: &'a [Y],
}

impl<X, Y> Clone for Data<'_, X, Y> {
    fn clone(&self) -> Self {
        *self
    }
}
impl<X, Y> Copy for Data<'_, X, Y> {}

impl<'a, X, Y> Data<'a, X, Y> {
    /// The samples `inputs` with `targets`, of which there must be as many.
    pub const fn new(inputs: &'a [X], targets: &'a [Y]) -> Self {
        Data { inputs, targets }
    }
}
