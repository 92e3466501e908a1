//! Where a number stopped being finite.

use super::Sample;
use crate::error::NotFinite;
use crate::layer::Output;
use crate::{Network, Scalar, Train, boxed};

/// The first layer that has a parameter which is not finite, if there is one.
pub(super) fn parameters_not_finite<N: Network>(network: &N) -> Option<NotFinite> {
    let mut before = 0;
    for index in 0..N::TENSORS {
        let numbers = network.tensor(index);
        if numbers.iter().any(|number| !number.is_finite()) {
            // a buffer stands behind parameters of its layer, and is not counted
            return Some(holder::<N>(if N::learns(index) { before } else { before.saturating_sub(1) }));
        }
        before += if N::learns(index) { numbers.len() } else { 0 };
    }
    None
}

/// The layer that holds parameter number `index`.
fn holder<N: Network>(index: usize) -> NotFinite {
    let (mut layer, mut end, mut found) = (0, 0, None);
    N::rows(&mut |row| {
        layer += 1;
        end += row.parameters;
        if index < end && found.is_none() {
            found = Some(NotFinite::Parameters { layer, name: row.layer });
        }
    });
    found.unwrap_or(NotFinite::LossItself)
}

/// Why the loss of the samples `rows` is not finite: the first layer with such a parameter, or else such an output, or else
/// it is the loss itself.
pub(super) fn first_not_finite<N: Train>(network: &N, inputs: &[Sample<N>], rows: &[usize]) -> NotFinite {
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
