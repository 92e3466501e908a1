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
    /// The data have other features or classes than the model.
    Unlike {
        /// What it is: features or classes.
        what: &'static str,
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
            Problem::Missing { found } => {
                let others =
                    if found.is_empty() { "" } else { "; or say by `missing` what else stands for that" };
                let found = if found.is_empty() { "" } else { found };
                let tick = if found.is_empty() { "" } else { " (`" };
                let end = if found.is_empty() { "" } else { "`)" };
                write!(
                    f,
                    "the value is missing{tick}{found}{end}: fill it in, by `impute` if it is a feature's, or leave such rows out by `drop_missing`{others}"
                )
            }
            Problem::AllMissing => {
                write!(f, "every value is missing: leave the column out by `except`")
            }
            Problem::AllDropped { rows, columns } => write!(
                f,
                "all {rows} rows lack a value in one of {}: leave columns out by `except`, or fill values in by `impute`",
                Names(columns)
            ),
            Problem::NotANumber { found, comma: false }
                if found.replacen(',', ".", 1).parse::<f64>().is_ok() =>
            {
                write!(f, "`{found}` is no number: if that is a decimal comma, say so by `decimal_comma`")
            }
            Problem::NotANumber { found, comma: true } if found.parse::<f64>().is_ok() => {
                write!(
                    f,
                    "`{found}` is no number with a decimal comma: leave `decimal_comma` out, or signs between thousands"
                )
            }
            Problem::NotANumber { found, .. } => write!(f, "`{found}` is no number"),
            Problem::NotFinite => {
                write!(f, "the number is infinite, NaN or too large: clean or drop the sample")
            }
            Problem::NotUtf8 => write!(f, "the text is not UTF-8: save the file as that"),
            Problem::Utf16 => write!(f, "the text is UTF-16 or no text: save the file as UTF-8"),
            Problem::OpenQuote => {
                write!(
                    f,
                    "the cell begins with a quote that is not closed: close it, or double it within quotes"
                )
            }
            Problem::AfterQuote => write!(
                f,
                "the cell begins with a quote, and there is text behind the closing one: double a quote within quotes, or take both away"
            ),
            Problem::NoRows => write!(f, "there is no sample"),
            Problem::Cells { found, wanted } => write!(f, "{found} cells, where the first row has {wanted}"),
            Problem::NoColumn { columns, nearest } => {
                write!(f, "there is no such column, but {}", Names(columns))?;
                nearest.iter().try_for_each(|nearest| write!(f, ": did you mean `{nearest}`?"))
            }
            Problem::Leak => write!(
                f,
                "this is what is to be learned, and stands among the features: take it out of `columns`"
            ),
            Problem::Twice => write!(f, "the column is chosen twice: name it once in `columns`"),
            Problem::Except => {
                write!(f, "the column stands in `columns` and in `except`: take it out of one")
            }
            Problem::NotAFeature => {
                write!(f, "`one_hot` and `impute` are about features, and this column is none")
            }
            Problem::LikeSettles => {
                write!(
                    f,
                    "`like` says which columns there are: take `columns`, `except`, `one_hot` and `impute` out"
                )
            }
            Problem::NoNames => write!(
                f,
                "what the file is to be read like has no feature names: standardize the model by data out of a file, and save it"
            ),
            Problem::TextImpute => {
                write!(
                    f,
                    "texts have no mean and no median: write `Impute::MostFrequent` or `Impute::Constant`"
                )
            }
            Problem::Category { found, categories } => {
                write!(f, "`{found}` is none of the categories {} that were learned from", Names(categories))
            }
            Problem::NoClass(found) => write!(
                f,
                "`{found}` is a number and no class: read numbers to learn by `values`, or name the classes by `classes_of`"
            ),
            Problem::ManyClasses { found, rows } => write!(
                f,
                "{found} different numbers in {rows} rows are no classes: read numbers to learn by `values`, or name the classes by `classes_of`"
            ),
            Problem::SameNumber { one, other } => {
                write!(f, "`{one}` and `{other}` are the same number: write it in one form")
            }
            Problem::Unlike { what, found, wanted } => write!(
                f,
                "the data have the {what} {}, the model {}: read the file by `Csv::like(&model)`",
                Names(found),
                Names(wanted)
            ),
            Problem::Ambiguous => write!(f, "several columns have this name: rename all but one"),
            Problem::Features { found, wanted } => write!(
                f,
                "{} feature{} ({}), but the network takes {wanted}: choose by `columns` or `except`, or change the network",
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
            Problem::NoClassIndex(found) => {
                write!(f, "the label {found} is no class: classes are 0, 1, 2 and so on")
            }
            Problem::NotIdx => write!(f, "this is no IDX file: it begins otherwise"),
            Problem::Compressed => write!(f, "the compressed file is damaged or cut off"),
            Problem::Dimensions { found, wanted } if wanted.is_empty() => {
                write!(f, "the file has dimensions {found:?}, where labels have one, how many they are")
            }
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
