//! Where a number stopped being finite.

use super::Sample;
use crate::error::NotFinite;
use crate::layer::Output;
use crate::optimizer::Optimizer;
use crate::{Learn, Network, Scalar, boxed};

/// The first layer that has a parameter which is not finite, if there is one.
pub(super) fn parameters_not_finite<N: Network>(network: &N) -> Option<NotFinite> {
    let finite = |index: &usize| network.tensor(*index).iter().all(|number| number.is_finite());
    let index = (0..N::TENSORS).find(|index| !finite(index))?;
    let (layer, name) = holder(network, index)?;
    Some(NotFinite::Parameters { layer, name })
}

/// The first layer of which the optimizer remembers a number that is not finite, if there is one.
pub(super) fn memory_not_finite<N: Network, O: Optimizer<N::Scalar>>(
    network: &N,
    state: &O::State<N>,
) -> Option<NotFinite> {
    let (layer, name) = holder(network, O::not_finite(state)?)?;
    Some(NotFinite::Memory { layer, name })
}

/// The layer that holds slice number `index`: its number, counted from 1, and its name.
fn holder<N: Network>(network: &N, index: usize) -> Option<(usize, &'static str)> {
    let learned = |index: usize| if N::learns(index) { network.tensor(index).len() } else { 0 };
    let before: usize = (0..index).map(learned).sum();
    // a buffer stands behind parameters of its layer, and is not counted
    let place = if N::learns(index) { before } else { before.saturating_sub(1) };
    let (mut layer, mut end, mut found) = (0, 0, None);
    N::nodes(&mut |node| {
        let Some(row) = node.row() else { return };
        layer += 1;
        end += row.parameters;
        if place < end && found.is_none() {
            found = Some((layer, row.layer));
        }
    });
    found
}

/// Why the loss of the samples `rows` is not finite: the first layer with such a parameter, or else such an output, or else
/// it is the loss itself.
pub(super) fn first_not_finite<N: Learn>(network: &N, inputs: &[Sample<N>], rows: &[usize]) -> NotFinite {
    if let Some(parameters) = parameters_not_finite(network) {
        return parameters;
    }
    let (mut x, mut y) = (boxed::<[Sample<N>; 1]>(), boxed::<Output<N, 1>>());
    let mut first: Option<(usize, &str)> = None;
    for row in rows {
        *x = [inputs[*row]];
        let mut layer = 0;
        network.inspect(&x, &mut y, &mut |row, output| {
            layer += 1;
            let sooner = first.is_none_or(|(found, _)| layer < found);
            if sooner && output.iter().any(|number| !number.is_finite()) {
                first = Some((layer, row.layer));
            }
        });
    }
    first.map_or(NotFinite::LossItself, |(layer, name)| NotFinite::Output { layer, name })
}
