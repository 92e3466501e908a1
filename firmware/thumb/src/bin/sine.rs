//! Learns a period of the sine on the device, sample by sample.
#![cfg_attr(target_os = "none", no_std, no_main)]

use core::hint::black_box;

use constrata::Training;
use constrata::prelude::*;
use constrata_thumb::networks::Sine;
use constrata_thumb::{
    measured::{measured_backward, measured_forward, measured_step},
    painted, program, random, say, say_count,
};

/// All that learning writes: its size is known, so it is a `static`.
type State = Training<Sine, Adam, 8>;

/// Bhaskara's sine of pi x, for x from -1 to 1: off by less than 0.0017.
fn sine(x: f32) -> f32 {
    let p = 4.0 * x * (1.0 - x.abs());
    p * (0.775 + 0.225 * p.abs())
}

program!(run, State);

fn run(Training { network: net, gradient, pass, state: moments }: &mut State) {
    say_count("bound forward", Sine::STACK_BYTES as u32);
    let mut rng = random::rng(2);
    *net = Sine::random(&mut rng);
    let mut mean = 0.0;
    for step in 0..3000_u16 {
        let (mut x, mut target) = ([[0.0]; 8], [[0.0]; 8]);
        for (x, target) in x.iter_mut().zip(&mut target) {
            *x = [random::unit(&mut rng)];
            *target = x.map(sine);
        }
        gradient.fill(0.0);
        mean += painted("stack backward", step == 0, || {
            measured_backward(net, &x, &target, &MeanSquaredError, pass, gradient)
        });
        let rate = if step < 2000 { 0.01 } else { 0.001 };
        painted("stack step", step == 0, || {
            measured_step(net, gradient, moments, black_box(&Adam::default()), rate)
        });
        if step % 500 == 499 {
            say("sine loss, mean of 500 steps", mean / 500.0);
            mean = 0.0;
        }
    }
    let mut y = [[0.0]];
    painted("stack forward", true, || measured_forward(net, &[[0.0]], &mut y));
    for x in [-0.75, -0.5, -0.25, 0.0, 0.25, 0.5, 0.75] {
        measured_forward(net, &[[x]], &mut y);
        say("sine", y[0][0]);
    }
}
