//! Where layers read and write: rows of them, in the network and in the branches of its layers.

use std::format;
use std::string::String;

use super::C;
use crate::activation::Activation;
use crate::{Module, Shape};

/// Layers in a row, each of which writes one of two buffers and reads the other.
pub(crate) struct Row {
    /// The array the first one reads.
    pub(crate) x: String,
    /// How many there will be, where the last of them writes `y`; not known to the first draft.
    pub(crate) last: usize,
    /// How many there are.
    pub(crate) steps: usize,
    /// What the two buffers must hold.
    pub(crate) buffers: [usize; 2],
}

impl C {
    /// The layer `L` that has branches: `inside` computes `z` of `x`, the arrays it is given; its activation follows by itself.
    pub(crate) fn block<L: Module>(&mut self, inside: impl FnOnce(&mut Self, &str, &str)) {
        let [x, z] = self.step(L::Output::LEN);
        let before = core::mem::take(&mut self.statements);
        self.rows.push(Row { x: x.clone(), last: usize::MAX, steps: 0, buffers: [0; 2] });
        inside(self, &x, &z);
        let buffers = self.buffers();
        self.rows.pop();
        let inside = core::mem::replace(&mut self.statements, before);
        self.statement("{");
        self.statement(&(buffers + &inside));
        self.statement("}");
        self.per_row(&z, [L::Output::LEN, L::Output::ROW], |c, z| L::Activation::c(c, z, L::Output::ROW));
    }

    /// The layers of one branch, which begins at `x`; returns the array with what it puts out.
    pub(crate) fn branch(&mut self, x: &str, inside: impl FnOnce(&mut Self)) -> String {
        if let Some(row) = self.rows.last_mut() {
            (row.x, row.steps) = (x.into(), 0);
        }
        inside(self);
        self.place()
    }

    /// What the next layer reads, and what it writes, `width` numbers.
    pub(crate) fn step(&mut self, width: usize) -> [String; 2] {
        let x = self.place();
        if let Some(row) = self.rows.last_mut() {
            row.steps += 1;
            if row.steps != row.last {
                let buffer = &mut row.buffers[row.steps % 2];
                *buffer = width.max(*buffer);
            }
        }
        [x, self.place()]
    }

    /// Where the numbers behind the layers written so far lie.
    fn place(&self) -> String {
        let Some(row) = self.rows.last() else { return "x".into() };
        match row.steps {
            0 => row.x.clone(),
            last if last == row.last => "y".into(),
            steps => self.buffer(steps % 2),
        }
    }

    fn buffer(&self, index: usize) -> String {
        let depth = self.rows.len() - 1;
        let name = ["a", "b"][index];
        if depth == 0 { name.into() } else { format!("{name}{depth}") }
    }

    /// The declaration of the buffers here.
    pub(crate) fn buffers(&self) -> String {
        let mut text = String::new();
        for (index, width) in self.rows.last().map_or([0; 2], |row| row.buffers).into_iter().enumerate() {
            if width > 0 {
                text += &format!("    {} {}[{width}];\n", self.real(), self.buffer(index));
            }
        }
        text
    }
}
