//! Tables in text files.

use core::str::FromStr;
use std::path::Path;
use std::string::{String, ToString};
use std::vec::Vec;

use super::feature::Feature;
use super::table::{Row, Table};
use super::{Dataset, Flaw, Problem};
use crate::{Error, Scalar};

/// A CSV file that is to be a [`Dataset`]: a header, then a sample a row; one column is the label, the others are features.
///
/// How many features the network takes is known to the compiler, and the file is held against it. Every mistake is reported
/// with file, row and column.
///
/// ```
/// use constrata::data::Csv;
/// # std::env::set_current_dir(env!("CARGO_MANIFEST_DIR"))?;
/// let iris = Csv::open("data/iris.csv")?.classes::<4, f32>("species")?;
/// assert_eq!((iris.inputs[0], iris.targets[0]), ([5.1, 3.5, 1.4, 0.2], 0));
/// assert_eq!(iris.classes, ["setosa", "versicolor", "virginica"]);
///
/// let petals = Csv::open("data/iris.csv")?.columns(["petal length (cm)", "petal width (cm)"]).classes::<2, f32>("species")?;
/// assert_eq!(petals.inputs[0], [1.4, 0.2]);
///
/// let refused = Csv::open("data/iris.csv")?.classes::<3, f32>("species").unwrap_err();
/// assert!(refused.to_string().starts_with("data/iris.csv: 4 features (`sepal length (cm)`, "));
/// assert!(refused.to_string().ends_with("), but the network takes 3: choose by `columns`, or change the network"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct Csv {
    file: String,
    bytes: Vec<u8>,
    delimiter: u8,
    header: bool,
    columns: Option<Vec<String>>,
    one_hot: Vec<String>,
    drop_missing: bool,
}

impl Csv {
    /// Reads the file `path`, whose cells are separated by commas and whose first row is a header.
    ///
    /// # Errors
    /// Where the file cannot be read.
    pub fn open(path: impl AsRef<Path>) -> Result<Self, Error> {
        let file = path.as_ref().display().to_string();
        match std::fs::read(path) {
            Ok(bytes) => Ok(Self::from_bytes(&file, bytes)),
            Err(error) => Err(Flaw::of(Problem::Io(error.kind())).file(&file).into()),
        }
    }

    /// The same of bytes, which errors call `file`.
    ///
    /// ```
    /// use constrata::data::Csv;
    /// let rows = Csv::from_bytes("from the network", "a,b\n1,2\n3,4\n").inputs::<2, f32>()?;
    /// assert_eq!(rows, [[1.0, 2.0], [3.0, 4.0]]);
    /// # Ok::<(), constrata::Error>(())
    /// ```
    pub fn from_bytes(file: &str, bytes: impl Into<Vec<u8>>) -> Self {
        Csv {
            file: file.to_string(),
            bytes: bytes.into(),
            delimiter: b',',
            header: true,
            columns: None,
            one_hot: Vec::new(),
            drop_missing: false,
        }
    }

    /// Cells are separated by this: `b';'`, `b'\t'`.
    ///
    /// ```
    /// use constrata::data::Csv;
    /// assert_eq!(Csv::from_bytes("tabs", "a\tb\n1\t2\n").delimiter(b'\t').inputs::<2, f32>()?, [[1.0, 2.0]]);
    /// # Ok::<(), constrata::Error>(())
    /// ```
    #[must_use]
    pub fn delimiter(self, delimiter: u8) -> Self {
        Csv { delimiter, ..self }
    }

    /// The first row is a sample, and columns are called by their number: `1`, `2`.
    ///
    /// ```
    /// use constrata::data::Csv;
    /// let data = Csv::from_bytes("bare", "1.5,0.5,no\n2.5,0.25,yes\n").without_header().classes::<2, f32>("3")?;
    /// assert_eq!((data.inputs[0], data.features), ([1.5, 0.5], vec!["1".to_string(), "2".into()]));
    /// # Ok::<(), constrata::Error>(())
    /// ```
    #[must_use]
    pub fn without_header(self) -> Self {
        Csv { header: false, ..self }
    }

    /// The features are these columns, in this order, and no others.
    #[must_use]
    pub fn columns<'a>(self, names: impl IntoIterator<Item = &'a str>) -> Self {
        Csv { columns: Some(names.into_iter().map(str::to_string).collect()), ..self }
    }

    /// The column `name` holds texts: each different one becomes a feature `name=text`, in order, which is 1 or 0.
    ///
    /// ```
    /// use constrata::data::Csv;
    /// let file = Csv::from_bytes("cats.csv", "fur,age,bites\nred,2,no\nblack,3,yes\n");
    /// let cats = file.one_hot("fur").classes::<3, f32>("bites")?;
    /// assert_eq!(cats.features, ["fur=black", "fur=red", "age"]);
    /// assert_eq!(cats.inputs, [[0.0, 1.0, 2.0], [1.0, 0.0, 3.0]]);
    /// # Ok::<(), constrata::Error>(())
    /// ```
    #[must_use]
    pub fn one_hot(mut self, name: &str) -> Self {
        self.one_hot.push(name.to_string());
        self
    }

    /// Rows in which a value is missing are left out; else they are an error.
    ///
    /// ```
    /// use constrata::data::Csv;
    /// let file = Csv::from_bytes("gaps", "age,ill\n30,no\n?,yes\n50,yes\n");
    /// assert!(file.classes::<1, f32>("ill").unwrap_err().to_string().starts_with("gaps, row 3, column `age`: the value is missing"));
    /// assert_eq!(file.drop_missing().classes::<1, f32>("ill")?.inputs, [[30.0], [50.0]]);
    /// # Ok::<(), constrata::Error>(())
    /// ```
    #[must_use]
    pub fn drop_missing(self) -> Self {
        Csv { drop_missing: true, ..self }
    }

    /// The data with the column `label` as classes, numbered in the order of their names (of numbers, by size).
    ///
    /// # Errors
    /// Where the file has another number of features than `N`, or a cell is missing or malformed.
    pub fn classes<const N: usize, T: Scalar + FromStr>(
        &self,
        label: &str,
    ) -> Result<Dataset<[T; N], usize>, Error> {
        self.read(
            [label],
            true,
            |table, [label]| table.distinct(label),
            |row, [label], classes| row.class(label, classes),
        )
    }

    /// The same, with the classes given in order: those of the data a network has learned from, say.
    ///
    /// ```
    /// use constrata::data::Csv;
    /// let learned = Csv::from_bytes("monday", "w,cat\n1,tom\n2,felix\n").classes::<1, f32>("cat")?;
    /// let later = Csv::from_bytes("tuesday", "w,cat\n3,tom\n").classes_of::<1, f32>("cat", &learned.classes)?;
    /// assert_eq!((learned.classes, later.targets), (vec!["felix".to_string(), "tom".into()], vec![1]));
    /// # Ok::<(), constrata::Error>(())
    /// ```
    ///
    /// # Errors
    /// As [`classes`](Self::classes), and where a label is none of `classes`.
    pub fn classes_of<const N: usize, T: Scalar + FromStr>(
        &self,
        label: &str,
        classes: &[String],
    ) -> Result<Dataset<[T; N], usize>, Error> {
        self.read(
            [label],
            true,
            |_, _| Ok(classes.to_vec()),
            |row, [label], classes| row.class(label, classes),
        )
    }

    /// The data with the columns `labels` as numbers to learn.
    ///
    /// # Errors
    /// As [`classes`](Self::classes).
    ///
    /// ```
    /// use constrata::data::Csv;
    /// let file = Csv::from_bytes("flats.csv", "rooms;size;rent\n2;50;700\n3;81.5;1100\n").delimiter(b';');
    /// let flats = file.values::<2, 1, f64>(["rent"])?;
    /// assert_eq!((flats.inputs, flats.targets), (vec![[2.0, 50.0], [3.0, 81.5]], vec![[700.0], [1100.0]]));
    /// # Ok::<(), constrata::Error>(())
    /// ```
    pub fn values<const N: usize, const M: usize, T: Scalar + FromStr>(
        &self,
        labels: [&str; M],
    ) -> Result<Dataset<[T; N], [T; M]>, Error> {
        self.read(
            labels,
            false,
            |_, _| Ok(Vec::new()),
            |row, labels, _| {
                let mut target = [T::ZERO; M];
                for (target, label) in target.iter_mut().zip(labels) {
                    *target = row.number(label)?;
                }
                Ok(target)
            },
        )
    }

    /// The features alone, of a file without labels.
    ///
    /// # Errors
    /// As [`classes`](Self::classes).
    pub fn inputs<const N: usize, T: Scalar + FromStr>(&self) -> Result<Vec<[T; N]>, Error> {
        Ok(self.read([], false, |_, _| Ok(Vec::new()), |_, [], _| Ok(()))?.inputs)
    }

    /// Reads the features, and by `target` what else there is; `classes` says what the classes are called.
    fn read<const N: usize, const M: usize, T: Scalar + FromStr, Y: Clone>(
        &self,
        labels: [&str; M],
        labels_are_texts: bool,
        classes: impl Fn(&Table, [usize; M]) -> Result<Vec<String>, Flaw>,
        target: impl Fn(Row, [usize; M], &[String]) -> Result<Y, Flaw>,
    ) -> Result<Dataset<[T; N], Y>, Error> {
        let mut table = Table::parse(&self.file, &self.bytes, self.delimiter, self.header)?;
        let mut columns = [0; M];
        for (column, label) in columns.iter_mut().zip(labels) {
            *column = table.column(label)?;
        }
        let used = self.used(&table, &columns)?;
        if self.drop_missing {
            let mut texts = self.texts(&table)?;
            if labels_are_texts {
                texts.extend(columns);
            }
            table.keep(|row| {
                let is_missing = |column: &usize| {
                    let cell = row.text(*column).map(|_| T::ZERO);
                    let cell = if texts.contains(column) { cell } else { row.number::<T>(*column) };
                    matches!(cell, Err(Flaw { problem: Problem::Missing, .. }))
                };
                !used.iter().chain(&columns).any(is_missing)
            });
        }
        let features = self.features(&table, &used)?;
        let names: Vec<String> = features.iter().map(|feature| feature.name(&table)).collect();
        if features.len() != N {
            return Err(Flaw::of(Problem::Features { found: names, wanted: N }).file(&self.file).into());
        }
        let classes = classes(&table, columns)?;
        let (mut inputs, mut targets) = (Vec::new(), Vec::new());
        for row in table.rows() {
            let mut input = [T::ZERO; N];
            for (number, feature) in input.iter_mut().zip(&features) {
                *number = feature.read(row)?;
            }
            inputs.push(input);
            targets.push(target(row, columns, &classes)?);
        }
        if inputs.is_empty() {
            return Err(Flaw::of(Problem::NoRows).file(&self.file).into());
        }
        Ok(Dataset { inputs, targets, features: names, classes })
    }

    /// The columns that hold features: those chosen, or else all that are no labels.
    fn used(&self, table: &Table, labels: &[usize]) -> Result<Vec<usize>, Flaw> {
        match &self.columns {
            Some(names) => names.iter().map(|name| table.column(name)).collect(),
            None => Ok((0..table.header.len()).filter(|column| !labels.contains(column)).collect()),
        }
    }

    /// The columns that hold texts.
    fn texts(&self, table: &Table) -> Result<Vec<usize>, Flaw> {
        self.one_hot.iter().map(|name| table.column(name)).collect()
    }

    fn features(&self, table: &Table, used: &[usize]) -> Result<Vec<Feature>, Flaw> {
        let texts = self.texts(table)?;
        let mut features = Vec::new();
        for column in used.iter().copied() {
            if texts.contains(&column) {
                features
                    .extend(table.distinct(column)?.into_iter().map(|is| Feature { column, is: Some(is) }));
            } else {
                features.push(Feature { column, is: None });
            }
        }
        Ok(features)
    }
}
