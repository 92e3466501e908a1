//! The forward of an autoencoder with a megabyte of weights in flash.
#![cfg_attr(target_os = "none", no_std, no_main)]

use constrata_thumb::networks::Autoencoder;
use constrata_thumb::{measured::measured_forward, painted, program, random, say, say_count};

static AUTOENCODER: Autoencoder =
    Autoencoder::from_bytes(include_bytes!(concat!(env!("OUT_DIR"), "/autoencoder.net")));

type State = ([[f32; 640]; 1], [[f32; 640]; 1]);

program!(run, State);

fn run((x, y): &mut State) {
    say_count("weights in flash", Autoencoder::PARAMETER_BYTES as u32);
    say_count("bound forward", Autoencoder::STACK_BYTES as u32);
    let mut rng = random::rng(5);
    x[0].iter_mut().for_each(|x| *x = random::unit(&mut rng));
    painted("stack forward", true, || measured_forward(&AUTOENCODER, x, y));
    let mut error = 0.0;
    for (x, y) in x[0].iter().zip(&y[0]) {
        error += (x - y) * (x - y);
    }
    say("reconstruction error", error / 640.0);
    say("first", y[0][0]);
    say("last", y[0][639]);
}
