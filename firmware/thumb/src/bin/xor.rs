//! Learns XOR on the device, writes the network as a file into its memory, and reads it back.
#![cfg_attr(target_os = "none", no_std, no_main)]

use core::hint::black_box;

use constrata::Training;
use constrata::prelude::*;
use constrata_thumb::networks::Xor;
use constrata_thumb::{
    measured::{measured_backward, measured_forward, measured_read, measured_step},
    painted, program, random, say, say_count,
};

/// All that learning writes, and the file: its size is known, so it is a `static`.
type State = (Training<Xor, Adam, 4>, [u8; Xor::FILE_BYTES]);

program!(run, State);

fn run((Training { network: net, gradient, pass, state: moments }, file): &mut State) {
    say_count("bound forward", Xor::STACK_BYTES as u32);
    let x = [[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]];
    let target = [[0.0], [1.0], [1.0], [0.0]];
    *net = Xor::random(&mut random::rng(1));
    for step in 0..=400 {
        gradient.fill(0.0);
        let loss = painted("stack backward", step == 0, || {
            measured_backward(net, &x, &target, &BinaryCrossEntropy, pass, gradient)
        });
        painted("stack step", step == 0, || {
            measured_step(net, gradient, moments, black_box(&Adam::default()), 0.05)
        });
        if step % 100 == 0 {
            say("xor loss", loss);
        }
    }

    let mut free = &mut file[..];
    net.write(|piece| {
        if let Some((to, rest)) = core::mem::take(&mut free).split_at_mut_checked(piece.len()) {
            to.copy_from_slice(piece);
            free = rest;
        }
    });
    net.fill(0.0);
    let read = painted("stack read", true, || measured_read(net, file));
    say("the file was read", u8::from(read.is_ok()).into());
    let [first, ..] = file;
    *first ^= 1;
    let read = painted("stack read", true, || measured_read(net, file));
    say("the damaged file was read", u8::from(read.is_ok()).into());

    let mut y = [[0.0]];
    painted("stack forward", true, || measured_forward(net, &[x[0]], &mut y));
    for x in &x {
        measured_forward(net, &[*x], &mut y);
        say("xor", y[0][0]);
    }
}
