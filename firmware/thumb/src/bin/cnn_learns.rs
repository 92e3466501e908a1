//! Convolutions learn on the device: twenty steps of Adam on ten handwritten digits.
#![cfg_attr(target_os = "none", no_std, no_main)]

use core::hint::black_box;

use constrata::Training;
use constrata::layer::Input;
use constrata::prelude::*;
use constrata_thumb::networks::DigitsCnn;
use constrata_thumb::{
    measured::{measured_backward, measured_step},
    painted, program, random, say, say_count,
};

static IMAGES: [[u8; 64]; 10] = include!(concat!(env!("OUT_DIR"), "/images.rs"));

/// All that learning writes: its size is known, so it is a `static`.
type State = Training<DigitsCnn, Adam, 1>;

program!(run, State);

fn run(Training { network: net, gradient, pass, state: moments }: &mut State) {
    say_count("bound backward", DigitsCnn::TRAINING_STACK_BYTES as u32);
    // forward, gradient of the weights, gradient of the input, which the first layer is not asked for
    say_count("multiply-adds backward", (3 * DigitsCnn::MACS - 8 * 9 * 64) as u32);
    let mut rng = random::rng(7);
    net.initialize(None, &mut rng);
    let mut x: Input<DigitsCnn, 1> = [[[[0.0; 8]; 8]]];
    for step in 0..20 {
        let digit = step % 10;
        for (x, &pixel) in
            x.as_flattened_mut().as_flattened_mut().as_flattened_mut().iter_mut().zip(&IMAGES[digit])
        {
            *x = f32::from(pixel) / 16.0;
        }
        gradient.fill(0.0);
        let loss = painted("stack backward", step == 0, || {
            measured_backward(net, &x, &[digit], &CrossEntropy, pass, gradient)
        });
        painted("stack step", step == 0, || {
            measured_step(net, gradient, moments, black_box(&Adam::default()), 0.003)
        });
        say("loss", loss);
    }
}
