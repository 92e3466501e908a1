//! The plain two-layer sigmoid network, trained sample by sample: stochastic gradient descent as the textbooks have it.
//!
//! `cargo run --release --example 05_sample_by_sample`
//!
//! It adds two numbers of two bits. After every single sample comes a step, and nothing else is done.

use constrata::prelude::*;
use rand::seq::SliceRandom;
use rand::{SeedableRng, rngs::SmallRng};

network! { struct Adder: 4 => hidden: Dense<8, Sigmoid> => sum: Dense<3, Sigmoid> }

const LEARNING_RATE: f32 = 0.5;

fn main() {
    let rng = &mut SmallRng::seed_from_u64(1);
    let mut net = Adder::random(rng);
    let (mut gradient, mut pass) = (Adder::zeros(), Adder::pass());
    // a and b, each below 4, and their sum, below 8
    let mut samples: Vec<(u8, u8)> = (0..4).flat_map(|a| (0..4).map(move |b| (a, b))).collect();

    for epoch in 1..=4000 {
        samples.shuffle(rng);
        let mut sum = 0.0;
        for &(a, b) in &samples {
            gradient.fill(0.0);
            sum += net.gradient(&[input(a, b)], &bits(a + b), &HalfSquaredError, &mut pass, &mut gradient);
            Sgd.step(&mut net, &gradient, &mut (), LEARNING_RATE);
        }
        if epoch % 1000 == 0 {
            println!("epoch {epoch}  mean error {:.4}", sum / samples.len() as f32);
        }
    }

    samples.sort_unstable();
    let mut right = 0;
    for (a, b) in samples {
        let y = net.predict(&input(a, b));
        let sum = (0..3).fold(0, |sum, bit| sum + (u8::from(y[bit] > 0.5) << bit));
        print!("{a} + {b} = {sum}{}", if b == 3 { "\n" } else { "    " });
        right += usize::from(sum == a + b);
    }
    assert_eq!(right, 16);
}

fn input(a: u8, b: u8) -> [f32; 4] {
    let ([a0, a1, _], [b0, b1, _]) = (bits(a), bits(b));
    [a0, a1, b0, b1]
}

fn bits(number: u8) -> [f32; 3] {
    [0, 1, 2].map(|bit| f32::from(number >> bit & 1))
}
