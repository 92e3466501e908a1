//! What metrics are computed from, added up sample by sample.

use std::vec::Vec;

use super::errors::Errors;
use super::label::Label;
use super::metric::Needs;
use super::ranking::Ranking;
use super::{Confusion, Metric};
use crate::network::decision::{Decision, TARGET, above};
use crate::shape::rows_of;
use crate::{Scalar, Shape};

/// Counts and sums over samples. Two of them [merge](Self::merge) into that of all samples.
#[derive(Clone, Debug)]
pub(super) struct Tally {
    /// Numbers of a row: of a sample, or of a step of a sequence, which counts as a sample here.
    width: usize,
    /// Rows of a sample.
    rows: usize,
    decision: Decision,
    samples: u64,
    /// How many samples have their class as the largest output, as the second largest, ..; empty if nobody asks.
    ranks: Vec<u64>,
    confusion: Option<Confusion>,
    /// Of each output that is a label of its own, and the samples of which all are right; empty if nobody asks.
    labels: Vec<Label>,
    subsets: u64,
    /// Of each output; empty if nobody asks.
    rankings: Vec<Ranking>,
    /// One for each output; empty if nobody asks.
    errors: Vec<Errors>,
    /// What an error of 1 is in the user's unit, for each output.
    units: Vec<f64>,
}

impl Tally {
    /// Of outputs of the shape `S`: what `metrics` need.
    pub(super) fn new<S: Shape>(metrics: &[Metric], decision: Decision) -> Self {
        let width = S::ROW;
        let needs = |what| metrics.iter().any(|metric| metric.needs() == what);
        let labels = matches!(decision, Decision::Labels(_));
        let classes = width.max(2);
        let count = |needed: bool, count: usize| if needed { count } else { 0 };
        Tally {
            width,
            rows: rows_of::<S>(),
            decision,
            samples: 0,
            ranks: std::vec![0; count(needs(Needs::Ranks) && !labels, classes)],
            confusion: (needs(Needs::Confusion) && !labels).then(|| Confusion::new(classes)),
            labels: std::vec![
                Label::default();
                count(labels && (needs(Needs::Ranks) || needs(Needs::Confusion)), width)
            ],
            subsets: 0,
            rankings: std::vec![Ranking::default(); count(needs(Needs::Areas), width)],
            errors: std::vec![Errors::default(); count(needs(Needs::Errors), width)],
            units: std::vec![1.0; width],
        }
    }

    /// With errors in these units, if there is one for each output; of sequences, for each feature of a step, or for each number where
    /// all steps have the same.
    pub(super) fn in_units(mut self, units: &[f64]) -> Self {
        let (step, rest) = units.split_at_checked(self.width).unwrap_or_default();
        let alike = rest.chunks(self.width.max(1)).all(|other| other == step);
        let all = units.len() == self.width || units.len() == self.rows * self.width;
        if all && alike && !units.is_empty() {
            self.units = step.iter().map(|unit| unit.abs()).collect();
        }
        self
    }

    /// Whether nobody asks for anything.
    pub(super) fn is_idle(&self) -> bool {
        self.ranks.is_empty()
            && self.confusion.is_none()
            && self.labels.is_empty()
            && self.rankings.is_empty()
            && self.errors.is_empty()
    }

    /// One that counts the same, and has counted nothing.
    pub(super) fn fresh(&self) -> Self {
        let mut fresh = self.clone();
        fresh.clear();
        fresh
    }

    /// Whether the other counts the same.
    pub(super) fn is_like(&self, other: &Tally) -> bool {
        self.width == other.width
            && self.decision == other.decision
            && self.ranks.len() == other.ranks.len()
            && self.confusion.is_some() == other.confusion.is_some()
            && self.labels.len() == other.labels.len()
            && self.rankings.len() == other.rankings.len()
            && self.errors.len() == other.errors.len()
    }

    /// All that was counted, number by number, to look at or to change.
    pub(super) fn walk(&mut self, visit: &mut impl FnMut(&mut u64)) {
        visit(&mut self.samples);
        visit(&mut self.subsets);
        self.ranks.iter_mut().for_each(&mut *visit);
        self.confusion.iter_mut().for_each(|confusion| confusion.walk(visit));
        for Label { wanted, predicted, both, right } in &mut self.labels {
            [wanted, predicted, both, right].into_iter().for_each(&mut *visit);
        }
        for Errors { absolute, squared, mean, scatter } in &mut self.errors {
            for number in [absolute, squared, mean, scatter] {
                let mut bits = number.to_bits();
                visit(&mut bits);
                *number = f64::from_bits(bits);
            }
        }
        self.rankings.iter_mut().for_each(|ranking| ranking.walk(visit));
    }

    /// How many numbers that are.
    pub(super) fn count(&mut self) -> usize {
        let mut count = 0;
        self.walk(&mut |_| count += 1);
        count
    }

    /// Whether nothing was counted more often than there are samples, as a damaged file may say.
    pub(super) fn counts_at_most(&self, samples: u64) -> bool {
        let samples = samples.saturating_mul(self.rows as u64);
        let of_labels =
            self.labels.iter().flat_map(|label| [label.wanted, label.predicted, label.both, label.right]);
        let counts =
            [self.samples, self.subsets].into_iter().chain(self.ranks.iter().copied()).chain(of_labels);
        let confused = self.confusion.as_ref().is_none_or(|confusion| confusion.counts_at_most(samples));
        let ranked = self.rankings.iter().all(|ranking| ranking.len() as u64 == self.samples);
        confused && ranked && counts.into_iter().all(|count| count <= samples)
    }

    /// Takes them from `numbers`, as far as there are.
    pub(super) fn read(&mut self, numbers: &mut core::slice::Iter<u64>) {
        for ranking in &mut self.rankings {
            ranking.clear();
        }
        self.walk(&mut |number| *number = numbers.next().copied().unwrap_or(u64::MAX));
    }

    /// Begins anew.
    pub(super) fn clear(&mut self) {
        (self.samples, self.subsets) = (0, 0);
        self.ranks.fill(0);
        self.labels.fill(Label::default());
        self.errors.fill(Errors::default());
        self.rankings.iter_mut().for_each(Ranking::clear);
        if let Some(confusion) = &mut self.confusion {
            confusion.clear();
        }
    }

    /// Counts samples, of whose numbers `y` are the outputs and `t` the targets: those of their rows that `has` says have one.
    pub(super) fn add<T: Scalar>(&mut self, y: &[T], t: &[T], has: impl Fn(usize) -> bool) {
        let rows = y.chunks_exact(self.width.max(1)).zip(t.chunks_exact(self.width.max(1)));
        for (_, (y, t)) in rows.enumerate().filter(|(row, _)| has(*row)) {
            self.samples += 1;
            if !self.ranks.is_empty() || self.confusion.is_some() {
                self.classify(y, t);
            }
            if !self.labels.is_empty() {
                self.label(y, t);
            }
            self.rank(y, t);
            for ((errors, y), t) in self.errors.iter_mut().zip(y).zip(t) {
                errors.add(y.to_f64(), t.to_f64(), self.samples as f64);
            }
        }
    }

    fn classify<T: Scalar>(&mut self, y: &[T], t: &[T]) {
        let wanted = Decision::of_target(t.len()).class(t).unwrap_or(0);
        let predicted = self.decision.class(y);
        // of an output that is NaN, nobody is the first
        let place =
            predicted.map(|class| if y.len() == 1 { usize::from(class != wanted) } else { rank(y, wanted) });
        if let Some(count) = place.and_then(|place| self.ranks.get_mut(place)) {
            *count += 1;
        }
        if let Some(confusion) = &mut self.confusion {
            confusion.add(wanted, predicted);
        }
    }

    fn label<T: Scalar>(&mut self, y: &[T], t: &[T]) {
        let Decision::Labels(threshold) = self.decision else { return };
        let mut all = true;
        for ((label, y), t) in self.labels.iter_mut().zip(y).zip(t) {
            let (wanted, predicted) = (t.to_f64() > TARGET, above(*y, threshold));
            label.wanted += u64::from(wanted);
            label.predicted += u64::from(predicted == Some(true));
            label.both += u64::from(wanted && predicted == Some(true));
            label.right += u64::from(predicted == Some(wanted));
            all &= predicted == Some(wanted);
        }
        self.subsets += u64::from(all);
    }

    fn rank<T: Scalar>(&mut self, y: &[T], t: &[T]) {
        if self.rankings.is_empty() {
            return;
        }
        let class = matches!(self.decision, Decision::Classes).then(|| self.decision.class(t)).flatten();
        for (output, ((ranking, y), t)) in self.rankings.iter_mut().zip(y).zip(t).enumerate() {
            let wanted = class.map_or_else(|| t.to_f64() > TARGET, |class| class == output);
            ranking.add(y.to_f64(), wanted);
        }
    }

    /// Takes the samples of `other` over, as if they came after these.
    pub(super) fn merge(&mut self, other: &Tally) {
        let (before, more) = (self.samples as f64, other.samples as f64);
        self.samples += other.samples;
        self.ranks.iter_mut().zip(&other.ranks).for_each(|(sum, count)| *sum += count);
        if let (Some(sum), Some(counts)) = (&mut self.confusion, &other.confusion) {
            sum.merge(counts);
        }
        self.subsets += other.subsets;
        for (label, other) in self.labels.iter_mut().zip(&other.labels) {
            label.wanted += other.wanted;
            label.predicted += other.predicted;
            label.both += other.both;
            label.right += other.right;
        }
        self.rankings.iter_mut().zip(&other.rankings).for_each(|(all, more)| all.merge(more));
        self.errors.iter_mut().zip(&other.errors).for_each(|(sum, errors)| sum.merge(errors, before, more));
    }

    /// The metrics, each with its name.
    pub(super) fn values(&self, metrics: &[Metric]) -> Vec<(Metric, f64)> {
        metrics.iter().map(|metric| (*metric, self.value(*metric))).collect()
    }

    /// The metric, of which [`new`](Self::new) must have known.
    pub(super) fn value(&self, metric: Metric) -> f64 {
        let samples = self.samples.max(1) as f64;
        if !self.labels.is_empty() && matches!(metric.needs(), Needs::Ranks | Needs::Confusion) {
            return self.of_labels(metric, samples);
        }
        let top = |k: usize| self.ranks.iter().take(k).sum::<u64>() as f64 / samples;
        let confusion = |of: fn(&Confusion, usize) -> f64, class: Option<usize>| {
            let confusion = self.confusion.as_ref();
            confusion.map_or(0.0, |counts| class.map_or_else(|| counts.mean(of), |class| of(counts, class)))
        };
        match metric {
            Metric::Accuracy | Metric::SubsetAccuracy => top(1),
            Metric::RocAuc => self.area(),
            Metric::TopK(k) => top(k),
            Metric::Precision => confusion(Confusion::precision, None),
            Metric::Recall => confusion(Confusion::recall, None),
            Metric::F1 => confusion(Confusion::f1, None),
            Metric::PrecisionOf(class) => confusion(Confusion::precision, Some(class)),
            Metric::RecallOf(class) => confusion(Confusion::recall, Some(class)),
            Metric::F1Of(class) => confusion(Confusion::f1, Some(class)),
            Metric::Mae => self.mean(|errors, unit| errors.absolute / samples * unit),
            Metric::Rmse => self.mean(|errors, unit| (errors.squared / samples).sqrt() * unit),
            Metric::R2 => self.mean(|errors, _| errors.r2()),
        }
    }

    fn of_labels(&self, metric: Metric, samples: f64) -> f64 {
        let mean = |of: fn(&Label) -> f64| self.labels.iter().map(of).sum::<f64>() / self.width as f64;
        let one = |of: fn(&Label) -> f64, label: usize| self.labels.get(label).map_or(0.0, of);
        match metric {
            Metric::SubsetAccuracy => self.subsets as f64 / samples,
            Metric::Precision => mean(Label::precision),
            Metric::Recall => mean(Label::recall),
            Metric::F1 => mean(Label::f1),
            Metric::PrecisionOf(label) => one(Label::precision, label),
            Metric::RecallOf(label) => one(Label::recall, label),
            Metric::F1Of(label) => one(Label::f1, label),
            _ => mean(|label| label.right as f64) / samples,
        }
    }

    /// The mean over the outputs that have both sides.
    fn area(&self) -> f64 {
        let areas: Vec<f64> = self.rankings.iter().filter_map(Ranking::area).collect();
        areas.iter().sum::<f64>() / areas.len() as f64
    }

    /// Over the outputs.
    fn mean(&self, of: impl Fn(&Errors, f64) -> f64) -> f64 {
        let each = self.errors.iter().zip(&self.units).map(|(errors, unit)| of(errors, *unit));
        each.sum::<f64>() / self.width as f64
    }

    pub(super) fn into_confusion(self) -> Option<Confusion> {
        self.confusion
    }
}

/// How many outputs are ahead of output `wanted`: larger, or equal and earlier.
fn rank<T: Scalar>(y: &[T], wanted: usize) -> usize {
    let (before, from) = y.split_at(wanted);
    let Some((own, after)) = from.split_first() else { return y.len() };
    before.iter().filter(|y| *y >= own).count() + after.iter().filter(|y| *y > own).count()
}
