//! Recurrent layers on sequences: what they put out at every step, and gradients through all of them.

use constrata::Targets;
use constrata::activation::Differentiable;
use constrata::layer::Output;
use constrata::prelude::*;

use crate::reader::Golden;
use crate::{Zeroable, compare_gradients, compare_output, input};

in_both_precisions!(all, "recurrent", f64: 1e-13, f32: 1e-5);

fn check<N, const STEPS: usize, const B: usize>(golden: &Golden, name: &str)
where
    N: Learn<Activation: Differentiable>,
    Output<N, B>: Targets<N::Output, N::Scalar, B>,
{
    let name = format!("{name} {B} x {STEPS}");
    let case = golden.case(&name);
    let (network, x) = (case.network::<N>(), input::<N, B>(case));
    compare_output(case, &network, &x);
    let mut target: Output<N, B> = Zeroable::zeroed();
    case.fill("t", N::Output::flat_mut(&mut target));
    compare_gradients(case, &network, &x, &target, &MeanSquaredError);
}

macro_rules! of_steps {
    ($golden:ident, $T:ident, $($batch:literal x $steps:literal)*) => {$(of_steps! { $golden, $T, $batch x $steps =>
        "rnn": [Rnn<4>];
        "rnn relu": [Rnn<4, Relu, bias = false>];
        "lstm": [Lstm<4>];
        "lstm without bias": [Lstm<2, bias = false>];
        "lstm backward": [Lstm<4, reverse = true>];
        "gru": [Gru<4>];
        "gru without bias": [Gru<2, bias = false>];
        "gru backward": [Gru<4, reverse = true>];
        "stack": [Lstm<2> => Gru<4> => Rnn<3, Tanh> => Dense<2>];
        "residual": [Dense<4> => Residual(LayerNorm => Gru<4>)];
        "last": [Lstm<9> => LastStep => Dense<2>];
        "mean": [Gru<5> => MeanOverSteps => Dense<2>];
        "max": [Rnn<4> => MaxOverSteps => Dense<2>];
    })*};
    ($golden:ident, $T:ident, $batch:literal x $steps:literal => $($name:literal: [$($layers:tt)*];)*) => {$({
        network! { struct Net<T>: T; [$steps, 3] => $($layers)* }
        check::<Net<$T>, $steps, $batch>($golden, $name);
    })*};
}

fn all<T: Scalar>(golden: &Golden) {
    of_steps! { golden, T, 3 x 1 1 x 2 1 x 3 3 x 7 }
}
