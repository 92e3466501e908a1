//! The functions whose stack, size and instructions `firmware/measure` looks at: never inlined, so that they can be found by
//! their names.

use constrata::layer::{Input, Output};
use constrata::loss::Loss;
use constrata::prelude::*;
use constrata::{Error, Model, Targets};

/// `y = network(x)`
#[inline(never)]
pub fn measured_forward<N: Network>(net: &N, x: &Input<N, 1>, y: &mut Output<N, 1>) {
    net.activate(x, y);
}

/// Forward of a layer with windows of 3x3.
#[inline(never)]
pub fn measured_3x3<N: Network>(net: &N, x: &Input<N, 1>, y: &mut Output<N, 1>) {
    net.activate(x, y);
}

/// Forward of a layer with windows of 1x1.
#[inline(never)]
pub fn measured_1x1<N: Network>(net: &N, x: &Input<N, 1>, y: &mut Output<N, 1>) {
    net.activate(x, y);
}

/// Forward of a layer with windows of 3x3 on each channel alone.
#[inline(never)]
pub fn measured_depthwise<N: Network>(net: &N, x: &Input<N, 1>, y: &mut Output<N, 1>) {
    net.activate(x, y);
}

/// The name that a model in flash gives to raw values.
#[inline(never)]
pub fn measured_class<'a, N: Network>(model: &'a Model<N>, raw: &Input<N, 1>) -> Option<&'a str> {
    let [raw] = raw;
    model.class(raw)
}

/// The answer of a model in flash to raw values, in the unit of its targets.
#[inline(never)]
pub fn measured_value<N: Network>(model: &Model<N>, raw: &Input<N, 1>) -> Output<N, 1> {
    let [raw] = raw;
    [model.predict(raw)]
}

/// Forward, loss, backward.
#[inline(never)]
pub fn measured_backward<N: Learn<Scalar = f32>, Y: Targets<N::Output, f32, B>, const B: usize>(
    net: &N,
    x: &Input<N, B>,
    target: &Y,
    loss: &impl Loss<N::Activation>,
    pass: &mut Pass<N, B>,
    gradient: &mut N,
) -> f32 {
    net.gradient(x, target, loss, pass, gradient)
}

/// One step of an optimizer.
#[inline(never)]
pub fn measured_step<N: Parameters<Number = f32>, O: Optimizer<f32>>(
    net: &mut N,
    gradient: &N,
    state: &mut O::State<N>,
    optimizer: &O,
    rate: f32,
) {
    optimizer.step(net, gradient, state, rate);
}

/// Reading a file at run time.
#[inline(never)]
pub fn measured_read<N: Save>(net: &mut N, file: &[u8]) -> Result<(), Error> {
    net.read(file)
}
