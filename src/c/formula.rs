//! Formulas written down.
//!
//! An activation is a function over any [`Scalar`](crate::Scalar). Given [`Traced`], it hands back its own formula: sums and
//! products as they stand there, and a branch for each comparison, either answer of which is tried in turn.

use core::cell::RefCell;
use std::boxed::Box;
use std::vec::Vec;

use super::Traced;

/// How a number came about; the numbers it came from are places on the tape.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Node {
    /// The nearest scalar to the `f64` of these bits.
    Constant(u64),
    Variable(usize),
    Negative(u32),
    Binary(u32, &'static str, u32),
    Call(&'static str, u32),
}

/// A comparison of two places: `(a, "<", b)`.
pub(super) type Question = (u32, &'static str, u32);

/// A place on the tape, or a question and what follows from yes and from no.
pub(super) enum Formula {
    Place(u32),
    If(Question, [Box<Formula>; 2]),
}

#[derive(Default)]
struct Tape {
    nodes: Vec<Node>,
    /// What is to be answered to the first questions; to those behind, yes.
    answers: Vec<bool>,
    asked: Vec<Question>,
}

std::thread_local! {
    static TAPE: RefCell<Tape> = RefCell::default();
}

/// The formula of `function`, and the nodes it speaks of.
pub(super) fn formula<const IN: usize>(function: &impl Fn([Traced; IN]) -> Traced) -> (Formula, Vec<Node>) {
    TAPE.with_borrow_mut(|tape| {
        // where `Zeroable`, `ZERO` and `ONE` look for them
        tape.nodes = [0.0_f64, 1.0].map(|value| Node::Constant(value.to_bits())).into();
    });
    let formula = explore(function, &mut Vec::new());
    (formula, TAPE.take().nodes)
}

fn explore<const IN: usize>(function: &impl Fn([Traced; IN]) -> Traced, answers: &mut Vec<bool>) -> Formula {
    const DEEPEST: usize = 12;
    TAPE.with_borrow_mut(|tape| (tape.answers, tape.asked) = (answers.clone(), Vec::new()));
    let result = function(core::array::from_fn(|place| Traced::new(Node::Variable(place))));
    let Some(question) = TAPE.with_borrow(|tape| tape.asked.get(answers.len()).copied()) else {
        return Formula::Place(result.place());
    };
    assert!(answers.len() < DEEPEST, "a formula of so many branches is no formula: implement `ToC` by hand");
    let branches = [true, false].map(|answer| {
        answers.push(answer);
        let branch = explore(function, answers);
        answers.pop();
        branch.into()
    });
    Formula::If(question, branches)
}

/// The place of this node, which is written down once.
pub(super) fn place(node: Node) -> u32 {
    TAPE.with_borrow_mut(|Tape { nodes, .. }| {
        let place = nodes.iter().position(|known| *known == node).unwrap_or(nodes.len());
        if place == nodes.len() {
            nodes.push(node);
        }
        place as u32
    })
}

/// The answer that is being tried.
pub(super) fn ask(question: Question) -> bool {
    TAPE.with_borrow_mut(|Tape { nodes, asked, answers }| {
        if let (Node::Constant(a), Node::Constant(b)) =
            (nodes[question.0 as usize], nodes[question.2 as usize])
        {
            return known(f64::from_bits(a), question.1, f64::from_bits(b));
        }
        let place = asked.iter().position(|known| *known == question).unwrap_or(asked.len());
        if place == asked.len() {
            asked.push(question);
        }
        answers.get(place).copied().unwrap_or(true)
    })
}

fn known(a: f64, operator: &str, b: f64) -> bool {
    match operator {
        "<" => a < b,
        "<=" => a <= b,
        ">" => a > b,
        ">=" => a >= b,
        _ => a == b,
    }
}
