//! How the cost grows with size: `cargo bench -p benches --bench growth`.
//!
//! Prints the time of a multiply-add, forward and for a training step, of square layers and of odd ones beside their padded
//! neighbors, and fails where a limit is exceeded: within 2x from 16 x 16 to 512 x 512 and from batch 8 to 256; odd sizes at
//! most 1.5x their neighbors, which narrow ones do not keep yet (docs/SPEED.md). `-- squares`, `-- odd`: only those.
//!
//! A layer is the middle one of a network: its step computes the gradient of its input too, three products in all. What
//! disturbs a measurement only adds time, so the shortest of many short turns counts.

#[path = "../common/timing.rs"]
mod timing;

use std::hint::black_box;
use std::process::ExitCode;

use constrata::boxed;
use constrata::layers::Dense;
use constrata::prelude::*;
use rand::rngs::SmallRng;
use rand::{RngExt, SeedableRng};
use timing::shortest;

/// Seconds of a multiply-add, forward and for a step.
type Cost = [f64; 2];

fn main() -> ExitCode {
    let only: Vec<String> = std::env::args().skip(1).filter(|argument| !argument.starts_with('-')).collect();
    let asked = |part: &str| only.is_empty() || only.iter().any(|name| name == part);
    let mut passed = true;
    if asked("squares") {
        passed &= squares();
    }
    if asked("odd") {
        passed &= odd();
    }
    if passed { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

macro_rules! batches {
    ($size:literal) => {
        (
            $size,
            [
                (8, cost::<$size, $size, 8>()),
                (32, cost::<$size, $size, 32>()),
                (256, cost::<$size, $size, 256>()),
            ],
        )
    };
}

fn squares() -> bool {
    println!("| layer | batch | forward | step |\n|---|--:|--:|--:|");
    let rows = [batches!(16), batches!(32), batches!(64), batches!(128), batches!(256), batches!(512)];
    let (mut least, mut most) = ([f64::INFINITY; 2], [0.0_f64; 2]);
    for (size, batches) in rows {
        for (batch, cost) in batches {
            println!("| {size} x {size} | {batch} | {} | {} |", picoseconds(cost[0]), picoseconds(cost[1]));
            for way in [0, 1] {
                (least[way], most[way]) = (least[way].min(cost[way]), most[way].max(cost[way]));
            }
        }
    }
    let [forward, step] = [0, 1].map(|way| most[way] / least[way]);
    let passed = forward <= 2.0 && step <= 2.0;
    println!("\nwithin 2x: forward {forward:.2}x, step {step:.2}x: {}\n", answer(passed));
    passed
}

/// Odd sizes and their next multiple of 16, where the vectors are full.
fn odd() -> bool {
    println!(
        "| layer, batch 32 | padded | forward, useful | step, useful | ratio forward | step | within 1.5x |\n|---|---|--:|--:|--:|--:|---|"
    );
    let mut passed = true;
    macro_rules! rows {
        ($($size:literal beside $padded:literal)*) => {$(
            // narrow output, narrow input, both
            passed &= row([64, $size], cost::<64, $size, 32>(), [64, $padded], cost::<64, $padded, 32>());
            passed &= row([$size, 64], cost::<$size, 64, 32>(), [$padded, 64], cost::<$padded, 64, 32>());
            passed &= row([$size, $size], cost::<$size, $size, 32>(), [$padded, $padded], cost::<$padded, $padded, 32>());
        )*};
    }
    rows!(1 beside 16  3 beside 16  7 beside 16  10 beside 16  17 beside 32  33 beside 48);
    passed
}

fn row(size: [usize; 2], cost: Cost, padded: [usize; 2], neighbor: Cost) -> bool {
    let [forward, step] = [0, 1].map(|way| cost[way] / neighbor[way]);
    let passed = forward <= 1.5 && step <= 1.5;
    let [[inputs, outputs], [padded_inputs, padded_outputs]] = [size, padded];
    let [f, s] = cost.map(picoseconds);
    println!(
        "| {inputs}-{outputs} | {padded_inputs}-{padded_outputs} | {f} | {s} | {forward:.2} | {step:.2} | {} |",
        answer(passed)
    );
    passed
}

fn cost<const IN: usize, const OUT: usize, const B: usize>() -> Cost {
    type Layer<const IN: usize, const OUT: usize> = Dense<IN, OUT>;
    let rng = &mut SmallRng::seed_from_u64(1);
    let layer = Layer::<IN, OUT>::boxed(rng);
    // in a network, what a layer takes and the gradient by it lie in the pass of the layer before
    let mut before = boxed::<Pass<Layer<IN, IN>, B>>();
    let mut pass = boxed::<Pass<Layer<IN, OUT>, B>>();
    let mut gradient = layer.clone();
    before.output.as_flattened_mut().iter_mut().for_each(|x| *x = rng.random());
    pass.gradient.as_flattened_mut().iter_mut().for_each(|dz| *dz = rng.random());
    gradient.fill(0.0);
    let forward = shortest(|| black_box(&mut *pass).logits(black_box(&*layer), black_box(&before.output)));
    let step = shortest(|| {
        let (pass, before) = (black_box(&mut *pass), black_box(&mut *before));
        pass.logits(black_box(&*layer), &before.output);
        let (dx, gradient) = (Some(&mut before.gradient), black_box(&mut *gradient));
        layer.backward(&before.output, &mut (), &pass.gradient, dx, gradient);
    });
    let sum = |numbers: &[f32]| numbers.iter().sum::<f32>();
    assert!(
        sum(pass.output.as_flattened()).is_finite()
            && sum(before.gradient.as_flattened()).is_finite()
            && gradient.weights.sum() > 0.0
    );
    let macs = (IN * OUT * B) as f64;
    [forward / macs, step / (3.0 * macs)]
}

fn picoseconds(seconds: f64) -> String {
    format!("{:.1} ps", seconds * 1e12)
}

fn answer(passed: bool) -> &'static str {
    if passed { "yes" } else { "no" }
}
