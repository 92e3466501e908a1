//! What a network learns from or is judged by.

/// Samples: inputs and their targets, borrowed; if wanted, a weight for each, and others to validate with.
///
/// ```
/// use constrata::train::Data;
/// let (x, y) = (vec![[0.0_f32, 0.0], [0.0, 1.0], [1.0, 0.0]], vec![0_usize, 1, 1]);
/// let data = Data::new(&x, &y).weighted(&[1.0, 1.0, 0.5]);
/// assert_eq!(data.inputs.len(), 3);
/// ```
#[derive(Debug)]
pub struct Data<'a, X, Y> {
    /// What goes into the network: an array each, `[f32; 64]` or `[[[f32; 28]; 28]; 1]`.
    pub inputs: &'a [X],
    /// What should come out: a class index each, or an array of the output's shape.
    pub targets: &'a [Y],
    /// How much each sample counts; all the same if there are none.
    pub weights: Option<&'a [f64]>,
    /// Inputs and targets that are not learned from: after every epoch of a run, loss and metrics are taken on them.
    pub validation: Option<(&'a [X], &'a [Y])>,
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
        Data { inputs, targets, weights: None, validation: None }
    }

    /// With a weight for each sample, 0 or more: the loss of a batch is sum w l / sum w.
    ///
    /// That is what PyTorch's `CrossEntropyLoss(weight=..)` and `NLLLoss` do (its binary cross-entropy divides by the number of
    /// samples instead, as Keras does throughout): a batch of heavy samples makes no longer step than one of light samples.
    /// For weights by class see [`class_weights`](super::class_weights).
    #[must_use]
    pub const fn weighted(mut self, weights: &'a [f64]) -> Self {
        self.weights = Some(weights);
        self
    }

    /// With samples of its own to validate with, instead of a [`validation_split`](super::Fit::validation_split).
    ///
    /// ```
    /// use constrata::{prelude::*, train::{Data, Fit}};
    /// let mut net = <network!(1 => Dense<1>)>::zeros();
    /// let data = Data::new(&[[1.0]], &[[2.0]]).validate(&[[2.0]], &[[4.0]]);
    /// let history = Fit::new(MeanSquaredError, Sgd).run(&mut net, data, ())?;
    /// let [first, .., last] = &history.epochs[..] else { panic!("10 epochs") };
    /// assert!(last.validation.as_ref().map(|scores| scores.loss) < first.validation.as_ref().map(|scores| scores.loss));
    /// # Ok::<(), constrata::Error>(())
    /// ```
    #[must_use]
    pub const fn validate(mut self, inputs: &'a [X], targets: &'a [Y]) -> Self {
        self.validation = Some((inputs, targets));
        self
    }

    /// The weights of the samples `rows` together; without weights, how many they are.
    pub(super) fn weight(&self, rows: &[usize]) -> f64 {
        self.weights.map_or(rows.len() as f64, |weights| rows.iter().map(|row| weights[*row]).sum())
    }
}
