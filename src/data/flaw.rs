//! What can be wrong with data, and where.

use core::fmt;
use std::string::String;

use super::Problem;

/// What is wrong with a data set, and where: in which file, row and column.
///
/// ```
/// # #[cfg(feature = "data")] {
/// use constrata::data::Csv;
/// let refused = Csv::from_bytes("irises.csv", "width,species\n1.5,setosa\n2.5cm,setosa\n").classes::<1, f32>("species");
/// assert_eq!(refused.unwrap_err().to_string(), "irises.csv, row 3, column `width`: `2.5cm` is no number");
/// # }
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Flaw {
    /// The file, as it was opened; none where the data are arrays.
    pub file: Option<String>,
    /// The row, counted from 1 as an editor counts lines, a header among them; of arrays the sample, counted from 0.
    pub row: Option<usize>,
    /// The name of the column.
    pub column: Option<String>,
    /// What is wrong there.
    pub problem: Problem,
}

impl Flaw {
    /// A flaw of the data as a whole.
    pub(crate) fn of(problem: Problem) -> Self {
        Flaw { file: None, row: None, column: None, problem }
    }

    #[cfg(feature = "data")]
    pub(crate) fn file(self, file: &str) -> Self {
        Flaw { file: Some(file.into()), ..self }
    }

    pub(crate) fn row(self, row: usize) -> Self {
        Flaw { row: Some(row), ..self }
    }

    pub(crate) fn column(self, column: &str) -> Self {
        Flaw { column: Some(column.into()), ..self }
    }
}

impl fmt::Display for Flaw {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let row = if self.file.is_some() { "row" } else { "sample" };
        let mut between = "";
        if let Some(file) = &self.file {
            write!(f, "{file}")?;
            between = ", ";
        }
        if let Some(number) = self.row {
            write!(f, "{between}{row} {number}")?;
            between = ", ";
        }
        if let Some(column) = &self.column {
            write!(f, "{between}column `{column}`")?;
            between = ", ";
        }
        write!(f, "{}{}", if between.is_empty() { "" } else { ": " }, self.problem)
    }
}
