//! Must be found: a setting in `f64` that only the running program knows, for a network in `f32`.
#![cfg_attr(target_os = "none", no_std, no_main)]

use constrata::prelude::*;
use constrata_thumb::networks::Worked;
use constrata_thumb::{program, say};

program!(run, Pass<Worked, 1>);

fn run(pass: &mut Pass<Worked, 1>) {
    let huber: Huber<f64> = Huber { delta: core::hint::black_box(0.1) };
    say("loss", pass.loss(&huber, &[1.0]));
}
