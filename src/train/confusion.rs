//! Which class is taken for which.

use core::fmt;
use std::string::{String, ToString};
use std::vec::Vec;

/// How many samples of each class were predicted as each class, and the metrics that follow.
///
/// Prints as a table: a row for each wanted class, a column for each predicted one.
///
/// ```
/// use constrata::{prelude::*, train::{Data, Metric, evaluate}};
/// let net = <network!(1 => Dense<2, Softmax>)>::zeros(); // says class 0, always
/// let data = Data::new(&[[0.5], [1.5], [2.5]], &[0_usize, 1, 0]);
/// let confusion = evaluate(&net, data, &CrossEntropy, &[Metric::F1])?.confusion.expect("F1 counts classes");
/// assert_eq!((confusion.count(1, 0), confusion.precision(0), confusion.recall(1)), (1, 2.0 / 3.0, 0.0));
/// println!("{}", confusion.named(&["cat", "dog"]));
/// # Ok::<(), constrata::Error>(())
/// ```
///
/// ```
/// use constrata::{prelude::*, train::{Confusion, Data, Metric, evaluate}};
/// let mut net = <network!(2 => Dense<2, Softmax>)>::zeros();
/// net.weights.fill_with_identity(); // says where the input is larger
/// let (x, y) = ([[1.0, 0.0], [1.0, 0.0], [0.0, 1.0], [0.0, 1.0]], [0_usize, 1, 1, 1]);
/// let confusion = evaluate(&net, Data::new(&x, &y), &CrossEntropy, &[Metric::F1])?.confusion.expect("F1 counts classes");
/// assert_eq!((confusion.classes(), confusion.wanted(1), confusion.predicted(1)), (2, 3, 2));
/// assert_eq!((confusion.accuracy(), confusion.f1(1)), (0.75, 0.8));
/// assert_eq!(confusion.mean(Confusion::precision), (0.5 + 1.0) / 2.0);
/// # Ok::<(), constrata::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Confusion {
    classes: usize,
    /// Row by row, a row for each wanted class.
    counts: Vec<u64>,
    /// Samples of each wanted class that were taken for none: an output was NaN.
    none: Vec<u64>,
}

impl Confusion {
    pub(super) fn new(classes: usize) -> Self {
        Confusion { classes, counts: std::vec![0; classes * classes], none: std::vec![0; classes] }
    }

    pub(super) fn add(&mut self, wanted: usize, predicted: Option<usize>) {
        match predicted {
            Some(predicted) => self.counts[wanted * self.classes + predicted] += 1,
            None => self.none[wanted] += 1,
        }
    }

    pub(super) fn merge(&mut self, other: &Confusion) {
        self.counts.iter_mut().zip(&other.counts).for_each(|(sum, count)| *sum += count);
        self.none.iter_mut().zip(&other.none).for_each(|(sum, count)| *sum += count);
    }

    pub(super) fn clear(&mut self) {
        self.counts.fill(0);
        self.none.fill(0);
    }

    pub(super) fn counts_at_most(&self, samples: u64) -> bool {
        self.counts.iter().chain(&self.none).all(|count| *count <= samples)
    }

    pub(super) fn walk(&mut self, visit: &mut impl FnMut(&mut u64)) {
        self.counts.iter_mut().chain(&mut self.none).for_each(visit);
    }

    /// How many classes there are.
    #[must_use]
    pub const fn classes(&self) -> usize {
        self.classes
    }

    /// How many samples of class `wanted` were taken for class `predicted`; 0 of classes there are not.
    #[must_use]
    pub fn count(&self, wanted: usize, predicted: usize) -> u64 {
        let exist = wanted < self.classes && predicted < self.classes;
        if exist { self.counts[wanted * self.classes + predicted] } else { 0 }
    }

    /// How many samples of class `wanted` were taken for none, as an output was NaN.
    ///
    /// ```
    /// use constrata::{prelude::*, train::{Data, Metric, evaluate}};
    /// let mut net = <network!(1 => Dense<2, Softmax>)>::zeros();
    /// net.bias[0] = f32::NAN;
    /// let found = evaluate(&net, Data::new(&[[0.5]], &[1_usize]), &CrossEntropy, &[Metric::Recall])?;
    /// assert_eq!(found.confusion.map(|confusion| (confusion.undecided(1), confusion.recall(1))), Some((1, 0.0)));
    /// # Ok::<(), constrata::Error>(())
    /// ```
    #[must_use]
    pub fn undecided(&self, wanted: usize) -> u64 {
        self.none.get(wanted).copied().unwrap_or(0)
    }

    /// How many samples are of `class`.
    #[must_use]
    pub fn wanted(&self, class: usize) -> u64 {
        (0..self.classes).map(|predicted| self.count(class, predicted)).sum::<u64>() + self.undecided(class)
    }

    /// How many samples were taken for `class`.
    #[must_use]
    pub fn predicted(&self, class: usize) -> u64 {
        (0..self.classes).map(|wanted| self.count(wanted, class)).sum()
    }

    /// The share of samples that are predicted correctly.
    #[must_use]
    pub fn accuracy(&self) -> f64 {
        let right = (0..self.classes).map(|class| self.count(class, class)).sum();
        ratio(right, self.counts.iter().chain(&self.none).sum())
    }

    /// Of the samples taken for `class`, the share that is of it.
    #[must_use]
    pub fn precision(&self, class: usize) -> f64 {
        ratio(self.count(class, class), self.predicted(class))
    }

    /// Of the samples of `class`, the share that was found.
    #[must_use]
    pub fn recall(&self, class: usize) -> f64 {
        ratio(self.count(class, class), self.wanted(class))
    }

    /// The harmonic mean of precision and recall.
    #[must_use]
    pub fn f1(&self, class: usize) -> f64 {
        ratio(2 * self.count(class, class), self.predicted(class) + self.wanted(class))
    }

    /// The mean of `of` over the classes that are wanted or predicted at all: `confusion.mean(Confusion::f1)`.
    #[must_use]
    pub fn mean(&self, of: fn(&Self, usize) -> f64) -> f64 {
        let present = |class: &usize| self.wanted(*class) + self.predicted(*class) > 0;
        let values: Vec<f64> = (0..self.classes).filter(present).map(|class| of(self, class)).collect();
        if values.is_empty() { 0.0 } else { values.iter().sum::<f64>() / values.len() as f64 }
    }

    /// The table with names for the classes; those without keep their number.
    #[must_use]
    pub fn named<'a, S: AsRef<str>>(&'a self, names: &'a [S]) -> Named<'a> {
        let name = |class: usize| names.get(class).map_or_else(|| class.to_string(), |n| n.as_ref().into());
        Named { confusion: self, names: (0..self.classes).map(name).collect() }
    }
}

/// 0/0 is 0
pub(super) fn ratio(part: u64, whole: u64) -> f64 {
    if whole == 0 { 0.0 } else { part as f64 / whole as f64 }
}

impl fmt::Display for Confusion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.named::<&str>(&[]).fmt(f)
    }
}

/// A [`Confusion`] whose table has names for the classes.
///
/// ```
/// use constrata::{prelude::*, train::{Data, Metric, evaluate}};
/// let net = <network!(1 => Dense<2, Softmax>)>::zeros(); // says class 0, always
/// let found = evaluate(&net, Data::new(&[[0.5], [1.5]], &[0_usize, 1]), &CrossEntropy, &[Metric::F1])?;
/// let table = found.confusion.expect("F1 counts classes").named(&["cat", "dog"]).to_string();
/// assert_eq!(table.lines().next(), Some("wanted | cat dog | recall"));
/// assert_eq!(table.lines().last(), Some("dog    |   1   0 | 0.0000"));
/// # Ok::<(), constrata::Error>(())
/// ```
#[derive(Clone, Debug)]
pub struct Named<'a> {
    confusion: &'a Confusion,
    names: Vec<String>,
}

impl fmt::Display for Named<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Named { confusion, names } = self;
        let largest = confusion.counts.iter().max().unwrap_or(&0).to_string().len();
        let longest = names.iter().map(|name| name.chars().count()).max().unwrap_or(0);
        let undecided = confusion.none.iter().any(|count| *count > 0);
        let (head, cell) = (longest.max("wanted".len()), longest.max(largest));
        write!(f, "{:head$} |", "wanted")?;
        names.iter().try_for_each(|name| write!(f, " {name:>cell$}"))?;
        writeln!(f, "{} | recall", if undecided { " | NaN" } else { "" })?;
        let line = std::format!("{:-<1$}", "", (cell + 1) * names.len() + 1);
        writeln!(f, "{:-<1$}+{line}{2}+-------", "", head + 1, if undecided { "+-----" } else { "" })?;
        for (wanted, name) in names.iter().enumerate() {
            write!(f, "{name:head$} |")?;
            (0..names.len()).try_for_each(|p| write!(f, " {:cell$}", confusion.count(wanted, p)))?;
            if undecided {
                write!(f, " | {:3}", confusion.undecided(wanted))?;
            }
            writeln!(f, " | {:.4}", confusion.recall(wanted))?;
        }
        Ok(())
    }
}
