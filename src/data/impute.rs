//! What stands in for missing values.

use std::string::{String, ToString};
use std::vec::Vec;

use super::table::Table;
use super::{Flaw, Problem};

/// What [`Csv::impute`](super::Csv::impute) puts where the value of a feature is missing: scikit-learn's `SimpleImputer`.
///
/// It is fitted on the rows of the file that is read, and kept in [`Feature::fill`](super::Feature::fill), for files that are
/// read like it. (Where held-out rows must not count for a mean, keep them in a file of their own.)
///
/// ```
/// use constrata::data::{Csv, Impute};
/// let file = Csv::from_bytes("ages.csv", "age,ill\n30,no\n?,yes\n50,yes\n10,no\n50,no\n");
/// let filled = |by| file.clone().impute("age", by).classes::<1, f32>("ill").unwrap().inputs[1];
/// assert_eq!([Impute::Mean, Impute::Median, Impute::MostFrequent].map(filled), [[35.0], [40.0], [50.0]]);
/// assert_eq!(filled(Impute::Constant("-1")), [-1.0]);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Impute<'a> {
    /// The mean of the values that are there.
    Mean,
    /// Their median: of an even number of values, the mean of the two in the middle.
    Median,
    /// The value that is there most often, the smallest of those; of a column of texts too.
    MostFrequent,
    /// This value, as a cell would have it; of a column of texts too, as one more category if it is none of the others.
    Constant(&'a str),
}

/// What [`Impute`] says of one column.
#[derive(Clone, Debug)]
pub(super) enum Rule {
    Mean,
    Median,
    MostFrequent,
    Constant(String),
}

impl Impute<'_> {
    pub(super) fn rule(self) -> Rule {
        match self {
            Impute::Mean => Rule::Mean,
            Impute::Median => Rule::Median,
            Impute::MostFrequent => Rule::MostFrequent,
            Impute::Constant(text) => Rule::Constant(text.to_string()),
        }
    }
}

impl Rule {
    /// What stands in for a missing number of `column`.
    pub(super) fn number(&self, table: &Table, column: usize) -> Result<f64, Flaw> {
        if let Rule::Constant(text) = self {
            return table.number(text).map_err(|problem| table.flaw(column, problem));
        }
        let mut numbers = Vec::new();
        for row in table.rows() {
            if row.text(column)?.is_some() {
                numbers.push(row.number::<f64>(column)?);
            }
        }
        numbers.sort_by(f64::total_cmp);
        let (count, middle) = (numbers.len(), numbers.len() / 2);
        let (Some(first), true) = (numbers.first(), count > 0) else {
            return Err(table.flaw(column, Problem::AllMissing));
        };
        Ok(match self {
            // the sum of halves does not overflow where the halves do not
            Rule::Mean => numbers.iter().map(|number| number / count as f64).sum(),
            Rule::Median if count % 2 == 0 => 0.5 * numbers[middle - 1] + 0.5 * numbers[middle],
            Rule::Median => numbers[middle],
            _ => *most_frequent(&numbers).unwrap_or(first),
        })
    }

    /// What stands in for a missing text of `column`.
    pub(super) fn text(&self, table: &Table, column: usize) -> Result<String, Flaw> {
        match self {
            Rule::Constant(text) => Ok(text.clone()),
            Rule::Mean | Rule::Median => Err(table.flaw(column, Problem::TextImpute)),
            Rule::MostFrequent => {
                let mut texts = Vec::new();
                for row in table.rows() {
                    texts.extend(row.text(column)?);
                }
                texts.sort_unstable();
                let found = most_frequent(&texts).map(|text| text.to_string());
                found.ok_or_else(|| table.flaw(column, Problem::AllMissing))
            }
        }
    }
}

/// The value that stands in a row most often, the first of those.
fn most_frequent<V: PartialEq>(sorted: &[V]) -> Option<&V> {
    let runs = sorted.chunk_by(|a, b| a == b);
    // the first of equally long ones
    runs.rev().max_by_key(|run| run.len())?.first()
}
