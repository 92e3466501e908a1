//! The table that answers "how big is it".

use core::fmt;
use core::marker::PhantomData;

use crate::module::Describe;
use crate::{Module, Network, Shape};

/// One layer in a table.
///
/// ```
/// use constrata::{Row, module::Describe, prelude::*};
/// let mut rows = Vec::new();
/// <network!(3 => Dense<2, Sigmoid> => Dense<1>)>::nodes(&mut |node| rows.extend(node.row()));
/// assert_eq!(rows[0], Row { layer: "Dense<2, Sigmoid>", output: "2", parameters: 8, macs: 6 });
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Row {
    /// The layer as the DSL writes it.
    pub layer: &'static str,
    /// The shape that comes out.
    pub output: &'static str,
    /// How many parameters it has.
    pub parameters: usize,
    /// Multiply-adds for one sample.
    pub macs: usize,
}

impl Row {
    /// The row of a layer that has none inside.
    ///
    /// ```
    /// use constrata::{Row, layers::Dense};
    /// assert_eq!(Row::of::<Dense<64, 10>>().parameters, 650);
    /// ```
    #[must_use]
    pub const fn of<L: Describe>() -> Self {
        Alone::<L>::ROW
    }
}

/// Put together by the compiler, so that no microcontroller looks at texts.
struct Alone<L>(PhantomData<L>);

impl<L: Describe> Alone<L> {
    const ROW: Row = Row {
        layer: const { &L::NAME }.as_str(),
        output: const { &L::Output::NAME }.as_str(),
        parameters: L::PARAMETERS,
        macs: L::COST.macs,
    };
}

/// A network's layers as a table, for printing: [`Network::summary`].
///
/// ```
/// use constrata::prelude::*;
/// type Net = network!(3 => Dense<2, Sigmoid> => Dense<1, Sigmoid>);
/// let table = Net::summary().to_string();
/// assert!(table.contains("| 1 | Dense<2, Sigmoid> |      2 |          8 |"), "{table}");
/// assert!(table.ends_with("11 parameters, 44 bytes; 8 multiply-adds a sample\n"), "{table}");
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Summary<L>(PhantomData<L>);

impl<L> Summary<L> {
    pub(crate) fn new() -> Self {
        Summary(PhantomData)
    }
}

impl<L: Module> fmt::Display for Summary<L> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (mut layer, mut output, mut count) = (5, 6, 0_usize);
        L::nodes(&mut |node| {
            let Some(row) = node.row() else { return };
            count += 1;
            layer = layer.max(row.layer.len());
            output = output.max(row.output.len());
        });
        let digits = count.max(1).ilog10() as usize + 1;
        writeln!(
            f,
            "| {:>digits$} | {:layer$} | {:>output$} | parameters | multiply-adds |",
            "#", "layer", "output"
        )?;
        writeln!(
            f,
            "|{0:-<1$}|{0:-<2$}|{0:->3$}:|-----------:|--------------:|",
            "",
            digits + 2,
            layer + 2,
            output + 1
        )?;
        let input = L::Input::NAME;
        writeln!(f, "| {:>digits$} | {:layer$} | {input:>output$} | {:>10} | {:>13} |", 0, "input", 0, 0)?;
        let (mut index, mut result) = (0, Ok(()));
        L::nodes(&mut |node| {
            let Some(row) = node.row() else { return };
            index += 1;
            let Row { layer: name, output: shape, parameters, macs } = row;
            result = result.and_then(|()| {
                writeln!(
                    f,
                    "| {index:>digits$} | {name:layer$} | {shape:>output$} | {parameters:>10} | {macs:>13} |"
                )
            });
        });
        result?;
        let (parameters, bytes, macs) = (L::PARAMETERS, L::PARAMETER_BYTES, L::MACS);
        write!(f, "{parameters} parameters")?;
        if L::BUFFERS > 0 {
            write!(f, " and {} numbers kept beside them", L::BUFFERS)?;
        }
        writeln!(f, ", {bytes} bytes; {macs} multiply-adds a sample")
    }
}
