//! Trains a network on 1 797 real handwritten digits and prints its accuracy on held-out ones.
//!
//! ```text
//! cargo run --release --example digits
//! ```

use constrata::prelude::*;
use constrata::train::{Data, Fit, each, score};
use rand::SeedableRng;
use rand::rngs::StdRng;
use rand::seq::SliceRandom;

network! {
    /// 8 x 8 pixels in, one probability for each digit out.
    pub struct Digits: 64 => hidden: Dense<32, Relu> => output: Dense<10, Softmax>
}

/// An image and the digit it shows.
type Digit = ([f32; 64], usize);

const SEEDS: u64 = 5;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    println!("{}\n\n{}", Digits::ARCHITECTURE, Digits::summary());
    let mut sum = 0.0;
    for seed in 1..=SEEDS {
        let mut rng = StdRng::seed_from_u64(seed);
        let mut digits = digits()?;
        digits.shuffle(&mut rng);
        let (images, classes): (Vec<_>, Vec<_>) = digits.into_iter().unzip();
        // One in five is held out: the network never sees it.
        let held_out = images.len() / 5;
        let (test_images, images) = images.split_at(held_out);
        let (test_classes, classes) = classes.split_at(held_out);

        let mut net = Digits::random(&mut rng);
        let fit = Fit {
            epochs: 60,
            batch: 32,
            learning_rate: 3e-3,
            l2: L2 { lambda: 1e-4 },
            seed,
            ..Fit::new(CrossEntropy, Adam::default())
        };
        let report = each(|epoch| {
            if epoch.epoch % 20 == 0 {
                println!("seed {seed}  {epoch}");
            }
        });
        fit.run(&mut net, Data::new(images, classes), report)?;
        let accuracy = score(&net, Data::new(test_images, test_classes))?;
        println!("seed {seed}  accuracy on {held_out} held-out samples: {:.2} %", 100.0 * accuracy);
        sum += accuracy;
    }
    println!("held-out accuracy, mean of {SEEDS} seeds: {:.2} %", 100.0 * sum / SEEDS as f64);
    Ok(())
}

/// The images, their pixels scaled from 0..=16 to 0..=1, and the digits they show.
fn digits() -> Result<Vec<Digit>, Box<dyn std::error::Error>> {
    let mut digits = Vec::new();
    for (number, line) in include_str!("../data/digits.csv").lines().enumerate() {
        let fields: Vec<f32> = line.split(',').map(str::parse).collect::<Result<_, _>>()?;
        let (class, pixels) = fields.split_last().ok_or_else(|| format!("line {}: empty", number + 1))?;
        let mut image: [f32; 64] =
            pixels.try_into().map_err(|_| format!("line {}: not 64 pixels", number + 1))?;
        image.iter_mut().for_each(|pixel| *pixel /= 16.0);
        digits.push((image, *class as usize));
    }
    Ok(digits)
}
