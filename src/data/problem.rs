//! What is wrong with data, and what to do.

use std::string::String;
use std::vec::Vec;

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
    Missing {
        /// What it says.
        found: String,
    },
    /// No cell of a column has a value.
    AllMissing,
    /// Every row lacks a value in one of these columns.
    AllDropped {
        /// How many rows there were.
        rows: usize,
        /// The columns that were looked at.
        columns: Vec<String>,
    },
    /// A cell that should hold a number does not.
    NotANumber {
        /// What it holds.
        found: String,
        /// Whether numbers have a comma before their decimals.
        comma: bool,
    },
    /// A number is infinite or NaN, or too large for the scalar.
    NotFinite,
    /// The text is not UTF-8.
    NotUtf8,
    /// The text is UTF-16, or holds bytes that are 0.
    Utf16,
    /// A cell begins with a quote that is not closed.
    OpenQuote,
    /// Behind the closing quote of a cell stands more.
    AfterQuote,
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
        /// The one that was meant, perhaps.
        nearest: Option<String>,
    },
    /// The label is among the features.
    Leak,
    /// A column is chosen twice.
    Twice,
    /// A column is chosen and left out.
    Except,
    /// An option is about a column that is no feature.
    NotAFeature,
    /// A file that is read like other data is told which columns to take.
    LikeSettles,
    /// Data are to be matched by name with what has no names.
    NoNames,
    /// A mean of texts is asked for.
    TextImpute,
    /// A text is none of the categories of its column.
    Category {
        /// The text.
        found: String,
        /// The categories.
        categories: Vec<String>,
    },
    /// A label that is to be a class is a number with decimals.
    NoClass(String),
    /// Labels that are to be classes are hardly ever the same number twice.
    ManyClasses {
        /// How many different ones there are.
        found: usize,
        /// In so many rows.
        rows: usize,
    },
    /// The same number stands there in two forms, which would be two classes.
    SameNumber {
        /// The one form.
        one: String,
        /// The other.
        other: String,
    },
    /// Data that are scaled already are to be scaled by a model.
    ScaledTwice,
    /// What should be names of columns is numbers.
    NumbersForNames(Vec<String>),
    /// The data have other features than the model was fitted to.
    OtherFeatures {
        /// Those of the data.
        found: Vec<String>,
        /// Those of the model.
        wanted: Vec<String>,
    },
    /// The data have other classes than the model was fitted to, or another order of them.
    OtherClasses {
        /// Those of the data.
        found: Vec<String>,
        /// Those of the model.
        wanted: Vec<String>,
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
    /// A label of an IDX file is no class: below 0, or with decimals.
    NoClassIndex(f64),
    /// It does not begin as an IDX file does, or holds numbers of a kind there is none of.
    NotIdx,
    /// It is compressed by gzip, and damaged or cut off.
    Compressed,
    /// It is compressed by gzip, and so much larger unpacked that it is no data.
    Expands,
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

impl Problem {
    pub(crate) fn no_column(name: &str, features: &[super::Feature]) -> Self {
        let mut columns: Vec<String> = features.iter().map(|feature| feature.column.clone()).collect();
        columns.dedup();
        let nearest = super::nearest::nearest(name, &columns).cloned();
        Problem::NoColumn { columns, nearest }
    }

    pub(crate) fn missing() -> Self {
        Problem::Missing { found: String::new() }
    }
}
