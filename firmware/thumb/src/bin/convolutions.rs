//! The forward of one convolution of each kind, for what a multiply-add takes.
#![cfg_attr(target_os = "none", no_std, no_main)]

use constrata::layer::{Input, Output};
use constrata_thumb::measured::{measured_1x1, measured_3x3, measured_depthwise};
use constrata_thumb::networks::{Conv1x1, Conv3x3, Depthwise};
use constrata_thumb::{painted, program, random, say, say_count};

static CONV_3X3: Conv3x3 = Conv3x3::from_bytes(include_bytes!(concat!(env!("OUT_DIR"), "/conv_3x3.net")));
static CONV_1X1: Conv1x1 = Conv1x1::from_bytes(include_bytes!(concat!(env!("OUT_DIR"), "/conv_1x1.net")));
static DEPTHWISE: Depthwise =
    Depthwise::from_bytes(include_bytes!(concat!(env!("OUT_DIR"), "/depthwise.net")));

/// Inputs and outputs; as `Depthwise` has those of `Conv1x1`, they share theirs.
type State = (Input<Conv3x3, 1>, Output<Conv3x3, 1>, Input<Conv1x1, 1>, Output<Conv1x1, 1>);

program!(run, State);

fn run((x_3x3, y_3x3, x, y): &mut State) {
    let weights = Conv3x3::PARAMETER_BYTES + Conv1x1::PARAMETER_BYTES + Depthwise::PARAMETER_BYTES;
    say_count("weights in flash", weights as u32);
    let mut rng = random::rng(6);
    x_3x3
        .as_flattened_mut()
        .as_flattened_mut()
        .as_flattened_mut()
        .iter_mut()
        .for_each(|x| *x = random::unit(&mut rng));
    x.as_flattened_mut()
        .as_flattened_mut()
        .as_flattened_mut()
        .iter_mut()
        .for_each(|x| *x = random::unit(&mut rng));

    say_count("bound 3x3", Conv3x3::STACK_BYTES as u32);
    say_count("multiply-adds 3x3", Conv3x3::MACS as u32);
    painted("stack 3x3", true, || measured_3x3(&CONV_3X3, x_3x3, y_3x3));
    sum("3x3", y_3x3.as_flattened().as_flattened());

    say_count("bound 1x1", Conv1x1::STACK_BYTES as u32);
    say_count("multiply-adds 1x1", Conv1x1::MACS as u32);
    painted("stack 1x1", true, || measured_1x1(&CONV_1X1, x, y));
    sum("1x1", y.as_flattened().as_flattened());

    say_count("bound depthwise", Depthwise::STACK_BYTES as u32);
    say_count("multiply-adds depthwise", Depthwise::MACS as u32);
    painted("stack depthwise", true, || measured_depthwise(&DEPTHWISE, x, y));
    sum("depthwise", y.as_flattened().as_flattened());
}

/// All bits of an image, and its corners.
fn sum(name: &str, y: &[[f32; 8]]) {
    let mut sum = 0_u32;
    for y in y.as_flattened() {
        sum = sum.rotate_left(1) ^ y.to_bits();
    }
    say_count(name, sum);
    say("first", y.first().map_or(0.0, |row| row[0]));
    say("last", y.last().map_or(0.0, |row| row[7]));
}
