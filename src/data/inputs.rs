//! Which columns of a table are features, and what they are in numbers.

use core::str::FromStr;
use std::string::ToString;
use std::vec::Vec;

use super::csv::Csv;
use super::feature::{self, Feature};
use super::table::{Row, Table};
use super::{Flaw, Problem};
use crate::Scalar;

/// The features of a table, each with its column.
pub(super) struct Inputs {
    pub(super) features: Vec<Feature>,
    columns: Vec<usize>,
}

impl Inputs {
    /// Those that `csv` says of a table with these labels, or those it is to be read like.
    pub(super) fn of(csv: &Csv, table: &mut Table, labels: &[usize]) -> Result<Self, Flaw> {
        if let Some((features, _)) = &csv.like {
            return Self::like(csv, table, labels, features);
        }
        let columns = columns(csv, table, labels)?;
        let texts = table.columns(&csv.one_hot)?;
        let filled = csv.impute.iter().map(|(name, _)| table.column(name)).collect::<Result<Vec<_>, _>>()?;
        // an option that has no effect is a mistake
        if let Some(other) = texts.iter().chain(&filled).find(|column| !columns.contains(column)) {
            return Err(table.flaw(*other, Problem::NotAFeature));
        }
        if csv.drop_missing {
            let needed: Vec<usize> =
                columns.iter().chain(labels).copied().filter(|column| !filled.contains(column)).collect();
            drop_missing(table, &needed)?;
        }
        let mut inputs = Inputs { features: Vec::new(), columns: Vec::new() };
        for column in columns {
            let rule = filled.iter().position(|other| *other == column).map(|index| &csv.impute[index].1);
            let name = &table.header[column];
            if !texts.contains(&column) {
                let fill = rule.map(|rule| rule.number(table, column)).transpose()?;
                inputs.features.push(Feature { fill, ..Feature::number(name) });
            } else {
                let mut categories = table.distinct(column)?;
                let fill = rule.map(|rule| rule.text(table, column)).transpose()?;
                categories.extend(
                    fill.iter().filter(|fill| !categories.contains(fill)).cloned().collect::<Vec<_>>(),
                );
                inputs.features.extend(categories.into_iter().map(|category| {
                    let fill = fill.as_ref().map(|fill| f64::from(u8::from(*fill == category)));
                    Feature { column: name.clone(), category: Some(category), fill }
                }));
            }
            inputs.columns.resize(inputs.features.len(), column);
        }
        Ok(inputs)
    }

    /// The features of other data, found by name.
    fn like(csv: &Csv, table: &mut Table, labels: &[usize], features: &[Feature]) -> Result<Self, Flaw> {
        let settled = csv.columns.is_some()
            || !csv.except.is_empty()
            || !csv.one_hot.is_empty()
            || !csv.impute.is_empty();
        if settled || features.is_empty() {
            let problem = if settled { Problem::LikeSettles } else { Problem::NoNames };
            return Err(Flaw::of(problem).file(&csv.file));
        }
        let columns =
            features.iter().map(|feature| table.column(&feature.column)).collect::<Result<Vec<_>, _>>()?;
        if let Some(leaked) = columns.iter().find(|column| labels.contains(column)) {
            return Err(table.flaw(*leaked, Problem::Leak));
        }
        if csv.drop_missing {
            let unfilled = features.iter().zip(&columns).filter(|(feature, _)| feature.fill.is_none());
            let needed: Vec<usize> =
                unfilled.map(|(_, column)| *column).chain(labels.iter().copied()).collect();
            drop_missing(table, &needed)?;
        }
        Ok(Inputs { features: features.to_vec(), columns })
    }

    /// The numbers of a row.
    pub(super) fn read<T: Scalar + FromStr>(
        &self,
        table: &Table,
        row: Row,
        numbers: &mut [T],
    ) -> Result<(), Flaw> {
        let mut flaw = None;
        let read = feature::read(
            &self.features,
            numbers,
            |index| {
                row.text(self.columns[index]).map_err(|wrong| {
                    let problem = wrong.problem.clone();
                    flaw = Some(wrong);
                    problem
                })
            },
            |text| table.number(text),
        );
        read.map_err(|(index, problem)| match (flaw, problem) {
            (Some(flaw), _) => flaw,
            (None, Problem::Missing { .. }) => row.missing(self.columns[index]),
            (None, problem) => row.flaw(self.columns[index], problem),
        })
    }
}

/// The columns that hold features: those chosen, or else all that are no labels; but not those left out.
fn columns(csv: &Csv, table: &Table, labels: &[usize]) -> Result<Vec<usize>, Flaw> {
    let except = table.columns(&csv.except)?;
    let Some(names) = &csv.columns else {
        let all = 0..table.header.len();
        return Ok(all.filter(|column| !labels.contains(column) && !except.contains(column)).collect());
    };
    let chosen = table.columns(names)?;
    for (place, column) in chosen.iter().enumerate() {
        let problem = if labels.contains(column) {
            Problem::Leak
        } else if chosen[..place].contains(column) {
            Problem::Twice
        } else if except.contains(column) {
            Problem::Except
        } else {
            continue;
        };
        return Err(table.flaw(*column, problem));
    }
    Ok(chosen)
}

/// Leaves out the rows in which one of these columns has no value.
fn drop_missing(table: &mut Table, needed: &[usize]) -> Result<(), Flaw> {
    for column in needed {
        let mut texts = table.rows().map(|row| row.text(*column));
        if table.rows().next().is_some() && texts.all(|text| matches!(text, Ok(None))) {
            return Err(table.flaw(*column, Problem::AllMissing));
        }
    }
    let rows = table.rows().count();
    table.keep(|row| !needed.iter().any(|column| matches!(row.text(*column), Ok(None))));
    if rows > 0 && table.rows().next().is_none() {
        let problem = Problem::AllDropped {
            rows,
            columns: needed.iter().map(|column| table.header[*column].to_string()).collect(),
        };
        return Err(Flaw::of(problem).file(table.file));
    }
    Ok(())
}
