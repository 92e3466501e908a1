//! Weights and images that two programs make alike, and what PyTorch made of them.

use constrata::layer::Input;
use constrata::prelude::*;

/// Number `index` of tensor `tensor`: a multiple of 1/65536 from -1/2 to 1/2 without order.
fn number(tensor: usize, index: usize) -> f64 {
    let mut x = (index as u32).wrapping_add((tensor as u32 + 1) << 20);
    for _ in 0..2 {
        x = (x ^ (x >> 16)).wrapping_mul(0x045d_9f3b);
    }
    f64::from((x ^ (x >> 16)) >> 16) / 65536.0 - 0.5
}

/// Every weight and bias. PyTorch has the weights of an output side by side, so they are counted that way.
pub(crate) fn fill<N: Parameters<Number = f64>>(net: &mut N) {
    for tensor in (0..N::TENSORS).step_by(2) {
        let outputs = net.tensor(tensor + 1).len();
        let weights = net.tensor_mut(tensor);
        let inputs = weights.len() / outputs;
        let scale = 4.0 / f64::from(1_u32 << (inputs.ilog2() / 2));
        for (place, weight) in weights.iter_mut().enumerate() {
            *weight = scale * number(tensor, place % outputs * inputs + place / outputs);
        }
        let bias = net.tensor_mut(tensor + 1).iter_mut().enumerate();
        bias.for_each(|(place, bias)| *bias = number(tensor + 1, place) / 4.0);
    }
}

pub(crate) fn image<N: Network<Scalar = f64>>() -> Box<Input<N, 1>> {
    let mut x = constrata::boxed::<Input<N, 1>>();
    for (place, x) in N::Input::numbers_mut(&mut *x).iter_mut().enumerate() {
        *x = number(999, place) + 0.5;
    }
    x
}

pub(crate) fn outputs(name: &str) -> Vec<f64> {
    let line =
        include_str!("outputs.txt").lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(" = "));
    line.expect("a line of that name").split(' ').map(|number| number.parse().unwrap()).collect()
}
