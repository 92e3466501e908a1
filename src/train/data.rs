//! What a network learns from or is judged by.

use rand_core::Rng;

use super::session::stream;
use crate::Scalar;
use crate::data::Augmentation;

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
    /// What 1 is in the user's unit, for each number of a target; as it is, where there are none. Metrics are in that unit, the
    /// loss is not.
    pub units: &'a [f64],
    /// How inputs are changed before they are learned from.
    pub(super) variation: Option<Variation<X>>,
}

/// How samples vary from epoch to epoch: a function for the type of a sample, to which only [`Data::augmented`] knows the way.
#[derive(Debug)]
pub(super) struct Variation<X> {
    pub(super) augmentation: Augmentation,
    write: fn(&Augmentation, &X, &mut X, seed: u64, sample: usize),
    /// Of the epoch.
    seed: u64,
}

impl<X> Clone for Variation<X> {
    fn clone(&self) -> Self {
        *self
    }
}
impl<X> Copy for Variation<X> {}

impl<X, Y> Clone for Data<'_, X, Y> {
    fn clone(&self) -> Self {
        *self
    }
}
impl<X, Y> Copy for Data<'_, X, Y> {}

impl<'a, X, Y> Data<'a, X, Y> {
    /// The samples `inputs` with `targets`, of which there must be as many.
    pub const fn new(inputs: &'a [X], targets: &'a [Y]) -> Self {
        Data { inputs, targets, weights: None, validation: None, units: &[], variation: None }
    }

    /// With what 1 is in the user's unit, for each number of a target, where targets are scaled: metrics are in that unit.
    /// [`Dataset::scaled_targets`](crate::data::Dataset::scaled_targets) says it by itself.
    ///
    /// ```
    /// use constrata::{prelude::*, train::{Data, Metric, evaluate}};
    /// let (hours, degrees) = ([[0.0], [1.0]], [[-1.0], [0.0]]); // 10 and 15 degrees, as (t - 15) / 5
    /// let net = <network!(1 => Dense<1>)>::zeros(); // says 15 degrees, always
    /// let found = evaluate(&net, Data::new(&hours, &degrees).in_units(&[5.0]), &MeanSquaredError, &[Metric::Mae])?;
    /// assert_eq!(found.scores.metric(Metric::Mae), Some(2.5));
    /// # Ok::<(), constrata::Error>(())
    /// ```
    #[must_use]
    pub const fn in_units(mut self, units: &'a [f64]) -> Self {
        self.units = units;
        self
    }

    /// With a weight for each sample, 0 or more: the loss of a batch is sum w l / sum w, of sequences over all steps that have a target.
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

    /// In epoch `epoch` of the run with this seed.
    pub(super) fn in_epoch(mut self, seed: u64, epoch: usize) -> Self {
        if let Some(variation) = &mut self.variation {
            // not the stream that the order of the epoch is drawn from
            variation.seed = stream(!seed, epoch).next_u64();
        }
        self
    }

    /// The samples as they are.
    pub(super) const fn plain(self) -> Self {
        Data { variation: None, ..self }
    }

    /// Writes the input `sample` to `x`, or its variant of the epoch, which depends on nothing else.
    pub(super) fn write(&self, sample: usize, x: &mut X)
    where
        X: Copy,
    {
        match &self.variation {
            Some(Variation { augmentation, write, seed }) => {
                write(augmentation, &self.inputs[sample], x, *seed, sample);
            }
            None => *x = self.inputs[sample],
        }
    }
}

impl<'a, T: Scalar, Y, const C: usize, const H: usize, const W: usize> Data<'a, [[[T; W]; H]; C], Y> {
    /// With images that are never the same twice: in every epoch of a run, each is learned from in another variant, see
    /// [`Augmentation`]; whatever is validated or evaluated stays as it is.
    ///
    /// A variant depends on the seed of the run, the number of the epoch and the place of the image among the inputs, and on
    /// nothing else: not on batches or threads. It is written to where the network takes it from, so that nothing is
    /// allocated or kept.
    ///
    /// ```
    /// use constrata::{data::Augmentation, prelude::*, train::{Data, Fit}};
    /// network! { struct Net: [1, 3, 3] => Flatten => Dense<2, Softmax> }
    /// let (dot, bar) = ([[[0.0; 3], [0.0, 1.0, 0.0], [0.0; 3]]], [[[0.0; 3], [1.0; 3], [0.0; 3]]]);
    /// let (images, classes) = ([dot, bar], [0_usize, 1]);
    /// let augmentation = Augmentation { shift: 0.5, rotate: 10.0, noise: 0.02, ..Augmentation::default() };
    /// let mut net = Net::zeros();
    /// let fit = Fit { epochs: 100, learning_rate: 0.1, ..Fit::new(CrossEntropy, Adam::default()) };
    /// fit.run(&mut net, Data::new(&images, &classes).augmented(augmentation), ())?;
    /// let lower_bar = [[[0.0; 3], [0.6; 3], [0.4; 3]]];
    /// assert!(net.predict(&lower_bar)[1] > 0.9);
    /// # Ok::<(), constrata::Error>(())
    /// ```
    ///
    /// Vectors have no rows and columns to be moved along, and no such method; images may be had from them by
    /// [`Shape::numbers`](crate::Shape::numbers).
    #[must_use]
    pub const fn augmented(mut self, augmentation: Augmentation) -> Self {
        self.variation = Some(Variation { augmentation, write: variant, seed: 0 });
        self
    }
}

fn variant<T: Scalar, const C: usize, const H: usize, const W: usize>(
    augmentation: &Augmentation,
    image: &[[[T; W]; H]; C],
    to: &mut [[[T; W]; H]; C],
    seed: u64,
    sample: usize,
) {
    augmentation.write(image, to, &mut stream(seed, sample));
}
