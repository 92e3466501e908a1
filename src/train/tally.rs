//! What metrics are computed from, added up sample by sample.

use std::vec::Vec;

use super::metric::Needs;
use super::{Confusion, Metric};
use crate::Scalar;

/// Counts and sums over samples. Two of them [merge](Self::merge) into that of all samples.
#[derive(Clone, Debug)]
pub(super) struct Tally {
    width: usize,
    /// What one output is compared with, where there is but one.
    threshold: f64,
    samples: u64,
    /// How many samples have their class as the largest output, as the second largest, ..; empty if nobody asks.
    ranks: Vec<u64>,
    confusion: Option<Confusion>,
    /// One for each output; empty if nobody asks.
    errors: Vec<Errors>,
    /// What an error of 1 is in the user's unit, for each output.
    units: Vec<f64>,
}

/// Of one output, over all samples.
#[derive(Clone, Copy, Debug, Default)]
struct Errors {
    absolute: f64,
    squared: f64,
    /// The mean of the targets, and the sum of their squared distances from it (Welford 1962).
    mean: f64,
    scatter: f64,
}

impl Tally {
    /// Of outputs of `width` numbers: what `metrics` need.
    pub(super) fn new(metrics: &[Metric], width: usize, threshold: f64) -> Self {
        let needs = |what| metrics.iter().any(|metric| metric.needs() == what);
        let classes = width.max(2);
        Tally {
            width,
            threshold,
            samples: 0,
            ranks: std::vec![0; if needs(Needs::Ranks) { classes } else { 0 }],
            confusion: needs(Needs::Confusion).then(|| Confusion::new(classes)),
            errors: std::vec![Errors::default(); if needs(Needs::Errors) { width } else { 0 }],
            units: std::vec![1.0; width],
        }
    }

    /// With errors in these units, if there is one for each output.
    pub(super) fn in_units(mut self, units: &[f64]) -> Self {
        if units.len() == self.units.len() {
            self.units = units.iter().map(|unit| unit.abs()).collect();
        }
        self
    }

    /// Whether nobody asks for anything.
    pub(super) fn is_idle(&self) -> bool {
        self.ranks.is_empty() && self.confusion.is_none() && self.errors.is_empty()
    }

    /// Begins anew.
    pub(super) fn clear(&mut self) {
        self.samples = 0;
        self.ranks.fill(0);
        self.errors.fill(Errors::default());
        if let Some(confusion) = &mut self.confusion {
            confusion.clear();
        }
    }

    /// Counts samples, of whose numbers `y` are the outputs and `t` the targets.
    pub(super) fn add<T: Scalar>(&mut self, y: &[T], t: &[T]) {
        for (y, t) in y.chunks_exact(self.width.max(1)).zip(t.chunks_exact(self.width.max(1))) {
            self.samples += 1;
            if !self.ranks.is_empty() || self.confusion.is_some() {
                self.classify(y, t);
            }
            for ((errors, y), t) in self.errors.iter_mut().zip(y).zip(t) {
                errors.add(y.to_f64(), t.to_f64(), self.samples as f64);
            }
        }
    }

    fn classify<T: Scalar>(&mut self, y: &[T], t: &[T]) {
        let (wanted, predicted, rank) = match (y, t) {
            ([y], [t]) => {
                let (wanted, predicted) = (t.to_f64() > 0.5, y.to_f64() > self.threshold);
                (usize::from(wanted), usize::from(predicted), usize::from(wanted != predicted))
            }
            _ => {
                let wanted = largest(t);
                (wanted, largest(y), rank(y, wanted))
            }
        };
        if let Some(count) = self.ranks.get_mut(rank) {
            *count += 1;
        }
        if let Some(confusion) = &mut self.confusion {
            confusion.add(wanted, predicted);
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
        self.errors.iter_mut().zip(&other.errors).for_each(|(sum, errors)| sum.merge(errors, before, more));
    }

    /// The metrics, each with its name.
    pub(super) fn values(&self, metrics: &[Metric]) -> Vec<(Metric, f64)> {
        metrics.iter().map(|metric| (*metric, self.value(*metric))).collect()
    }

    /// The metric, of which [`new`](Self::new) must have known.
    pub(super) fn value(&self, metric: Metric) -> f64 {
        let top = |k: usize| {
            let right: u64 = self.ranks.iter().take(k).sum();
            right as f64 / self.samples.max(1) as f64
        };
        let confusion = |of: fn(&Confusion, usize) -> f64, class: Option<usize>| {
            let confusion = self.confusion.as_ref();
            confusion.map_or(0.0, |counts| class.map_or_else(|| counts.mean(of), |class| of(counts, class)))
        };
        let samples = self.samples.max(1) as f64;
        match metric {
            Metric::Accuracy => top(1),
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

    /// Over the outputs.
    fn mean(&self, of: impl Fn(&Errors, f64) -> f64) -> f64 {
        let each = self.errors.iter().zip(&self.units).map(|(errors, unit)| of(errors, *unit));
        each.sum::<f64>() / self.width as f64
    }

    pub(super) fn into_confusion(self) -> Option<Confusion> {
        self.confusion
    }
}

impl Errors {
    /// Sample number `count`.
    #[inline]
    fn add(&mut self, y: f64, t: f64, count: f64) {
        self.absolute += (y - t).abs();
        self.squared += (y - t) * (y - t);
        let distance = t - self.mean;
        self.mean += distance / count;
        self.scatter += distance * (t - self.mean);
    }

    /// As many samples `more` after as many `before` (Chan, Golub and LeVeque 1979).
    fn merge(&mut self, other: &Errors, before: f64, more: f64) {
        if more == 0.0 {
            return;
        }
        let distance = other.mean - self.mean;
        self.absolute += other.absolute;
        self.squared += other.squared;
        self.scatter += other.scatter + distance * distance * before * more / (before + more);
        self.mean += distance * more / (before + more);
    }

    /// Of targets that are all alike, 1 where they are met and else 0, as scikit-learn has it.
    fn r2(&self) -> f64 {
        match (self.scatter > 0.0, self.squared > 0.0) {
            (true, _) => 1.0 - self.squared / self.scatter,
            (false, off) => f64::from(u8::from(!off)),
        }
    }
}

/// Where the largest number stands; the first of equals, and NaN only where there is nothing else.
pub(super) fn largest<T: Scalar>(numbers: &[T]) -> usize {
    let mut best = 0;
    for (index, number) in numbers.iter().enumerate() {
        if *number > numbers[best] || numbers[best].is_nan() {
            best = index;
        }
    }
    best
}

/// How many outputs are ahead of output `wanted`: larger, or equal and earlier. NaN is ahead of nothing.
fn rank<T: Scalar>(y: &[T], wanted: usize) -> usize {
    let (before, from) = y.split_at(wanted);
    let Some((own, after)) = from.split_first() else { return y.len() };
    if own.is_nan() {
        return y.len() - 1;
    }
    before.iter().filter(|y| *y >= own).count() + after.iter().filter(|y| *y > own).count()
}
