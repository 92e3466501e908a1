//! Text taken apart into rows of cells.

use std::vec::Vec;

use super::Problem;

/// The cells of a text, row by row, and the line in which each row begins, counted from 1.
#[derive(Default)]
pub(super) struct Cells {
    text: Vec<u8>,
    /// Where each cell ends in `text`.
    ends: Vec<usize>,
    pub(super) rows: Vec<Row>,
}

/// A row of cells.
#[derive(Clone, Copy)]
pub(super) struct Row {
    pub(super) line: usize,
    first: usize,
    pub(super) cells: usize,
}

/// What is wrong with a cell: in which row and column, from 0, and line.
pub(super) struct Wrong {
    pub(super) line: usize,
    pub(super) column: usize,
    pub(super) problem: Problem,
}

impl Cells {
    /// The cells of `bytes`, by RFC 4180, blanks around them left out, and rows that are empty or begin with `comment`.
    pub(super) fn parse(bytes: &[u8], delimiter: u8, comment: Option<u8>) -> Result<Self, Wrong> {
        let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
        if bytes.starts_with(b"\xff\xfe")
            || bytes.starts_with(b"\xfe\xff")
            || bytes.iter().take(1000).any(|byte| *byte == 0)
        {
            return Err(Wrong { line: 1, column: 0, problem: Problem::Utf16 });
        }
        let mut cells = Cells { text: Vec::with_capacity(bytes.len()), ..Cells::default() };
        let mut reader = Reader { rest: bytes, line: 1, delimiter };
        while let Some(byte) = reader.rest.first() {
            if reader.end_of_line() {
                continue;
            }
            if Some(*byte) == comment {
                reader.take(|byte| !matches!(byte, b'\r' | b'\n'));
                continue;
            }
            let (line, first) = (reader.line, cells.ends.len());
            loop {
                let column = cells.ends.len() - first;
                reader.cell(&mut cells.text).map_err(|(line, problem)| Wrong { line, column, problem })?;
                cells.ends.push(cells.text.len());
                match reader.rest.split_first() {
                    Some((byte, rest)) if *byte == delimiter => reader.rest = rest,
                    _ => break,
                }
            }
            reader.end_of_line();
            cells.rows.push(Row { line, first, cells: cells.ends.len() - first });
        }
        Ok(cells)
    }

    /// The cell in `column` of a row, which may have fewer.
    pub(super) fn cell(&self, row: Row, column: usize) -> &[u8] {
        if column >= row.cells {
            return &[];
        }
        let index = row.first + column;
        let start = index.checked_sub(1).map_or(0, |before| self.ends[before]);
        &self.text[start..self.ends[index]]
    }
}

struct Reader<'a> {
    rest: &'a [u8],
    line: usize,
    delimiter: u8,
}

impl<'a> Reader<'a> {
    /// The bytes from here on for which `is` holds.
    fn take(&mut self, is: impl Fn(u8) -> bool) -> &'a [u8] {
        let count = self.rest.iter().position(|byte| !is(*byte)).unwrap_or(self.rest.len());
        let (taken, rest) = self.rest.split_at(count);
        self.rest = rest;
        taken
    }

    /// Steps over the end of a line, if one is here: that of Unix, Windows or old Macs.
    fn end_of_line(&mut self) -> bool {
        let rest = self
            .rest
            .strip_prefix(b"\r\n")
            .or(self.rest.strip_prefix(b"\n"))
            .or(self.rest.strip_prefix(b"\r"));
        self.line += usize::from(rest.is_some());
        self.rest = rest.unwrap_or(self.rest);
        rest.is_some()
    }

    fn blanks(&mut self) {
        let delimiter = self.delimiter;
        self.take(|byte| byte != delimiter && matches!(byte, b' ' | b'\t'));
    }

    /// Appends a cell to `text`.
    fn cell(&mut self, text: &mut Vec<u8>) -> Result<(), (usize, Problem)> {
        self.blanks();
        let (delimiter, line) = (self.delimiter, self.line);
        if self.rest.first() != Some(&b'"') {
            let cell = self.take(|byte| byte != delimiter && !matches!(byte, b'\r' | b'\n'));
            text.extend_from_slice(cell.trim_ascii_end());
            return Ok(());
        }
        let (start, mut doubled) = (text.len(), false);
        // a quote within a quoted cell is doubled
        while let Some(rest) = self.rest.strip_prefix(b"\"") {
            if doubled {
                text.push(b'"');
            }
            (self.rest, doubled) = (rest, true);
            let part = self.take(|byte| byte != b'"');
            self.line += lines(part);
            text.extend_from_slice(part);
            let Some(rest) = self.rest.strip_prefix(b"\"") else { return Err((line, Problem::OpenQuote)) };
            self.rest = rest;
        }
        let cell = text.split_off(start);
        text.extend_from_slice(cell.trim_ascii());
        self.blanks();
        match self.rest.first() {
            Some(byte) if *byte != delimiter && !matches!(byte, b'\r' | b'\n') => {
                Err((line, Problem::AfterQuote))
            }
            _ => Ok(()),
        }
    }
}

/// How many line ends there are.
fn lines(text: &[u8]) -> usize {
    let ends = text.iter().filter(|byte| matches!(byte, b'\r' | b'\n')).count();
    ends - text.windows(2).filter(|pair| pair == b"\r\n").count()
}
