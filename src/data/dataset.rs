//! A data set: inputs, targets, and what they are called.

use std::string::String;
use std::vec::Vec;

use rand::seq::SliceRandom;
use rand_core::Rng;

use super::{Feature, Scaler};
use crate::train::Data;
use crate::{Error, Scalar, Shape};

/// Inputs of type `X` (`[f32; 4]`, say) and a target for each: a class (`usize`) or numbers (`[f32; 1]`).
///
/// The type has the width, so that a network of another width does not compile:
///
/// ```compile_fail
/// use constrata::{data::Dataset, prelude::*, train::score};
/// network! { struct Net: 3 => Dense<2, Softmax> }
/// let data = Dataset::new(vec![[1.0, 2.0]], vec![0_usize])?; // 2 features, where the network takes 3
/// score(&Net::zeros(), data.data())?;
/// # Ok::<(), constrata::Error>(())
/// ```
///
/// ```
/// use constrata::data::{Dataset, Scaler, one_hot};
/// let data = Dataset::new(vec![[1.0, 20.0], [3.0, 20.0], [5.0, 50.0]], vec![0_usize, 1, 1])?;
/// assert_eq!((data.len(), data.is_empty(), data.data().inputs[2]), (3, false, [5.0, 50.0]));
/// assert_eq!(data.pick(&[2, 0]).targets, [1, 0]);
/// let hot = one_hot::<f32, 2>(&data.targets)?;
/// let scaled = data.scaled(&Scaler::min_max(&[[1.0, 20.0], [5.0, 50.0]])?).with_targets(hot)?;
/// assert_eq!((scaled.inputs[1], scaled.targets[1]), ([0.5, 0.0], [0.0, 1.0]));
/// # Ok::<(), constrata::Error>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Dataset<X, Y> {
    /// What goes into the network, sample by sample.
    pub inputs: Vec<X>,
    /// What should come out.
    pub targets: Vec<Y>,
    /// What the numbers of an input are, where a file says so.
    pub features: Vec<Feature>,
    /// What the classes are called, in the order of their indices; empty where the targets are numbers.
    pub classes: Vec<String>,
    /// Whether the inputs are scaled: a [`Model`](crate::Model) refuses to scale them once more.
    pub scaled: bool,
    /// What 1 is in the unit of the file, for each number of a target that is scaled: metrics are in that unit. Empty where
    /// targets are as they were.
    pub units: Vec<f64>,
}

impl<X: Clone, Y: Clone> Dataset<X, Y> {
    /// Inputs and targets without names.
    ///
    /// # Errors
    /// Where they are not of the same number.
    pub fn new(inputs: Vec<X>, targets: Vec<Y>) -> Result<Self, Error> {
        if inputs.len() != targets.len() {
            return Err(Error::Length { inputs: inputs.len(), targets: targets.len() });
        }
        let (features, classes, units) = (Vec::new(), Vec::new(), Vec::new());
        Ok(Dataset { inputs, targets, features, classes, scaled: false, units })
    }

    /// The samples, as training and evaluation take them.
    #[must_use]
    pub fn data(&self) -> Data<'_, X, Y> {
        Data::new(&self.inputs, &self.targets).in_units(&self.units)
    }

    /// How many samples there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.inputs.len()
    }

    /// Whether there is no sample.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.inputs.is_empty()
    }

    /// Puts the samples into random order; the same state of `rng` gives the same order.
    ///
    /// ```
    /// use constrata::data::Dataset;
    /// use rand::{SeedableRng, rngs::SmallRng};
    /// let mut data = Dataset::new((0..9).map(|i| [i as f32]).collect(), (0..9).collect())?;
    /// data.shuffle(&mut SmallRng::seed_from_u64(7));
    /// assert!(data.inputs.iter().zip(&data.targets).all(|(x, y)| x[0] == *y as f32));
    /// # Ok::<(), constrata::Error>(())
    /// ```
    pub fn shuffle(&mut self, rng: &mut impl Rng) {
        let mut order: Vec<usize> = (0..self.len()).collect();
        order.shuffle(rng);
        *self = self.pick(&order);
    }

    /// The samples `order`, by index, in this order; an index that is none is left out.
    #[must_use]
    pub fn pick(&self, order: &[usize]) -> Self {
        Dataset {
            inputs: order.iter().filter_map(|index| self.inputs.get(*index).cloned()).collect(),
            targets: order.iter().filter_map(|index| self.targets.get(*index).cloned()).collect(),
            features: self.features.clone(),
            classes: self.classes.clone(),
            scaled: self.scaled,
            units: self.units.clone(),
        }
    }

    /// The same samples with their inputs scaled, see [`Scaler`].
    #[must_use]
    pub fn scaled<S, T: Scalar>(self, scaler: &Scaler<S, T>) -> Self
    where
        S: Shape<Sample<T> = X>,
    {
        let inputs = self.inputs.iter().map(|x| scaler.scale(x)).collect();
        Dataset { inputs, scaled: true, ..self }
    }

    /// The same samples with their targets scaled: metrics are still in the unit that they were in.
    ///
    /// ```
    /// use constrata::{data::{Dataset, Scaler}, prelude::*, train::{Metric, evaluate}};
    /// let flats = Dataset::new(vec![[0.0], [1.0]], vec![[500.0], [700.0]])?;
    /// let scaler = Scaler::standard(&flats.targets)?;
    /// let scaled = flats.scaled_targets(&scaler);
    /// assert_eq!((&scaled.targets[..], &scaled.units[..]), (&[[-1.0], [1.0]][..], &[100.0][..]));
    /// let net = <network!(1 => Dense<1>)>::zeros(); // says 0, the mean of 600, always
    /// let found = evaluate(&net, scaled.data(), &MeanSquaredError, &[Metric::Mae])?;
    /// assert_eq!(found.to_string(), "loss 1.0000  MAE 100.0000");
    /// # Ok::<(), constrata::Error>(())
    /// ```
    #[must_use]
    pub fn scaled_targets<S, T: Scalar>(self, scaler: &Scaler<S, T>) -> Self
    where
        S: Shape<Sample<T> = Y>,
    {
        let targets = self.targets.iter().map(|y| scaler.scale(y)).collect();
        let [_, scale] = scaler.parts();
        let before = |index: usize| self.units.get(index).copied().unwrap_or(1.0);
        let units = scale.iter().enumerate().map(|(index, scale)| scale.to_f64() * before(index)).collect();
        Dataset { targets, units, ..self }
    }

    /// The same samples with other targets: `data.with_targets(one_hot(&data.targets)?)`.
    ///
    /// # Errors
    /// Where they are not as many as the inputs.
    pub fn with_targets<Z: Clone>(self, targets: Vec<Z>) -> Result<Dataset<X, Z>, Error> {
        let Dataset { inputs, features, classes, scaled, .. } = self;
        Ok(Dataset { features, classes, scaled, ..Dataset::new(inputs, targets)? })
    }
}
