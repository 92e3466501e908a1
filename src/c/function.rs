//! A formula as a function in C.

use std::format;
use std::string::String;
use std::vec::Vec;

use super::formula::{Formula, Node};
use super::literal::literal;

/// A C function under construction.
pub(super) struct Function<'a> {
    nodes: &'a [Node],
    single: bool,
    pub(super) text: String,
    /// The functions it calls.
    pub(super) calls: Vec<&'static str>,
    /// The name of each node that has one here.
    names: Vec<Option<String>>,
    named: usize,
}

impl<'a> Function<'a> {
    pub(super) fn new(nodes: &'a [Node], single: bool) -> Self {
        let names = nodes.iter().map(|_| None).collect();
        Function { nodes, single, text: String::new(), calls: Vec::new(), names, named: 0 }
    }

    /// The statements that return what the formula says.
    pub(super) fn body(&mut self, formula: &Formula, indent: usize) {
        let margin = "    ".repeat(indent);
        match formula {
            Formula::Place(place) => {
                let value = match self.name(*place) {
                    Some(name) => name,
                    None => self.expression(*place, &margin),
                };
                self.text += &format!("{margin}return {value};\n");
            }
            Formula::If((a, operator, b), branches) => {
                let [yes, no] = branches;
                let (a, b) = (self.operand(*a, &margin), self.operand(*b, &margin));
                self.text += &format!("{margin}if ({a} {operator} {b}) {{\n");
                // what is named in there is not known behind it
                let names = self.names.clone();
                self.body(yes, indent + 1);
                self.names = names;
                self.text += &format!("{margin}}}\n");
                self.body(no, indent);
            }
        }
    }

    /// The name of a node, which gets one if it has none yet.
    fn operand(&mut self, place: u32, margin: &str) -> String {
        if let Some(name) = self.name(place) {
            return name;
        }
        let expression = self.expression(place, margin);
        self.named += 1;
        let name = format!("t{}", self.named);
        let real = if self.single { "float" } else { "double" };
        self.text += &format!("{margin}const {real} {name} = {expression};\n");
        self.names[place as usize] = Some(name.clone());
        name
    }

    /// What needs no computing.
    fn name(&self, place: u32) -> Option<String> {
        match self.nodes[place as usize] {
            Node::Constant(bits) => Some(literal(f64::from_bits(bits), self.single)),
            Node::Variable(index) => Some(variable(index)),
            _ => self.names[place as usize].clone(),
        }
    }

    fn expression(&mut self, place: u32, margin: &str) -> String {
        match self.nodes[place as usize] {
            Node::Negative(a) => format!("-({})", self.operand(a, margin)),
            Node::Binary(a, operator, b) => {
                let a = self.operand(a, margin);
                format!("{a} {operator} {}", self.operand(b, margin))
            }
            Node::Call(function, a) => {
                self.calls.push(function);
                let bits = if self.single { 32 } else { 64 };
                format!("constrata_{function}{bits}({})", self.operand(a, margin))
            }
            Node::Constant(_) | Node::Variable(_) => self.operand(place, margin),
        }
    }
}

/// What an argument is called.
pub(super) fn variable(index: usize) -> String {
    if index == 0 { "x".into() } else { format!("p{index}") }
}
