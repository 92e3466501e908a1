//! Residual, repeated and parallel blocks with norms and dropout learn on the device: ten steps of Adam on four images.
#![cfg_attr(target_os = "none", no_std, no_main)]

use core::hint::black_box;

use constrata::Training;
use constrata::prelude::*;
use constrata_thumb::networks::Blocks;
use constrata_thumb::{
    measured::{measured_backward, measured_forward, measured_step},
    painted, program, random, say, say_count,
};
use rand::RngExt;

/// All that learning writes: its size is known, so it is a `static`.
type State = Training<Blocks, Adam, 4>;

program!(run, State);

fn run(Training { network: net, gradient, pass, state: moments }: &mut State) {
    say_count("bound forward", Blocks::STACK_BYTES as u32);
    say_count("bound backward", Blocks::TRAINING_STACK_BYTES as u32);
    let mut rng = random::rng(7);
    net.initialize(None, &mut rng);
    let mut x = [[[[0.0; 6]; 6]; 2]; 4];
    x.as_flattened_mut().as_flattened_mut().as_flattened_mut().iter_mut().for_each(|x| *x = rng.random());
    for step in 0..10 {
        Blocks::sample_noise(&mut pass.tape, &mut rng);
        gradient.fill(0.0);
        let loss = painted("stack backward", step == 0, || {
            measured_backward(net, &x, &[0, 1, 2, 0], &CrossEntropy, pass, gradient)
        });
        net.update_buffers(&pass.tape);
        painted("stack step", step == 0, || {
            measured_step(net, gradient, moments, black_box(&Adam::default()), 0.01)
        });
        say("loss", loss);
    }
    let [first, ..] = x;
    let mut y = [[0.0; 3]];
    painted("stack forward", true, || measured_forward(net, &[first], &mut y));
    y[0].iter().for_each(|p| say("p", *p));
}
