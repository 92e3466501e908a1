//! The cells of a CSV file, and where they stand.

use core::str::FromStr;
use std::string::{String, ToString};
use std::vec::Vec;

use super::cells::{self, Cells};
use super::nearest::nearest;
use super::{Flaw, Problem};
use crate::Scalar;

/// What stands for "no value", in any case, unless a file says otherwise.
pub(super) const NO_VALUE: [&str; 7] = ["", "na", "n/a", "nan", "null", "none", "?"];

/// How a file writes cells.
#[derive(Clone, Debug)]
pub(super) struct Form {
    pub(super) delimiter: u8,
    pub(super) header: bool,
    pub(super) comment: Option<u8>,
    pub(super) decimal_comma: bool,
    /// What stands for "no value".
    pub(super) missing: Vec<String>,
}

/// A file's cells, row by row, every row of the same length.
pub(super) struct Table<'a> {
    pub(super) file: &'a str,
    pub(super) header: Vec<String>,
    form: &'a Form,
    cells: Cells,
}

/// One row of a table, its cells by the number of their column.
#[derive(Clone, Copy)]
pub(super) struct Row<'a> {
    table: &'a Table<'a>,
    row: cells::Row,
}

impl<'a> Table<'a> {
    pub(super) fn parse(file: &'a str, bytes: &[u8], form: &'a Form) -> Result<Self, Flaw> {
        let parsed = Cells::parse(bytes, form.delimiter, form.comment);
        let mut cells = parsed.map_err(|wrong| {
            let flaw = Flaw::of(wrong.problem).file(file).row(wrong.line);
            flaw.column(&(wrong.column + 1).to_string())
        })?;
        let wanted = cells.rows.first().map_or(0, |row| row.cells);
        // a line of blanks is no row
        let mut rows = core::mem::take(&mut cells.rows);
        rows.retain(|row| row.cells == wanted || row.cells > 1 || !cells.cell(*row, 0).is_empty());
        if let Some(row) = rows.iter().find(|row| row.cells != wanted) {
            return Err(Flaw::of(Problem::Cells { found: row.cells, wanted }).file(file).row(row.line));
        }
        let names = if form.header && !rows.is_empty() { Some(rows.remove(0)) } else { None };
        let name = |column: usize| match names {
            Some(names) => core::str::from_utf8(cells.cell(names, column))
                .map(str::to_string)
                .map_err(|_| Flaw::of(Problem::NotUtf8).file(file).row(names.line)),
            None => Ok((column + 1).to_string()),
        };
        let header: Vec<String> = (0..wanted).map(name).collect::<Result<_, _>>()?;
        if names.is_some() && are_values(&header) {
            return Err(Flaw::of(Problem::NumbersForNames(header)).file(file));
        }
        cells.rows = rows;
        Ok(Table { file, header, form, cells })
    }

    /// Leaves out the rows for which `keep` is false.
    pub(super) fn keep(&mut self, keep: impl Fn(Row) -> bool) {
        let mut kept = self.rows().map(keep).collect::<Vec<_>>().into_iter();
        self.cells.rows.retain(|_| kept.next().unwrap_or(true));
    }

    pub(super) fn rows(&self) -> impl Iterator<Item = Row<'_>> {
        self.cells.rows.iter().map(|row| Row { table: self, row: *row })
    }

    /// The number of the column called `name`.
    pub(super) fn column(&self, name: &str) -> Result<usize, Flaw> {
        let mut found = (0..self.header.len()).filter(|column| self.header[*column] == name);
        let problem = match (found.next(), found.next()) {
            (Some(column), None) => return Ok(column),
            (Some(_), Some(_)) => Problem::Ambiguous,
            (None, _) => Problem::NoColumn {
                columns: self.header.clone(),
                nearest: nearest(name, &self.header).cloned(),
            },
        };
        Err(Flaw::of(problem).file(self.file).column(name))
    }

    pub(super) fn columns(&self, names: &[String]) -> Result<Vec<usize>, Flaw> {
        names.iter().map(|name| self.column(name)).collect()
    }

    /// A flaw of a column as a whole.
    pub(super) fn flaw(&self, column: usize, problem: Problem) -> Flaw {
        let flaw = Flaw::of(problem).file(self.file);
        self.header.get(column).map_or(flaw.clone(), |name| flaw.column(name))
    }

    /// The different texts of a column, in order: of numbers, if they are numbers, else of letters. Missing values are none.
    pub(super) fn distinct(&self, column: usize) -> Result<Vec<String>, Flaw> {
        let mut texts = Vec::new();
        for row in self.rows() {
            texts.extend(row.text(column)?.map(|text| (text, row)));
        }
        let number = |text: &str| self.number::<f64>(text).ok();
        if texts.iter().all(|(text, _)| number(text).is_some()) {
            texts.sort_by(|(a, _), (b, _)| {
                number(a).partial_cmp(&number(b)).unwrap_or(core::cmp::Ordering::Equal).then(a.cmp(b))
            });
            // the same number in two forms
            let twice =
                |pair: &&[(&str, Row)]| pair[0].0 != pair[1].0 && number(pair[0].0) == number(pair[1].0);
            if let Some([(one, _), (other, row)]) = texts.windows(2).find(twice) {
                let problem = Problem::SameNumber { one: one.to_string(), other: other.to_string() };
                return Err(row.flaw(column, problem));
            }
        } else {
            texts.sort_unstable_by_key(|(text, _)| *text);
        }
        texts.dedup_by_key(|(text, _)| *text);
        Ok(texts.into_iter().map(|(text, _)| text.to_string()).collect())
    }

    /// The number that `text` writes.
    pub(super) fn number<T: Scalar + FromStr>(&self, text: &str) -> Result<T, Problem> {
        number(text, self.form.decimal_comma)
    }
}

/// Whether names are a sample's numbers: one has decimals or stands there twice, which numbers that are names (years) do not.
fn are_values(names: &[String]) -> bool {
    let mut numbers: Vec<f64> = names.iter().filter_map(|name| name.parse().ok()).collect();
    let decimals = numbers.iter().any(|number| number.fract() != 0.0);
    numbers.sort_by(f64::total_cmp);
    !names.is_empty()
        && numbers.len() == names.len()
        && (decimals || numbers.windows(2).any(|pair| pair[0] == pair[1]))
}

/// The number that `text` writes, with a point or a comma before its decimals.
pub(crate) fn number<T: Scalar + FromStr>(text: &str, comma: bool) -> Result<T, Problem> {
    let parsed = match (comma, text.contains('.')) {
        (true, true) => None,
        (true, false) => text.replace(',', ".").parse::<T>().ok(),
        (false, _) => text.parse::<T>().ok(),
    };
    match parsed {
        Some(number) if number.is_finite() => Ok(number),
        Some(_) => Err(Problem::NotFinite),
        None => Err(Problem::NotANumber { found: text.to_string(), comma }),
    }
}

impl<'a> Row<'a> {
    /// The text of a cell; none where the value is missing.
    pub(super) fn text(self, column: usize) -> Result<Option<&'a str>, Flaw> {
        let text = core::str::from_utf8(self.table.cells.cell(self.row, column));
        let text = text.map_err(|_| self.flaw(column, Problem::NotUtf8))?;
        let missing = self.table.form.missing.iter().any(|none| text.eq_ignore_ascii_case(none));
        Ok((!missing).then_some(text))
    }

    /// The text of a cell, which must not be missing.
    fn needed(self, column: usize) -> Result<&'a str, Flaw> {
        self.text(column)?.ok_or_else(|| self.missing(column))
    }

    /// The flaw that the value in `column` is missing.
    pub(super) fn missing(self, column: usize) -> Flaw {
        let found = core::str::from_utf8(self.table.cells.cell(self.row, column)).unwrap_or_default();
        self.flaw(column, Problem::Missing { found: found.to_string() })
    }

    /// The number in a cell.
    pub(super) fn number<T: Scalar + FromStr>(self, column: usize) -> Result<T, Flaw> {
        self.table.number(self.needed(column)?).map_err(|problem| self.flaw(column, problem))
    }

    /// Which of `classes` a cell holds.
    pub(super) fn class(self, column: usize, classes: &[String]) -> Result<usize, Flaw> {
        let found = self.needed(column)?;
        let class = classes.iter().position(|class| class == found);
        class.ok_or_else(|| {
            self.flaw(column, Problem::Class { found: found.to_string(), classes: classes.to_vec() })
        })
    }

    pub(super) fn flaw(self, column: usize, problem: Problem) -> Flaw {
        self.table.flaw(column, problem).row(self.row.line)
    }
}
