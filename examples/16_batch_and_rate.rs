//! Batch size and learning rate, compared: which of them get how far in the same number of epochs.
//!
//! `cargo run --release --example 16_batch_and_rate`

use std::time::Instant;

use constrata::prelude::*;
use constrata::train::{Data, Fit};
use rand::{RngExt, SeedableRng, rngs::StdRng};

network! { struct Net: 2 => Dense<16, Tanh> => Dense<2, Softmax> }

const BATCHES: [usize; 5] = [1, 8, 32, 128, 1024];
const RATES: [f64; 6] = [0.01, 0.03, 0.1, 0.3, 1.0, 3.0];

fn main() -> Result<(), constrata::Error> {
    let (x, y) = rings(1024);
    let fresh = Net::random(&mut StdRng::seed_from_u64(1));
    println!("loss after 20 epochs of plain gradient descent on 1024 samples\n");
    print!("batch |    steps");
    RATES.iter().for_each(|rate| print!(" | {:>6}", format!("{rate}")));
    println!(" | time\n------|---------{}|-----", "-|-------".repeat(RATES.len()));
    for batch in BATCHES {
        let (steps, start) = (20 * 1024_usize.div_ceil(batch), Instant::now());
        print!("{batch:5} | {steps:8}");
        for learning_rate in RATES {
            let mut net = fresh;
            let fit = Fit { epochs: 20, batch, learning_rate, ..Fit::new(CrossEntropy, Sgd) };
            match fit.run(&mut net, Data::new(&x, &y), ()) {
                Ok(history) => print!(" | {:6.3}", history.epochs[19].loss),
                Err(constrata::Error::Diverged { .. }) => print!(" |    NaN"),
                Err(error) => return Err(error),
            }
        }
        println!(" | {:.0} ms", start.elapsed().as_secs_f64() * 1e3);
    }
    println!(
        "\nA batch twice as large takes half the steps; to get as far, they must be longer. Small batches"
    );
    println!("bear no long steps: their gradients are too noisy.");
    Ok(())
}

/// A disk and a ring around it, blurred.
fn rings(count: usize) -> (Vec<[f32; 2]>, Vec<usize>) {
    let rng = &mut StdRng::seed_from_u64(2);
    let mut point = |class: usize| {
        let (radius, angle) =
            (class as f32 + rng.random_range(0.0..1.3), rng.random_range(0.0..std::f32::consts::TAU));
        [radius * angle.cos(), radius * angle.sin()]
    };
    (0..count).map(|sample| (point(sample % 2), sample % 2)).unzip()
}
