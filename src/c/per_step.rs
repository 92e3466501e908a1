//! A layer of vectors at every step of a sequence.

use std::format;

use super::C;
use super::row::Row;

impl C {
    /// The layer that `inside` writes, which makes `output` numbers of `input`, with its activation: at each of so many steps.
    pub(crate) fn per_step(&mut self, [steps, input, output]: [usize; 3], inside: impl FnOnce(&mut Self)) {
        let [x, z] = self.step(steps * output);
        let (depth, real) = (self.rows.len(), self.real());
        let from = format!("from{depth}");
        let before = core::mem::take(&mut self.statements);
        self.rows.push(Row { x: from.clone(), last: usize::MAX, steps: 0, buffers: [0; 2] });
        let y = self.branch(&from, inside);
        let buffers = self.buffers();
        self.rows.pop();
        let inside = core::mem::replace(&mut self.statements, before);
        self.statement(&format!("for (size_t step = 0; step < {steps}; step++) {{"));
        self.statement(&format!("    const {real} *{from} = {x} + step * {input};"));
        self.statement(&(buffers + &inside));
        self.statement(&format!("    memcpy({z} + step * {output}, {y}, {output} * sizeof(*{z}));"));
        self.statement("}");
    }

    /// The activation that `inside` writes of an array of `row` numbers, of each of the rows in the array `z` of `width` numbers.
    pub(crate) fn per_row(
        &mut self,
        z: &str,
        [width, row]: [usize; 2],
        inside: impl FnOnce(&mut Self, &str),
    ) {
        if width == row {
            return inside(self, z);
        }
        let before = core::mem::take(&mut self.statements);
        inside(self, "row");
        let inside = core::mem::replace(&mut self.statements, before);
        if inside.is_empty() {
            return;
        }
        let (rows, real) = (width / row, self.real());
        self.statement(&format!("for (size_t step = 0; step < {rows}; step++) {{"));
        self.statement(&format!("    {real} *row = {z} + step * {row};"));
        self.statement(&inside);
        self.statement("}");
    }
}
