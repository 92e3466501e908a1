//! A network, and the source that was written of it.

use constrata::prelude::*;

#[path = "source.rs"]
pub(crate) mod source;

network! { pub struct Worked: 3 => hidden: Dense<2, Sigmoid> => output: Dense<1, Sigmoid> }

pub(crate) fn network() -> Worked {
    let mut net = Worked::zeros();
    net.hidden.weights.as_mut_slice().copy_from_slice(&[0.2, -0.3, -0.5, 0.4, 0.1, 0.2]);
    net.hidden.bias.as_mut_slice().copy_from_slice(&[f32::MIN, 1e-45]);
    net.output.weights.as_mut_slice().copy_from_slice(&[core::f32::consts::PI, -0.0]);
    net.output.bias[0] = 1.0 / 3.0;
    net
}
