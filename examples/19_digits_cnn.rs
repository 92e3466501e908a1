//! Convolutions that classify digits: augmentation, batch normalization and dropout to learn, folded away to run.
//!
//! `cargo run --release --features data --example 19_digits_cnn`

use std::time::Instant;

use constrata::Image;
use constrata::activation::Softmax;
use constrata::data::{Augmentation, Dataset, digits};
use constrata::prelude::*;
use constrata::train::{Fit, Schedule, score};
use rand::{SeedableRng, rngs::StdRng};

network! {
    struct Deep: [1, 8, 8]
        => Conv2d<16, 3, pad = same, bias = false> => BatchNorm<Relu>
        => Conv2d<32, 3, pad = same, bias = false> => BatchNorm<Relu> => MaxPool2d<2>
        => Conv2d<32, 3, pad = same, bias = false> => BatchNorm<Relu> => MaxPool2d<2>
        => Flatten => Dropout<0.25> => Dense<10, Softmax>
}
#[rustfmt::skip]
network! {
    #[budget(parameters = 2000)]
    struct Small: [1, 8, 8]
        => Conv2d<8, 3, pad = same, bias = false> => BatchNorm<Relu>
        => Conv2d<16, 3, pad = same, stride = 2, bias = false> => BatchNorm<Relu> => MaxPool2d<2>
        => Flatten => Dense<10, Softmax>
}
network! {
    /// What is left of `Small` for a microcontroller.
    struct Deployed: [1, 8, 8]
        => Conv2d<8, 3, Relu, pad = same>
        => Conv2d<16, 3, Relu, pad = same, stride = 2> => MaxPool2d<2>
        => Flatten => Dense<10, Softmax>
}

const SEEDS: u64 = 5;
type Digits = Dataset<[[[f32; 8]; 8]; 1], usize>;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let square = |ink: &[f32; 64]| [std::array::from_fn(|i| std::array::from_fn(|j| ink[8 * i + j] / 16.0))];
    let all = digits();
    let all: Digits = Dataset::new(all.inputs.iter().map(square).collect(), all.targets)?;

    let fit = Fit {
        learning_rate: 3e-3,
        schedule: Schedule::Cosine { end: 0.0 },
        ..Fit::new(CrossEntropy, AdamW { weight_decay: 0.02, ..AdamW::default() })
    };
    // the large network never sees a digit twice the same; the small one has no room for more than there is
    let variants = Augmentation { shift: 0.5, rotate: 8.0, scale: 0.1, ..Augmentation::default() };
    let fit_deep = Fit { epochs: 80, batch: 16, ..fit };
    let (deep, _) = mean_accuracy::<Deep>("three convolutions", &all, fit_deep, variants)?;
    let fit_small = Fit {
        epochs: 100,
        learning_rate: 5e-3,
        optimizer: AdamW { weight_decay: 0.0, ..fit.optimizer },
        ..fit
    };
    let (small, net) = mean_accuracy::<Small>("two convolutions", &all, fit_small, Augmentation::default())?;

    let folded: Deployed = net.fold();
    let x = all.inputs[0];
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

/// The accuracy on held-out digits, in the mean over the seeds, and the last network.
fn mean_accuracy<N>(
    name: &str,
    all: &Digits,
    fit: Fit<CrossEntropy, AdamW<f32>>,
    variants: Augmentation,
) -> Result<(f64, Box<N>), Box<dyn std::error::Error>>
where
    N: Learn<Scalar = f32, Input = Image<1, 8, 8>, Output = Vector<10>, Activation = Softmax>,
{
    let (start, mut sum, mut last) = (Instant::now(), 0.0, None);
    for seed in 1..=SEEDS {
        let rng = &mut StdRng::seed_from_u64(seed);
        let (train, test) = all.stratified_split(0.2, rng)?;
        let mut net = N::boxed(rng);
        let fit = Fit { seed, ..fit };
        fit.run(&mut *net, train.data().augmented(variants), ())?;
        let accuracy = score(&*net, test.data())?;
        println!("  seed {seed}: accuracy on {} held-out samples: {:.2} %", test.len(), 100.0 * accuracy);
        sum += accuracy;
        last = Some(net);
    }
    let (mean, time) = (sum / SEEDS as f64, start.elapsed().as_secs_f64());
    println!(
        "{name}, {} parameters: held-out accuracy {:.2} %, mean of {SEEDS} seeds; {time:.0} s",
        N::PARAMETERS,
        100.0 * mean
    );
    Ok((mean, last.ok_or("there are seeds")?))
}
