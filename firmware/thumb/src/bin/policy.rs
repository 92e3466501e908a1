//! A control policy of 13-64-64-4, as on a small quadrocopter; its forward, 1 000 times, on any bits at all.
#![cfg_attr(target_os = "none", no_std, no_main)]

use constrata_thumb::networks::Policy;
use constrata_thumb::{measured::measured_forward, painted, program, random, say, say_count};

static POLICY: Policy = Policy::from_bytes(include_bytes!(concat!(env!("OUT_DIR"), "/policy.net")));

program!(run, ());

fn run(_: &mut ()) {
    say_count("weights in flash", Policy::PARAMETER_BYTES as u32);
    say_count("bound forward", Policy::STACK_BYTES as u32);
    let mut rng = random::rng(3);
    let (mut x, mut y) = ([[0.0; 13]], [[0.0; 4]]);
    x[0].iter_mut().for_each(|x| *x = random::unit(&mut rng));
    painted("stack forward", true, || measured_forward(&POLICY, &x, &mut y));
    y[0].iter().for_each(|y| say("motor", *y));

    let extremes = [f32::NAN, f32::INFINITY, f32::NEG_INFINITY, 1e-40, -1e-45, f32::MAX, f32::MIN, -0.0];
    for extreme in extremes {
        x[0][5] = extreme;
        measured_forward(&POLICY, &x, &mut y);
        say("motor, one extreme input", y[0][0]);
    }
    let mut sum = 0_u32;
    for _ in 0..1000 {
        x[0].iter_mut().for_each(|x| *x = random::any(&mut rng));
        measured_forward(&POLICY, &x, &mut y);
        for y in y[0] {
            sum = sum.rotate_left(1) ^ if y.is_nan() { 1 } else { y.to_bits() };
        }
    }
    say("checksum of 1 000", (sum >> 8) as f32);
}
