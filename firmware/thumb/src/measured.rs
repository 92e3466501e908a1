//! The functions whose stack, size and instructions `firmware/gates` looks at: never inlined, so that they can be found.

use constrata::layer::{Input, Output};
use constrata::loss::Loss;
use constrata::prelude::*;
use constrata::{Error, Targets};

use crate::stack::painted;

#[inline(never)]
fn measured_forward<N: Network>(net: &N, x: &Input<N, 1>, y: &mut Output<N, 1>) {
    net.activate(x, y);
}

#[inline(never)]
fn measured_backward<N: Train<Scalar = f32>, Y: Targets<N::Output, f32, B>, const B: usize>(
    net: &N,
    x: &Input<N, B>,
    target: &Y,
    loss: &impl Loss<N::Activation>,
    pass: &mut Pass<N, B>,
    gradient: &mut N,
) -> f32 {
    net.gradient(x, target, loss, pass, gradient)
}

#[inline(never)]
fn measured_step<N: Parameters<Scalar = f32>, O: Optimizer + Default>(
    net: &mut N,
    gradient: &N,
    state: &mut O::State<N>,
    rate: f32,
) {
    // the settings are f64: here the compiler knows them, and computes with them itself
    O::default().step(net, gradient, state, rate);
}

#[inline(never)]
fn measured_read<N: Save>(net: &mut N, file: &[u8]) -> Result<(), Error> {
    net.read(file)
}

/// `y = network(x)`
pub fn forward<N: Network>(net: &N, x: &Input<N, 1>, y: &mut Output<N, 1>) {
    painted("stack forward", || measured_forward(net, x, y));
}

/// As [`forward`], many times: without looking at the stack.
pub fn forward_again<N: Network>(net: &N, x: &Input<N, 1>, y: &mut Output<N, 1>) {
    measured_forward(net, x, y);
}

/// Forward, loss, backward.
pub fn backward<N: Train<Scalar = f32>, Y: Targets<N::Output, f32, B>, const B: usize>(
    net: &N,
    x: &Input<N, B>,
    target: &Y,
    loss: &impl Loss<N::Activation>,
    pass: &mut Pass<N, B>,
    gradient: &mut N,
    first: bool,
) -> f32 {
    if !first {
        return measured_backward(net, x, target, loss, pass, gradient);
    }
    painted("stack backward", || measured_backward(net, x, target, loss, pass, gradient))
}

/// One step of the optimizer `O` with its usual settings.
pub fn step<O: Optimizer + Default, N: Parameters<Scalar = f32>>(
    net: &mut N,
    gradient: &N,
    state: &mut O::State<N>,
    rate: f32,
    first: bool,
) {
    if !first {
        return measured_step::<N, O>(net, gradient, state, rate);
    }
    painted("stack step", || measured_step::<N, O>(net, gradient, state, rate));
}

/// Reading a file at run time.
pub fn read<N: Save>(net: &mut N, file: &[u8]) -> Result<(), Error> {
    painted("stack read", || measured_read(net, file))
}
