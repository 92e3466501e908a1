//! The low-level loop: no `std`, no allocator, no `fit`. What a microcontroller runs to learn.
//!
//! `cargo run --release --no-default-features --example 18_without_std`
//!
//! Everything lies in arrays that the caller owns, and how many bytes that takes is known to the compiler. Only printing asks for `std`.
#![no_std]

extern crate std;

use constrata::optimizer::{Moments, clip_by_norm};
use constrata::prelude::*;
use constrata::rand_core::Rng;
use rand::{SeedableRng, rngs::SmallRng};
use std::println;

network! {
    #[budget(train_ram = 2048)]                     // a bound that fails the build
    struct Sine: 1 => hidden: Dense<12, Tanh> => output: Dense<1>
}

const BATCH: usize = 8;

fn main() {
    let mut rng = SmallRng::seed_from_u64(1);
    let mut net = Sine::random(&mut rng);
    // a gradient and Adam's two moments are networks themselves; a pass holds all between the layers
    let (mut gradient, mut pass) = (Sine::zeros(), Sine::pass::<BATCH>());
    let mut moments: Moments<Sine> = constrata::bytemuck::zeroed();
    let (adam, l2) = (Adam::default(), L2 { lambda: 1e-6 });
    let bytes = 4 * size_of::<Sine>() + size_of_val(&pass);
    println!("{}: {} parameters, all state {bytes} bytes", Sine::ARCHITECTURE, Sine::PARAMETERS);

    for step in 0..=10_000 {
        let x: [[f32; 1]; BATCH] = core::array::from_fn(|_| [angle(&mut rng)]);
        let target = x.map(|[x]| [x.sin()]);

        gradient.fill(0.0);
        pass.logits(&net, &x); // z = network(x), remembering on a tape
        let loss = pass.loss(&MeanSquaredError, &target); // L, and dL/dz
        pass.backward(&net, &x, &mut gradient); // dL/dw, added up
        l2.gradient(&net, &mut gradient); // + lambda w
        clip_by_norm(&mut gradient, 1.0);
        let rate = if step < 7_000 { 0.01 } else { 0.001 };
        adam.step(&mut net, &gradient, &mut moments, rate); // w -= rate m / sqrt(v)
        if step % 2_500 == 0 {
            println!("step {step:5}  loss {loss:.6}");
        }
    }

    let mut worst = 0.0_f32;
    for i in -30..=30_i16 {
        let x = f32::from(i) / 10.0;
        worst = worst.max((net.predict(&[x])[0] - x.sin()).abs());
    }
    println!("the sine is off by at most {worst:.4} between -3 and 3");
    assert!(worst < 0.05);
}

/// Anywhere between -pi and pi.
fn angle(rng: &mut impl Rng) -> f32 {
    (rng.next_u32() >> 8) as f32 / 8_388_608.0 * core::f32::consts::PI - core::f32::consts::PI
}
