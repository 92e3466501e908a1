//! The best weights of a run, as bytes.

use std::vec::Vec;

use super::extra::{Payload, put_numbers};
use super::report::{metric, number};
use super::{Float, Refusal};
use crate::train::kept::{Best, Kept, Rule, is_finite};
use crate::train::{Metric, Monitor};
use crate::{Parameters, boxed};

pub(super) const BEST: [u8; 4] = *b"best";

/// What is kept, as a section; none, where it is nothing.
pub(super) fn best<N: Parameters<Number: Float>>(kept: &Kept<N>) -> Option<Vec<u8>> {
    let Kept { best, last } = kept;
    let mut bytes = (best.len() as u32).to_le_bytes().to_vec();
    for Best { rule: Rule { monitor, min_delta }, epoch, network } in best {
        let (kind, metric) = match *monitor {
            Monitor::TrainingLoss => (0, None),
            Monitor::ValidationLoss => (1, None),
            Monitor::Training(metric) => (2, Some(metric)),
            Monitor::Validation(metric) => (3, Some(metric)),
        };
        let (which, of) = metric.map_or((0, 0), number);
        [kind, which, of as u32].iter().for_each(|number| bytes.extend_from_slice(&number.to_le_bytes()));
        bytes.extend_from_slice(&min_delta.to_le_bytes());
        bytes.extend_from_slice(&(*epoch as u64).to_le_bytes());
        put(&mut bytes, &**network);
    }
    bytes.extend_from_slice(&u32::from(last.is_some()).to_le_bytes());
    last.iter().for_each(|last| put(&mut bytes, &**last));
    (!best.is_empty()).then_some(bytes)
}

/// What [`best`] wrote, of a run of `epochs` epochs so far.
pub(super) fn read<N: Parameters<Number: Float>>(
    mut payload: Payload,
    epochs: usize,
) -> Result<Kept<N>, Refusal> {
    let mut kept = Kept::default();
    for _ in 0..payload.u32()? {
        let (kind, which, of) = (payload.u32()?, payload.u32()?, payload.u32()? as usize);
        let refused = Refusal::Section { tag: BEST };
        let metric: Option<Metric> = metric(which, of);
        let monitor = match (kind, metric) {
            (0, _) => Monitor::TrainingLoss,
            (1, _) => Monitor::ValidationLoss,
            (2, Some(metric)) => Monitor::Training(metric),
            (3, Some(metric)) => Monitor::Validation(metric),
            _ => return Err(refused),
        };
        let (rule, epoch) = (Rule { monitor, min_delta: payload.f64()? }, payload.u64()?);
        let epoch =
            usize::try_from(epoch).ok().filter(|epoch| (1..=epochs).contains(epoch)).ok_or(refused)?;
        kept.best.push(Best { rule, epoch, network: weights(&mut payload)? });
    }
    if payload.u32()? != 0 {
        kept.last = Some(weights(&mut payload)?);
    }
    payload.end()?;
    Ok(kept)
}

fn put<N: Parameters<Number: Float>>(bytes: &mut Vec<u8>, network: &N) {
    (0..N::TENSORS).for_each(|index| put_numbers(bytes, network.tensor(index)));
}

fn weights<N: Parameters<Number: Float>>(payload: &mut Payload) -> Result<std::boxed::Box<N>, Refusal> {
    // no room is made for what is not there
    let bytes = super::bytes_of_parameters::<N>();
    let mut weights = Payload { tag: BEST, rest: payload.bytes(bytes)? };
    let mut network = boxed::<N>();
    for index in 0..N::TENSORS {
        weights.numbers(network.tensor_mut(index))?;
    }
    weights.end()?;
    if is_finite(&*network) { Ok(network) } else { Err(Refusal::Numbers { tag: BEST }) }
}
