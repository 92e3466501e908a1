//! A problem in words: what was found, what was expected, what to do.

use core::fmt;
use std::string::String;

use super::Problem;
use crate::error::Shortest;

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Problem::Io(kind) => write!(f, "the file could not be read: {}", crate::error::said(*kind)),
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
            Problem::ScaledTwice => {
                write!(
                    f,
                    "the data are scaled already, and a model scales by itself: hand it the data as they were read"
                )
            }
            Problem::NumbersForNames(found) => write!(
                f,
                "the names of the columns would be {}: a file without a header is read by `without_header`",
                Names(found)
            ),
            Problem::OtherFeatures { found, wanted } => write!(
                f,
                "the data have the features {}, the model {}: read the file by `Csv::like(&model)`",
                Names(found),
                Names(wanted)
            ),
            Problem::OtherClasses { found, wanted } => write!(
                f,
                "the data have the classes {}, the model {}: read the file by `Csv::like(&model)`",
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
                let found = Shortest(*found);
                write!(f, "the label {found} is no class: classes are 0, 1, 2 and so on")
            }
            Problem::NotIdx => write!(f, "this is no IDX file: it begins otherwise"),
            Problem::Expands => write!(
                f,
                "the compressed file is hundreds of times as long unpacked, as no data are: unpack it yourself if you trust it"
            ),
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
