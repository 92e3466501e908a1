//! What can be wrong with data, and where.

use core::fmt;
use std::string::String;
use std::vec::Vec;

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

/// What is wrong with data.
///
/// ```
/// use constrata::{Error, data::{Problem, one_hot}};
/// let Err(Error::Data(flaw)) = one_hot::<f32, 3>(&[0, 7]) else { panic!("there is no class 7") };
/// assert_eq!((flaw.row, &flaw.problem), (Some(1), &Problem::ClassIndex { found: 7, classes: 3 }));
/// ```
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Problem {
    /// The operating system could not read the file.
    Io(std::io::ErrorKind),
    /// A cell is empty, or says that there is no value (`NA`, `N/A`, `NaN`, `null`, `None`, `?`).
    Missing,
    /// A cell that should hold a number holds this.
    NotANumber(String),
    /// A number is infinite or NaN, or too large for the scalar.
    NotFinite,
    /// The text is not UTF-8.
    NotUtf8,
    /// There is no row but the header.
    NoRows,
    /// A row has another number of cells than the first.
    Cells {
        /// Cells of the row.
        found: usize,
        /// Cells of the first row.
        wanted: usize,
    },
    /// There is no such column.
    NoColumn {
        /// The columns there are.
        columns: Vec<String>,
    },
    /// Several columns have this name.
    Ambiguous,
    /// The file has another number of features than the network takes.
    Features {
        /// The columns that would be features.
        found: Vec<String>,
        /// How many the network takes.
        wanted: usize,
    },
    /// A label is none of the classes there are to be.
    Class {
        /// The label.
        found: String,
        /// The classes.
        classes: Vec<String>,
    },
    /// A class index is not below the number of classes.
    ClassIndex {
        /// The index.
        found: usize,
        /// How many classes there are.
        classes: usize,
    },
    /// A class is too small to have a sample on either side of a split.
    Rare {
        /// The class.
        class: usize,
        /// How many samples it has.
        samples: usize,
    },
    /// A share of the data is not between 0 and 1.
    Share(f64),
    /// It does not begin as an IDX file does, or holds numbers of a kind there is none of.
    NotIdx,
    /// It is compressed by gzip, and damaged or cut off.
    Compressed,
    /// It has other dimensions than the network takes.
    Dimensions {
        /// Dimensions of the file, the number of samples first.
        found: Vec<usize>,
        /// Dimensions of a sample.
        wanted: Vec<usize>,
    },
    /// A setting of an [`Augmentation`](super::Augmentation) is none it can have.
    Augmentation {
        /// The setting.
        setting: &'static str,
        /// What it is.
        value: f64,
    },
    /// It has more or fewer bytes than it says.
    Bytes {
        /// The bytes it should have.
        expected: u64,
        /// The bytes it has; of a longer file, one more than it should.
        found: u64,
    },
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

    #[cfg(feature = "data")]
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

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Problem::Io(kind) => write!(f, "the file could not be read: {kind}"),
            Problem::Missing => {
                write!(f, "the value is missing: fill it in, or leave such rows out by `drop_missing`")
            }
            Problem::NotANumber(found) => write!(f, "`{found}` is no number"),
            Problem::NotFinite => {
                write!(f, "the number is infinite, NaN or too large: clean or drop the sample")
            }
            Problem::NotUtf8 => write!(f, "the text is not UTF-8"),
            Problem::NoRows => write!(f, "there is no sample"),
            Problem::Cells { found, wanted } => write!(f, "{found} cells, where the first row has {wanted}"),
            Problem::NoColumn { columns } => write!(f, "there is no such column, but {}", Names(columns)),
            Problem::Ambiguous => write!(f, "several columns have this name: rename all but one"),
            Problem::Features { found, wanted } => write!(
                f,
                "{} feature{} ({}), but the network takes {wanted}: choose by `columns`, or change the network",
                found.len(),
                if found.len() == 1 { "" } else { "s" },
                Names(found)
            ),
            Problem::Class { found, classes } => {
                write!(f, "`{found}` is none of the classes {}", Names(classes))
            }
            Problem::ClassIndex { found, classes } => {
                write!(f, "class {found} is not one of the {classes} classes from 0 on")
            }
            Problem::Rare { class, samples } => {
                write!(f, "class {class} has {samples} samples: too few to stand on either side of the split")
            }
            Problem::Share(share) => {
                write!(f, "a share of {share} leaves one side empty: it is more than 0, less than 1")
            }
            Problem::NotIdx => write!(f, "this is no IDX file: it begins otherwise"),
            Problem::Compressed => write!(f, "the compressed file is damaged or cut off"),
            Problem::Dimensions { found, wanted } => {
                write!(
                    f,
                    "the file has dimensions {found:?}, the samples first, but the network takes samples of {wanted:?}"
                )
            }
            Problem::Augmentation { setting: "background", value } => {
                write!(f, "the background of an augmentation is finite, not {value}")
            }
            Problem::Augmentation { setting: "rotate", value } => {
                write!(f, "an augmentation rotates by 0 to 180 degrees, not {value}")
            }
            Problem::Augmentation { setting, value } => {
                write!(f, "an augmentation's `{setting}` is finite and not negative, not {value}")
            }
            Problem::Bytes { expected, found } if found > expected => {
                write!(f, "the file should have {expected} bytes and has more: it was added to")
            }
            Problem::Bytes { expected, found } => {
                write!(f, "the file should have {expected} bytes and has {found}: it was cut off")
            }
        }
    }
}

/// Names in a row, the first ten of them.
struct Names<'a>(&'a [String]);

impl fmt::Display for Names<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, name) in self.0.iter().take(10).enumerate() {
            write!(f, "{}`{name}`", if index == 0 { "" } else { ", " })?;
        }
        match self.0.len() {
            0 => write!(f, "none"),
            1..=10 => Ok(()),
            more => write!(f, " and {} more", more - 10),
        }
    }
}
