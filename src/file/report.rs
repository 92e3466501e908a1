//! The reports of a run's epochs, as bytes.

use core::time::Duration;
use std::vec::Vec;

use super::Refusal;
use super::extra::Payload;
use crate::train::{Epoch, Metric, Scores};

/// The report of an epoch; what later versions add comes behind.
pub(super) fn report(epoch: &Epoch) -> Vec<u8> {
    let Epoch { epoch: _, epochs, loss, metrics, validation, learning_rate, samples, time } = epoch;
    let nanoseconds = u64::try_from(time.as_nanos()).unwrap_or(u64::MAX);
    let fields = [*epochs as u64, loss.to_bits(), *samples as u64, nanoseconds, learning_rate.to_bits()];
    let mut bytes: Vec<u8> = fields.iter().flat_map(|field| field.to_le_bytes()).collect();
    put(&mut bytes, metrics);
    bytes.extend_from_slice(&u32::from(validation.is_some()).to_le_bytes());
    if let Some(Scores { loss, metrics }) = validation {
        bytes.extend_from_slice(&loss.to_le_bytes());
        put(&mut bytes, metrics);
    }
    bytes
}

/// The report of epoch `epoch` that [`report`] wrote.
pub(super) fn reported(epoch: usize, mut report: Payload) -> Result<Epoch, Refusal> {
    let (epochs, loss, samples) = (size(report.u64()?), report.f64()?, size(report.u64()?));
    let (time, learning_rate) = (Duration::from_nanos(report.u64()?), report.f64()?);
    let metrics = metrics(&mut report)?;
    let validation = match report.u32()? {
        0 => None,
        _ => Some(Scores { loss: report.f64()?, metrics: self::metrics(&mut report)? }),
    };
    Ok(Epoch { epoch, epochs, loss, metrics, validation, learning_rate, samples, time })
}

fn put(bytes: &mut Vec<u8>, metrics: &[(Metric, f64)]) {
    bytes.extend_from_slice(&(metrics.len() as u32).to_le_bytes());
    for (metric, value) in metrics {
        let (kind, of) = number(*metric);
        bytes.extend_from_slice(&kind.to_le_bytes());
        bytes.extend_from_slice(&(of as u32).to_le_bytes());
        bytes.extend_from_slice(&value.to_le_bytes());
    }
}

fn metrics(report: &mut Payload) -> Result<Vec<(Metric, f64)>, Refusal> {
    let mut metrics = Vec::new();
    for _ in 0..report.u32()? {
        let (kind, of) = (report.u32()?, report.u32()? as usize);
        let metric = metric(kind, of).ok_or(Refusal::Section { tag: report.tag })?;
        metrics.push((metric, report.f64()?));
    }
    Ok(metrics)
}

/// What stands for a metric, and the class or count it is of.
pub(super) const fn number(metric: Metric) -> (u32, usize) {
    match metric {
        Metric::Accuracy => (0, 0),
        Metric::TopK(k) => (1, k),
        Metric::Precision => (2, 0),
        Metric::Recall => (3, 0),
        Metric::F1 => (4, 0),
        Metric::PrecisionOf(class) => (5, class),
        Metric::RecallOf(class) => (6, class),
        Metric::F1Of(class) => (7, class),
        Metric::Mae => (8, 0),
        Metric::Rmse => (9, 0),
        Metric::R2 => (10, 0),
        Metric::SubsetAccuracy => (11, 0),
        Metric::RocAuc => (12, 0),
    }
}

pub(super) const fn metric(kind: u32, of: usize) -> Option<Metric> {
    Some(match kind {
        0 => Metric::Accuracy,
        1 => Metric::TopK(of),
        2 => Metric::Precision,
        3 => Metric::Recall,
        4 => Metric::F1,
        5 => Metric::PrecisionOf(of),
        6 => Metric::RecallOf(of),
        7 => Metric::F1Of(of),
        8 => Metric::Mae,
        9 => Metric::Rmse,
        10 => Metric::R2,
        11 => Metric::SubsetAccuracy,
        12 => Metric::RocAuc,
        _ => return None,
    })
}

fn size(number: u64) -> usize {
    usize::try_from(number).unwrap_or(usize::MAX)
}
