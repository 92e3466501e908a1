//! Whether a rival computes what it should.

use crate::problem::Problem;
use crate::race::Contestant;
use crate::reference;

/// How far outputs may be off.
const OUTPUT: f64 = 2e-6;
/// How far the last loss and the parameters may be off, as a part of the way there.
const LEARNED: f64 = 5e-3;
/// How far the loss of the whole training may be off. Where a unit with relu stands at its kink, roundings decide on
/// which side it goes on, and two right ways part.
const END: f64 = 0.02;

/// What should come out.
pub(crate) struct Reference {
    /// The beginning of a training.
    part: Problem,
    /// Outputs; or loss and parameters after the part.
    result: Vec<f64>,
    /// The loss at the end of the whole.
    end: Option<f64>,
}

impl Reference {
    pub(crate) fn of(problem: &Problem) -> Self {
        let part = problem.beginning();
        let end = problem.training.as_ref().map(|_| reference::solve(problem)[0]);
        Reference { result: reference::solve(&part), part, end }
    }
}

/// How far a rival is off, as a part of what is allowed: more than 1 is wrong. A training is compared after its
/// first eighth, the loss at its end too.
pub(crate) fn error(
    problem: &Problem,
    Reference { part, result: wanted, end }: &Reference,
    solve: fn(&Problem) -> Option<Box<dyn Contestant>>,
) -> Option<f64> {
    let result = run(part, solve)?;
    assert_eq!(result.len(), wanted.len(), "{}", problem.id);
    let differences: Vec<f64> = result.iter().zip(wanted).map(|(&a, b)| (f64::from(a) - b).abs()).collect();
    let Some(end) = end else { return Some(differences.into_iter().fold(0.0, worse) / OUTPUT) };
    let way = |(wanted, &fresh): (&f64, _)| wanted - f64::from(fresh);
    let way = length(wanted[1..].iter().zip(&problem.parameters()).map(way));
    let parameters = length(differences[1..].iter().copied()) / way;
    let loss = differences[0] / wanted[0];
    let end = (f64::from(run(problem, solve)?[0]) - end).abs() / end;
    Some([parameters / LEARNED, loss / LEARNED, end / END].into_iter().fold(0.0, worse))
}

fn run(problem: &Problem, solve: fn(&Problem) -> Option<Box<dyn Contestant>>) -> Option<Vec<f32>> {
    let mut contestant = solve(problem)?;
    contestant.run();
    Some(contestant.result())
}

fn length(numbers: impl Iterator<Item = f64>) -> f64 {
    numbers.map(|number| number * number).sum::<f64>().sqrt()
}

/// The larger; NaN if there is one.
fn worse(a: f64, b: f64) -> f64 {
    if a > b || a.is_nan() { a } else { b }
}
