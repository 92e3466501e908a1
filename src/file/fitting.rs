//! A model fitted to data: its scalers and names.

use core::str::FromStr;
use std::string::{String, ToString};
use std::vec::Vec;

use super::model::{In, Out};
use crate::data::{Dataset, Feature, Fitted, Flaw, Problem, Scaler, feature};
use crate::loss::Loss;
use crate::train::{Evaluation, Metric, evaluate};
use crate::{Error, Image, Learn, Model, Network, Scalar, Sequence, Shape, Targets, Vector};

impl<N: Network> Model<N> {
    /// Fits the scaler of the inputs to the raw data that are to be learned from, mean 0 and standard deviation 1, and keeps the
    /// names of features and classes.
    ///
    /// ```
    /// use constrata::{Model, data::Dataset, prelude::*, train::Fit};
    /// network! { struct Cats: 2 => Dense<2, Softmax> }
    /// let raw = Dataset::new(vec![[1.0, 300.0], [9.0, 500.0]], vec![0_usize, 1])?;
    /// let raw = Dataset { classes: vec!["young".into(), "old".into()], ..raw };
    ///
    /// let mut model = Model::new(Cats::random(&mut rand::rng()));
    /// model.standardize(&raw)?;
    /// let scaled = model.scaled(&raw)?;
    /// assert_eq!(scaled.inputs, [[-1.0, -1.0], [1.0, 1.0]]);
    /// let fit = Fit { epochs: 100, learning_rate: 0.1, ..Fit::new(CrossEntropy, Adam::default()) };
    /// fit.run(&mut model.network, scaled.data(), ())?;
    /// assert_eq!(model.class(&[8.0, 450.0]), Some("old")); // raw
    /// # Ok::<(), constrata::Error>(())
    /// ```
    ///
    /// # Errors
    /// Where there is no sample, a number is not finite, the data are scaled already, or there are not as many class names as the
    /// network tells apart.
    pub fn standardize<Y>(&mut self, raw: &Dataset<In<N>, Y>) -> Result<(), Error> {
        is_raw(raw)?;
        let inputs = Scaler::of(&raw.inputs)?;
        let (classes, features) = (raw.classes.iter().collect(), raw.features.clone().into());
        let (old_classes, old_features) = (
            core::mem::replace(&mut self.classes, classes),
            core::mem::replace(&mut self.features, features),
        );
        if let Err(refusal) = self.check() {
            (self.classes, self.features) = (old_classes, old_features);
            return Err(refusal.into());
        }
        self.inputs = inputs;
        Ok(())
    }

    /// Fits the scaler of the targets to the raw data that are to be learned from: for regression, mean 0 and standard deviation 1.
    ///
    /// ```
    /// use constrata::{Model, data::Dataset, prelude::*, train::{Fit, Metric}};
    /// network! { struct Rent: 1 => Dense<1> }
    /// let flats = Dataset::new(vec![[30.0], [50.0], [70.0], [90.0]], vec![[500.0], [700.0], [900.0], [1100.0]])?;
    ///
    /// let mut model = Model::new(Rent::random(&mut rand::rng()));
    /// model.standardize(&flats)?;
    /// model.standardize_targets(&flats)?;
    /// let scaled = model.scaled(&flats)?;
    /// let fit = Fit { epochs: 1000, learning_rate: 0.01, ..Fit::new(MeanSquaredError, Adam::default()) };
    /// fit.run(&mut model.network, scaled.data(), ())?;
    /// assert!((model.predict(&[60.0])[0] - 800.0).abs() < 5.0);
    /// let found = model.evaluate(&flats, &MeanSquaredError, &[Metric::R2, Metric::Mae])?.scores;
    /// assert!(found.metric(Metric::R2) > Some(0.99) && found.metric(Metric::Mae) < Some(5.0)); // in the unit of the rents
    /// # Ok::<(), constrata::Error>(())
    /// ```
    ///
    /// # Errors
    /// Where there is no sample, a number is not finite, or the data are scaled already.
    pub fn standardize_targets(&mut self, raw: &Dataset<In<N>, Out<N>>) -> Result<(), Error> {
        is_raw(raw)?;
        self.outputs = Scaler::of(&raw.targets)?;
        Ok(())
    }

    /// Raw data, scaled as the network takes them: the inputs, and the targets where they are numbers.
    ///
    /// # Errors
    /// Where the data have other features or classes than those that the model was fitted to, or are scaled already.
    pub fn scaled<Y: Scaled<N>>(&self, raw: &Dataset<In<N>, Y>) -> Result<Dataset<In<N>, Y>, Error> {
        is_raw(raw)?;
        self.matches(raw)?;
        Ok(Y::scaled(raw.clone().scaled(&self.inputs), &self.outputs))
    }

    /// Loss and metrics on raw data: errors are in the unit of the targets, the loss is that of the scaled targets.
    ///
    /// ```
    /// use constrata::{Model, data::{Dataset, Scaler}, prelude::*, train::Metric};
    /// let outputs = Scaler { shift: [15.0], scale: [5.0] }; // degrees
    /// let model = Model { outputs, ..Model::new(<network!(1 => Dense<1>)>::zeros()) }; // says 15 degrees, always
    /// let days = Dataset::new(vec![[0.0], [1.0]], vec![[10.0], [20.0]])?;
    /// let found = model.evaluate(&days, &MeanSquaredError, &[Metric::Mae])?;
    /// assert_eq!(found.to_string(), "loss 1.0000  MAE 5.0000");
    /// # Ok::<(), constrata::Error>(())
    /// ```
    ///
    /// # Errors
    /// As [`scaled`](Self::scaled) and [`evaluate`].
    pub fn evaluate<Y: Scaled<N> + Targets<N::Output, N::Scalar, 1>>(
        &self,
        raw: &Dataset<In<N>, Y>,
        loss: &impl Loss<N::Activation>,
        metrics: &[Metric],
    ) -> Result<Evaluation, Error>
    where
        N: Learn,
    {
        evaluate(&self.network, self.scaled(raw)?.data(), loss, metrics)
    }

    /// A raw sample by the names of its features, in any order: `[("age", 9.0), ("weight", 5.0)]`, or, with texts among them,
    /// `[("age", "9"), ("fur", "black")]`. Features that are not named are missing; those may be filled in, see
    /// [`Feature::fill`].
    ///
    /// ```
    /// use constrata::{Model, data::Feature, prelude::*};
    /// network! { struct Cats: 2 => Dense<2, Softmax> }
    /// let features = vec![Feature::number("age"), Feature::number("weight")];
    /// let model = Model { features: features.into(), ..Model::new(Cats::zeros()) };
    /// let cat = model.row([("weight", 5.0), ("age", 9.0)])?;
    /// assert_eq!((cat, model.class_index(&cat)), ([9.0, 5.0], Some(0)));
    /// assert_eq!(
    ///     model.row([("weight", 5.0), ("Age", 9.0)]).unwrap_err().to_string(),
    ///     "column `Age`: there is no such column, but `age`, `weight`: did you mean `age`?"
    /// );
    /// # Ok::<(), constrata::Error>(())
    /// ```
    ///
    /// # Errors
    /// Where a feature is missing, is named twice, or is none of the model's, where a text is none of the categories that were
    /// learned from, or is no number.
    pub fn row<'a>(&self, cells: impl IntoIterator<Item = (&'a str, impl ToString)>) -> Result<In<N>, Error>
    where
        N::Scalar: FromStr,
    {
        let features = self.features.to_vec();
        if features.is_empty() {
            return Err(Flaw::of(Problem::NoNames).into());
        }
        let cells: Vec<(&str, String)> =
            cells.into_iter().map(|(name, cell)| (name, cell.to_string())).collect();
        for (place, (name, _)) in cells.iter().enumerate() {
            let problem = if !features.iter().any(|feature| feature.column == *name) {
                Problem::no_column(name, &features)
            } else if cells[..place].iter().any(|(other, _)| other == name) {
                Problem::Twice
            } else {
                continue;
            };
            return Err(Flaw::of(problem).column(name).into());
        }
        let mut row: In<N> = bytemuck::Zeroable::zeroed();
        let cell = |index: usize| {
            let found = cells.iter().find(|(name, _)| *name == features[index].column);
            Ok(found.map(|(_, cell)| cell.trim()).filter(|cell| !cell.is_empty()))
        };
        let number = |text: &str| match text.parse::<N::Scalar>() {
            Ok(number) if number.is_finite() => Ok(number),
            Ok(_) => Err(Problem::NotFinite),
            Err(_) => Err(Problem::NotANumber { found: text.into(), comma: false }),
        };
        feature::read(&features, N::Input::numbers_mut(core::slice::from_mut(&mut row)), cell, number)
            .map_err(|(index, problem)| Flaw::of(problem).column(&features[index].column))?;
        Ok(row)
    }

    /// That data have the features and classes of the model, where both have names.
    fn matches<Y>(&self, raw: &Dataset<In<N>, Y>) -> Result<(), Error> {
        let differ =
            |found: &[String], wanted: &[String]| !found.is_empty() && !wanted.is_empty() && found != wanted;
        let texts = |features: &[Feature]| features.iter().map(ToString::to_string).collect::<Vec<_>>();
        let (found, wanted) = (texts(&raw.features), texts(&self.features.to_vec()));
        if differ(&found, &wanted) {
            return Err(Flaw::of(Problem::OtherFeatures { found, wanted }).into());
        }
        let (found, wanted) = (raw.classes.clone(), Fitted::classes(self));
        if differ(&found, &wanted) {
            return Err(Flaw::of(Problem::OtherClasses { found, wanted }).into());
        }
        Ok(())
    }
}

/// That data are not scaled yet.
fn is_raw<X, Y>(data: &Dataset<X, Y>) -> Result<(), Flaw> {
    let scaled = data.scaled || !data.units.is_empty();
    if scaled { Err(Flaw::of(Problem::ScaledTwice)) } else { Ok(()) }
}

impl<N: Network> Fitted for Model<N> {
    fn features(&self) -> Vec<Feature> {
        self.features.to_vec()
    }
    fn classes(&self) -> Vec<String> {
        self.classes.iter().map(String::from).collect()
    }
}

/// Targets that a [`Model`] scales: numbers; or leaves as they are: classes.
///
/// ```
/// use constrata::{Model, data::Dataset, prelude::*};
/// let model = Model::new(<network!(1 => Dense<2, Softmax>)>::zeros());
/// assert_eq!(model.scaled(&Dataset::new(vec![[0.5]], vec![1_usize])?)?.targets, [1]);
/// # Ok::<(), constrata::Error>(())
/// ```
pub trait Scaled<N: Network>: Clone {
    /// The data with targets as the network learns them.
    fn scaled(data: Dataset<In<N>, Self>, outputs: &Scaler<N::Output, N::Scalar>) -> Dataset<In<N>, Self>;
}

impl<N: Network> Scaled<N> for usize {
    fn scaled(data: Dataset<In<N>, usize>, _: &Scaler<N::Output, N::Scalar>) -> Dataset<In<N>, usize> {
        data
    }
}

macro_rules! numbers {
    ($([$($size:ident),*] $shape:ty, $sample:ty;)*) => {$(
        impl<T: Scalar, N: Network<Scalar = T, Output = $shape>, $(const $size: usize),*> Scaled<N> for $sample {
            fn scaled(data: Dataset<In<N>, Self>, outputs: &Scaler<$shape, T>) -> Dataset<In<N>, Self> {
                if outputs.is_identity() { data } else { data.scaled_targets(outputs) }
            }
        }
    )*};
}

numbers! {
    [M] Vector<M>, [T; M];
    [C, H, W] Image<C, H, W>, [[[T; W]; H]; C];
    [STEPS, M] Sequence<STEPS, M>, [[T; M]; STEPS];
}
