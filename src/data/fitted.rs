//! What was fitted to data by name.

use std::boxed::Box;
use std::string::String;
use std::vec::Vec;

use super::{Dataset, Feature};

/// What other data can be matched with by name: a [`Model`](crate::Model), or the [`Dataset`] it has learned from.
///
/// ```
/// use constrata::data::{Dataset, Fitted};
/// let data = Dataset { classes: vec!["no".into(), "yes".into()], ..Dataset::new(vec![[0.5]], vec![1_usize])? };
/// assert_eq!((Fitted::features(&data).len(), Fitted::classes(&data)), (0, data.classes.clone()));
/// # Ok::<(), constrata::Error>(())
/// ```
pub trait Fitted {
    /// What the numbers of an input are, in order; none where they have no names.
    fn features(&self) -> Vec<Feature>;
    /// The names of the classes, in order; none where the targets are no classes.
    fn classes(&self) -> Vec<String>;
}

impl<X, Y> Fitted for Dataset<X, Y> {
    fn features(&self) -> Vec<Feature> {
        self.features.clone()
    }
    fn classes(&self) -> Vec<String> {
        self.classes.clone()
    }
}

impl<F: Fitted> Fitted for Box<F> {
    fn features(&self) -> Vec<Feature> {
        F::features(self)
    }
    fn classes(&self) -> Vec<String> {
        F::classes(self)
    }
}
