//! What is computed, on the target and on the desktop alike.

use constrata::bytemuck::zeroed;
use constrata::layers::Dense;
use constrata::nalgebra::{Matrix2x3, RowVector2, Vector1, Vector2};
use constrata::optimizer::Moments;
use constrata::prelude::*;
use rand::SeedableRng;
use rand::rngs::Xoshiro128PlusPlus;

network! { struct Worked: 3 => hidden: Dense<2, Sigmoid> => output: Dense<1, Sigmoid> }
network! { struct Xor: 2 => Dense<4, Tanh> => Dense<1, Sigmoid> }

/// Weights known before flashing: they lie in flash.
static WORKED: Worked = Worked {
    hidden: Dense::new(Matrix2x3::new(0.2, -0.5, 0.1, -0.3, 0.4, 0.2), Vector2::new(0.3, -0.1)),
    output: Dense::new(RowVector2::new(0.5, 0.2), Vector1::new(0.1)),
};

/// All that learning XOR writes.
pub struct Learning {
    net: Xor,
    gradient: Xor,
    pass: Pass<Xor, 4>,
    moments: Moments<Xor>,
}

impl Learning {
    pub const NEW: Self = Learning { net: zeroed(), gradient: zeroed(), pass: zeroed(), moments: zeroed() };
}

pub fn run(learning: &mut Learning, mut write: impl FnMut(&str)) {
    worked(&mut write);
    xor(learning, &mut write);
}

/// One prediction, and one step of gradient descent.
fn worked(write: &mut impl FnMut(&str)) {
    let x = [2.0, 3.0, -1.0];
    say(write, "worked example", WORKED.predict(&x)[0]);

    let (mut net, mut gradient, mut pass) = (WORKED, Worked::zeros(), Worked::pass());
    let loss = net.gradient(&[x], &[1.0], &HalfSquaredError, &mut pass, &mut gradient);
    Sgd.step(&mut net, &gradient, &mut (), 0.5);
    say(write, "its loss", loss);
    say(write, "after one step", net.predict(&x)[0]);
}

/// 400 steps of Adam from fresh weights.
fn xor(Learning { net, gradient, pass, moments }: &mut Learning, write: &mut impl FnMut(&str)) {
    let x = [[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]];
    let target = [[0.0], [1.0], [1.0], [0.0]];
    // not SmallRng: that is another generator where pointers have 32 bits
    *net = Xor::random(&mut Xoshiro128PlusPlus::seed_from_u64(1));
    for step in 0..=400 {
        gradient.fill(0.0);
        let loss = net.gradient(&x, &target, &BinaryCrossEntropy, pass, gradient);
        Adam::default().step(net, gradient, moments, 0.05);
        if step % 100 == 0 {
            say(write, "xor loss", loss);
        }
    }
    for x in &x {
        say(write, "xor", net.predict(x)[0]);
    }
}

/// A line with a number, to six digits and in bits; without `core::fmt`, which is bigger than both networks.
fn say(write: &mut impl FnMut(&str), name: &str, number: f32) {
    let millionths = (number * 1e6 + 0.5) as u32;
    write(name);
    write(" ");
    digits(write, millionths / 1_000_000, 10, 1);
    write(".");
    digits(write, millionths % 1_000_000, 10, 100_000);
    write(" ");
    digits(write, number.to_bits(), 16, 1 << 28);
    write("\n");
}

fn digits(write: &mut impl FnMut(&str), number: u32, base: u32, mut place: u32) {
    const DIGITS: [&str; 16] =
        ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9", "a", "b", "c", "d", "e", "f"];
    while place > 0 {
        write(DIGITS[(number / place % base) as usize % 16]);
        place /= base;
    }
}
