//! The control policy as one writes it with nalgebra: `w * x + b`, `map(relu)`. For the table in docs/EMBEDDED.md.
#![cfg_attr(target_os = "none", no_std, no_main)]

use constrata::nalgebra::SVector;
use constrata_thumb::networks::Policy;
use constrata_thumb::{program, random, say, say_count};

static POLICY: Policy = Policy::from_bytes(include_bytes!(concat!(env!("OUT_DIR"), "/policy.net")));

program!(run, ());

fn relu(x: f32) -> f32 {
    if x > 0.0 { x } else { 0.0 }
}

#[inline(never)]
fn measured_forward(net: &Policy, x: &SVector<f32, 13>) -> SVector<f32, 4> {
    let h = (net.dense1.weights * x + net.dense1.bias).map(relu);
    let h = (net.dense2.weights * h + net.dense2.bias).map(relu);
    net.dense3.weights * h + net.dense3.bias
}

fn run(_: &mut ()) {
    say_count("weights in flash", Policy::PARAMETER_BYTES as u32);
    let mut rng = random::rng(3);
    let x = SVector::from_fn(|_, _| random::unit(&mut rng));
    let y = measured_forward(&POLICY, &x);
    y.iter().for_each(|y| say("motor", *y));
}
