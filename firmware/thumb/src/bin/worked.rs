//! The worked example of the textbooks: one prediction, one loss, one step of gradient descent.
#![cfg_attr(target_os = "none", no_std, no_main)]

use constrata::Training;
use constrata::layers::Dense;
use constrata::nalgebra::{Matrix2x3, RowVector2, Vector1, Vector2};
use constrata::prelude::*;
use constrata_thumb::networks::Worked;
use constrata_thumb::{
    measured::{measured_backward, measured_forward, measured_step},
    painted, program, say, say_count,
};

/// Weights in the source text: they lie in flash.
static WORKED: Worked = Worked {
    hidden: Dense::new(Matrix2x3::new(0.2, -0.5, 0.1, -0.3, 0.4, 0.2), Vector2::new(0.3, -0.1)),
    output: Dense::new(RowVector2::new(0.5, 0.2), Vector1::new(0.1)),
};

type State = Training<Worked, Sgd, 1>;

program!(run, State);

fn run(Training { network: net, gradient, pass, state }: &mut State) {
    say_count("weights in flash", Worked::PARAMETER_BYTES as u32);
    say_count("bound forward", Worked::STACK_BYTES as u32);
    say_count("bound backward", Worked::TRAINING_STACK_BYTES as u32);
    let x = [[2.0, 3.0, -1.0]];
    let mut y = [[0.0]];
    painted("stack forward", true, || measured_forward(&WORKED, &x, &mut y));
    say("worked example", y[0][0]);

    *net = WORKED;
    let loss = painted("stack backward", true, || {
        measured_backward(net, &x, &[1.0], &HalfSquaredError, pass, gradient)
    });
    say("its loss", loss);
    painted("stack step", true, || measured_step(net, gradient, state, &Sgd, 0.5));
    painted("stack forward", true, || measured_forward(net, &x, &mut y));
    say("after one step", y[0][0]);
}
