//! Convolutions that read digits: batch normalization and dropout to learn, folded away to run.
//!
//! `cargo run --release --features data --example 19_digits_cnn`

use std::time::Instant;

use constrata::activation::Softmax;
use constrata::data::{Scaler, digits};
use constrata::prelude::*;
use constrata::train::{Fit, Schedule, score};
use rand::{SeedableRng, rngs::StdRng};

network! {
    struct Deep: 64 => Reshape<[1, 8, 8]>
        => Conv2d<16, 3, pad = same, bias = false> => BatchNorm<Relu>
        => Conv2d<32, 3, pad = same, bias = false> => BatchNorm<Relu> => MaxPool2d<2>
        => Conv2d<32, 3, pad = same, bias = false> => BatchNorm<Relu> => MaxPool2d<2>
        => Flatten => Dropout<0.5> => Dense<10, Softmax>
}
#[rustfmt::skip]
network! {
    #[budget(parameters = 2000)]
    struct Small: 64 => Reshape<[1, 8, 8]>
        => Conv2d<8, 3, pad = same, bias = false> => BatchNorm<Relu>
        => Conv2d<16, 3, pad = same, stride = 2, bias = false> => BatchNorm<Relu> => MaxPool2d<2>
        => Flatten => Dense<10, Softmax>
}
network! {
    /// What is left of `Small` for a microcontroller.
    struct Deployed: 64 => Reshape<[1, 8, 8]>
        => Conv2d<8, 3, Relu, pad = same>
        => Conv2d<16, 3, Relu, pad = same, stride = 2> => MaxPool2d<2>
        => Flatten => Dense<10, Softmax>
}

const SEEDS: u64 = 5;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let (deep, _) = mean_accuracy::<Deep>("three convolutions", 40, 3e-3, 0.05)?;
    let (small, net) = mean_accuracy::<Small>("two convolutions", 100, 5e-3, 0.0)?;

    let folded: Deployed = net.fold();
    let x = digits().inputs[0].map(|ink| ink / 16.0);
    println!(
        "folded: {} parameters, {} bytes, of {}",
        Deployed::PARAMETERS,
        Deployed::PARAMETER_BYTES,
        Small::PARAMETER_BYTES
    );
    let off = folded.predict(&x).iter().zip(net.predict(&x)).map(|(a, b)| (a - b).abs()).fold(0.0, f32::max);
    assert!(off < 1e-4, "{off}");

    assert!(deep >= 0.992 && small >= 0.978, "{deep}, {small}");
    Ok(())
}

/// The share of digits held out that are read right, in the mean over the seeds, and the last network.
fn mean_accuracy<N>(
    name: &str,
    epochs: usize,
    learning_rate: f64,
    weight_decay: f32,
) -> Result<(f64, Box<N>), Box<dyn std::error::Error>>
where
    N: Train<Scalar = f32, Input = Vector<64>, Output = Vector<10>, Activation = Softmax>,
{
    let (start, mut sum, mut last) = (Instant::now(), 0.0, None);
    let ink = Scaler::<Vector<64>> { shift: [0.0; 64], scale: [16.0; 64] };
    for seed in 1..=SEEDS {
        let rng = &mut StdRng::seed_from_u64(seed);
        let (train, test) = digits().scaled(&ink).stratified_split(0.2, rng)?;
        let mut net = N::boxed(rng);
        let fit = Fit {
            epochs,
            learning_rate,
            schedule: Schedule::Cosine { end: 0.0 },
            seed,
            ..Fit::new(CrossEntropy, AdamW { weight_decay, ..AdamW::default() })
        };
        fit.run(&mut *net, train.data(), ())?;
        let accuracy = score(&*net, test.data())?;
        println!("  seed {seed}: {:.2} % of {} held out", 100.0 * accuracy, test.len());
        sum += accuracy;
        last = Some(net);
    }
    let (mean, time) = (sum / SEEDS as f64, start.elapsed().as_secs_f64());
    println!(
        "{name}, {} parameters: {:.2} % of digits held out, mean of {SEEDS} seeds; {time:.0} s",
        N::PARAMETERS,
        100.0 * mean
    );
    Ok((mean, last.ok_or("there are seeds")?))
}
