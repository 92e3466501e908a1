//! What is to be learned of a table: classes or numbers.

use core::str::FromStr;
use std::string::{String, ToString};
use std::vec::Vec;

use super::csv::Csv;
use super::inputs::Inputs;
use super::table::{Row, Table};
use super::{Dataset, Flaw, Problem};
use crate::{Error, Scalar};

/// Reading the file.
impl Csv {
    /// The data with the column `label` as classes, numbered in the order of their names (of numbers, by size); or, of a file that
    /// is read [like](Self::like) other data, as their classes.
    ///
    /// ```
    /// use constrata::data::Csv;
    /// let file = Csv::from_bytes("rents.csv", "size,rent\n50,701.5\n81,1100\n");
    /// assert_eq!(
    ///     file.classes::<1, f32>("rent").unwrap_err().to_string(),
    ///     "rents.csv, row 2, column `rent`: `701.5` is a number and no class: read numbers to learn by `values`, or name the classes by `classes_of`"
    /// );
    /// ```
    ///
    /// # Errors
    /// Where the file has another number of features than `N`, or a cell is missing or malformed; where the labels are numbers to
    /// learn and no classes: with decimals, or hardly one twice.
    pub fn classes<const N: usize, T: Scalar + FromStr>(
        &self,
        label: &str,
    ) -> Result<Dataset<[T; N], usize>, Error> {
        let known = self.like.as_ref().map(|(_, classes)| classes).filter(|classes| !classes.is_empty());
        self.read(
            [label],
            |table, [label]| match known {
                Some(classes) => Ok(classes.clone()),
                None => classes(table, label),
            },
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
        self.read([label], |_, _| Ok(classes.to_vec()), |row, [label], classes| row.class(label, classes))
    }

    /// The data with the columns `labels` as numbers to learn: regression.
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
        Ok(self.read([], |_, _| Ok(Vec::new()), |_, [], _| Ok(()))?.inputs)
    }

    /// Reads the features, and by `target` what else there is; `classes` says what the classes are called.
    fn read<const N: usize, const M: usize, T: Scalar + FromStr, Y: Clone>(
        &self,
        labels: [&str; M],
        classes: impl Fn(&Table, [usize; M]) -> Result<Vec<String>, Flaw>,
        target: impl Fn(Row, [usize; M], &[String]) -> Result<Y, Flaw>,
    ) -> Result<Dataset<[T; N], Y>, Error> {
        let mut table = Table::parse(&self.file, &self.bytes, &self.form)?;
        let mut columns = [0; M];
        for (column, label) in columns.iter_mut().zip(labels) {
            *column = table.column(label)?;
        }
        let inputs_of = Inputs::of(self, &mut table, &columns)?;
        if inputs_of.features.len() != N {
            let found = inputs_of.features.iter().map(ToString::to_string).collect();
            return Err(Flaw::of(Problem::Features { found, wanted: N }).file(&self.file).into());
        }
        let classes = classes(&table, columns)?;
        let (mut inputs, mut targets) = (Vec::new(), Vec::new());
        for row in table.rows() {
            let mut input = [T::ZERO; N];
            inputs_of.read(&table, row, &mut input)?;
            inputs.push(input);
            targets.push(target(row, columns, &classes)?);
        }
        if inputs.is_empty() {
            return Err(Flaw::of(Problem::NoRows).file(&self.file).into());
        }
        Ok(Dataset { features: inputs_of.features, classes, ..Dataset::new(inputs, targets)? })
    }
}

/// The classes in the column `label`, which must not be numbers to learn.
fn classes(table: &Table, label: usize) -> Result<Vec<String>, Flaw> {
    for row in table.rows() {
        // one that is missing is said in its turn, with what is wrong in rows before
        let Some(text) = row.text(label)? else { continue };
        if table.number::<f64>(text).is_ok_and(|number| number.fract() != 0.0) {
            return Err(row.flaw(label, Problem::NoClass(text.to_string())));
        }
    }
    let classes = table.distinct(label)?;
    let (found, rows) = (classes.len(), table.rows().count());
    // a class that is learned from is there several times
    let many = found > 20 && found * 3 > rows;
    if many && classes.iter().all(|class| table.number::<f64>(class).is_ok()) {
        return Err(table.flaw(label, Problem::ManyClasses { found, rows }));
    }
    Ok(classes)
}
