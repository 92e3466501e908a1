//! The control policy learns on the device: five steps of Adam towards fixed motors.
#![cfg_attr(target_os = "none", no_std, no_main)]

use core::hint::black_box;

use constrata::Training;
use constrata::prelude::*;
use constrata_thumb::networks::Policy;
use constrata_thumb::{
    measured::{measured_backward, measured_step},
    painted, program, random, say, say_count,
};

/// All that learning writes: its size is known, so it is a `static`.
type State = Training<Policy, Adam, 1>;

program!(run, State);

fn run(Training { network: net, gradient, pass, state: moments }: &mut State) {
    say_count("bound backward", Policy::TRAINING_STACK_BYTES as u32);
    let mut rng = random::rng(4);
    net.initialize(None, &mut rng);
    let mut x = [[0.0; 13]];
    x[0].iter_mut().for_each(|x| *x = random::unit(&mut rng));
    let target = [[0.1, -0.2, 0.3, -0.4]];
    for step in 0..5 {
        gradient.fill(0.0);
        let loss = painted("stack backward", step == 0, || {
            measured_backward(net, &x, &target, &MeanSquaredError, pass, gradient)
        });
        painted("stack step", step == 0, || {
            measured_step(net, gradient, moments, black_box(&Adam::default()), 0.001)
        });
        say("policy loss", loss);
    }
}
