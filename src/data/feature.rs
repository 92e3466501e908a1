//! What a number that goes into a network is called, and what it is in a cell of a table.

use core::fmt;
use std::string::{String, ToString};

use super::Problem;
use crate::Scalar;

/// One number of an input by name: the number in a column, or 1 where the column holds a certain category and else 0.
///
/// A data set out of a file has one for each number of its inputs, in order; a [`Model`](crate::Model) keeps them, so that
/// another file is matched by name.
///
/// ```
/// # #[cfg(feature = "data")] {
/// use constrata::data::{Csv, Impute};
/// let file = Csv::from_bytes("cats.csv", "fur,age,bites\nred,2,no\nblack,,yes\n");
/// let cats = file.one_hot("fur").impute("age", Impute::Mean).classes::<3, f32>("bites").unwrap();
/// let [black, _, age] = &cats.features[..] else { panic!("three numbers") };
/// assert_eq!((black.column.as_str(), black.category.as_deref(), black.to_string()), ("fur", Some("black"), "fur=black".into()));
/// assert_eq!((age.column.as_str(), age.fill), ("age", Some(2.0)));
/// # }
/// ```
#[derive(Clone, Debug, Default, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Feature {
    /// The column's name.
    pub column: String,
    /// Of a column of texts: the one that this number is 1 for.
    pub category: Option<String>,
    /// What stands here where the value is missing; without it, a missing value is an error.
    pub fill: Option<f64>,
}

impl Feature {
    /// The number in the column `column`.
    ///
    /// ```
    /// use constrata::data::Feature;
    /// assert_eq!(Feature::number("age").to_string(), "age");
    /// ```
    pub fn number(column: impl Into<String>) -> Self {
        Feature { column: column.into(), ..Feature::default() }
    }
}

/// The number of each of `features` in a row of a table. `cell(i)` is what stands in the column of feature `i`, none where the
/// value is missing; `number` reads it.
///
/// # Errors
/// The feature that is to blame, and why.
pub(crate) fn read<'a, T: Scalar>(
    features: &[Feature],
    numbers: &mut [T],
    mut cell: impl FnMut(usize) -> Result<Option<&'a str>, Problem>,
    number: impl Fn(&str) -> Result<T, Problem>,
) -> Result<(), (usize, Problem)> {
    let mut before = None;
    for (index, (feature, to)) in features.iter().zip(numbers).enumerate() {
        let cell = cell(index).map_err(|problem| (index, problem))?;
        *to = match (cell, &feature.category) {
            (None, _) => match feature.fill {
                Some(fill) => T::of(fill),
                None => return Err((index, Problem::missing())),
            },
            (Some(text), Some(category)) => {
                // once for each column
                if before != Some(&feature.column) {
                    known(features, &feature.column, text).map_err(|problem| (index, problem))?;
                }
                if text == category { T::ONE } else { T::ZERO }
            }
            (Some(text), None) => number(text).map_err(|problem| (index, problem))?,
        };
        before = Some(&feature.column);
    }
    Ok(())
}

/// That `text` is one of the categories of `column`.
fn known(features: &[Feature], column: &str, text: &str) -> Result<(), Problem> {
    let same = features.iter().filter(|feature| feature.column == column);
    let categories = || same.clone().filter_map(|feature| feature.category.as_ref());
    if categories().any(|category| category == text) {
        return Ok(());
    }
    Err(Problem::Category { found: text.to_string(), categories: categories().cloned().collect() })
}

impl fmt::Display for Feature {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.category {
            Some(category) => write!(f, "{}={category}", self.column),
            None => f.pad(&self.column),
        }
    }
}

/// By its name, as [`Display`](fmt::Display) writes it.
impl PartialEq<&str> for Feature {
    fn eq(&self, name: &&str) -> bool {
        let rest = name.strip_prefix(self.column.as_str());
        match &self.category {
            Some(category) => rest.and_then(|rest| rest.strip_prefix('=')) == Some(category),
            None => rest == Some(""),
        }
    }
}
