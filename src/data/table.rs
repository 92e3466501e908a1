//! The cells of a CSV file, and where they stand.

use core::str::FromStr;
use std::string::{String, ToString};
use std::vec::Vec;

use csv::{ByteRecord, ReaderBuilder, Trim};

use super::{Flaw, Problem};
use crate::Scalar;

/// What stands for "no value" among numbers, in any case.
const NO_VALUE: [&str; 7] = ["", "na", "n/a", "nan", "null", "none", "?"];

/// A file's cells, row by row, every row of the same length.
pub(super) struct Table<'a> {
    pub(super) file: &'a str,
    pub(super) header: Vec<String>,
    rows: Vec<(usize, ByteRecord)>,
}

/// One row of a table, its cells by the number of their column.
#[derive(Clone, Copy)]
pub(super) struct Row<'a> {
    table: &'a Table<'a>,
    number: usize,
    cells: &'a ByteRecord,
}

impl<'a> Table<'a> {
    pub(super) fn parse(file: &'a str, bytes: &[u8], delimiter: u8, header: bool) -> Result<Self, Flaw> {
        let reader = ReaderBuilder::new()
            .delimiter(delimiter)
            .has_headers(false)
            .flexible(true)
            .trim(Trim::All)
            .from_reader(bytes);
        let mut rows = Vec::new();
        for record in reader.into_byte_records() {
            // of bytes in memory, with rows of any length, nothing else can be wrong
            let record = record.map_err(|_| Flaw::of(Problem::NotUtf8).file(file))?;
            let line = line(bytes, record.position());
            rows.push((line, record));
        }
        let wanted = rows.first().map_or(0, |(_, cells)| cells.len());
        // a line of blanks is no row
        rows.retain(|(_, cells)| {
            cells.len() == wanted || cells.iter().any(|cell| !cell.is_empty()) || cells.len() > 1
        });
        if let Some((line, cells)) = rows.iter().find(|(_, cells)| cells.len() != wanted) {
            return Err(Flaw::of(Problem::Cells { found: cells.len(), wanted }).file(file).row(*line));
        }
        let names = if header && !rows.is_empty() { rows.remove(0).1 } else { ByteRecord::new() };
        let name = |column: usize| match names.get(column) {
            Some(name) => core::str::from_utf8(name)
                .map(str::to_string)
                .map_err(|_| Flaw::of(Problem::NotUtf8).file(file).row(1)),
            None => Ok((column + 1).to_string()),
        };
        let header = (0..wanted).map(name).collect::<Result<_, _>>()?;
        Ok(Table { file, header, rows })
    }

    /// Leaves out the rows for which `keep` is false.
    pub(super) fn keep(&mut self, keep: impl Fn(Row) -> bool) {
        let kept: Vec<bool> = self.rows().map(keep).collect();
        let mut kept = kept.into_iter();
        self.rows.retain(|_| kept.next().unwrap_or(true));
    }

    pub(super) fn rows(&self) -> impl Iterator<Item = Row<'_>> {
        self.rows.iter().map(|(number, cells)| Row { table: self, number: *number, cells })
    }

    /// The number of the column called `name`.
    pub(super) fn column(&self, name: &str) -> Result<usize, Flaw> {
        let mut found = (0..self.header.len()).filter(|column| self.header[*column] == name);
        let problem = match (found.next(), found.next()) {
            (Some(column), None) => return Ok(column),
            (Some(_), Some(_)) => Problem::Ambiguous,
            (None, _) => Problem::NoColumn { columns: self.header.clone() },
        };
        Err(Flaw::of(problem).file(self.file).column(name))
    }

    /// The different texts of a column, in order: of numbers, if they are numbers, else of letters.
    pub(super) fn distinct(&self, column: usize) -> Result<Vec<String>, Flaw> {
        let mut texts: Vec<&str> = self.rows().map(|row| row.text(column)).collect::<Result<_, _>>()?;
        let number = |text: &&str| text.parse::<f64>().ok().filter(|number| !number.is_nan());
        if texts.iter().all(|text| number(text).is_some()) {
            texts.sort_by(|a, b| {
                number(a).partial_cmp(&number(b)).unwrap_or(core::cmp::Ordering::Equal).then(a.cmp(b))
            });
        } else {
            texts.sort_unstable();
        }
        texts.dedup();
        Ok(texts.into_iter().map(str::to_string).collect())
    }
}

impl<'a> Row<'a> {
    /// The text of a cell, which is not empty.
    pub(super) fn text(self, column: usize) -> Result<&'a str, Flaw> {
        match core::str::from_utf8(self.cells.get(column).unwrap_or_default()) {
            Ok("") => Err(self.flaw(column, Problem::Missing)),
            Ok(text) => Ok(text),
            Err(_) => Err(self.flaw(column, Problem::NotUtf8)),
        }
    }

    /// The number in a cell.
    pub(super) fn number<T: Scalar + FromStr>(self, column: usize) -> Result<T, Flaw> {
        let text = self.text(column)?;
        if NO_VALUE.iter().any(|none| text.eq_ignore_ascii_case(none)) {
            return Err(self.flaw(column, Problem::Missing));
        }
        match text.parse::<T>() {
            Ok(number) if number.is_finite() => Ok(number),
            Ok(_) => Err(self.flaw(column, Problem::NotFinite)),
            Err(_) => Err(self.flaw(column, Problem::NotANumber(text.to_string()))),
        }
    }

    /// Which of `classes` a cell holds.
    pub(super) fn class(self, column: usize, classes: &[String]) -> Result<usize, Flaw> {
        let found = self.text(column)?;
        let class = classes.iter().position(|class| class == found);
        class.ok_or_else(|| {
            self.flaw(column, Problem::Class { found: found.to_string(), classes: classes.to_vec() })
        })
    }

    pub(super) fn flaw(self, column: usize, problem: Problem) -> Flaw {
        let flaw = Flaw::of(problem).file(self.table.file).row(self.number);
        match self.table.header.get(column) {
            Some(name) => flaw.column(name),
            None => flaw,
        }
    }
}

/// The line in which a record begins, counted from 1: what is left out before it counts.
fn line(bytes: &[u8], position: Option<&csv::Position>) -> usize {
    let Some(position) = position else { return 0 };
    let size = |number: u64| usize::try_from(number).unwrap_or(usize::MAX);
    let rest = bytes.get(size(position.byte())..).unwrap_or_default();
    let blank = rest.iter().take_while(|byte| matches!(byte, b'\r' | b'\n'));
    size(position.line()) + blank.filter(|byte| **byte == b'\n').count()
}
