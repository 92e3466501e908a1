//! What goes into the network of a row of a table.

use core::str::FromStr;
use std::string::String;

use super::Flaw;
use super::table::{Row, Table};
use crate::Scalar;

/// A feature: the number in a column, or 1 where a column holds a certain text.
pub(super) struct Feature {
    pub(super) column: usize,
    pub(super) is: Option<String>,
}

impl Feature {
    pub(super) fn name(&self, table: &Table) -> String {
        let column = &table.header[self.column];
        match &self.is {
            Some(text) => std::format!("{column}={text}"),
            None => column.clone(),
        }
    }

    pub(super) fn read<T: Scalar + FromStr>(&self, row: Row) -> Result<T, Flaw> {
        match &self.is {
            Some(text) => Ok(if row.text(self.column)? == text { T::ONE } else { T::ZERO }),
            None => row.number(self.column),
        }
    }
}
