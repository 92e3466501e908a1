//! An autoencoder: digits squeezed through two numbers and painted again, with nobody telling it what a digit is.
//!
//! `cargo run --release --features data --example 12_autoencoder` writes target/course/12-autoencoder.svg.
//!
//! Its target is its input. The two numbers in the middle, the code, are a map of all digits.

mod plot;

use constrata::data::{Scaler, digits};
use constrata::prelude::*;
use constrata::train::{Data, Fit, Schedule, evaluate, predict};
use plot::{Chart, Outcome, TEN, image, picture, write};
use plotters::prelude::SeriesLabelPosition::UpperRight;
use rand::{SeedableRng, rngs::StdRng};

network! { struct Encoder: 64 => Dense<64, Tanh> => Dense<32, Tanh> => Dense<2> }
network! { struct Decoder: 2 => Dense<32, Tanh> => Dense<64, Tanh> => Dense<64, Sigmoid> }
network! { struct Autoencoder: 64 => encoder: Encoder => decoder: Decoder }

fn main() -> Outcome {
    let rng = &mut StdRng::seed_from_u64(1);
    let ink = Scaler::<Vector<64>> { shift: [0.0; 64], scale: [16.0; 64] };
    let (train, test) = digits().scaled(&ink).stratified_split(0.25, rng)?;

    let mut net = Autoencoder::random(rng);
    let fit = Fit {
        epochs: 150,
        learning_rate: 3e-3,
        schedule: Schedule::Cosine { end: 0.02 },
        ..Fit::new(MeanSquaredError, Adam::default())
    };
    fit.run(&mut net, Data::new(&train.inputs, &train.inputs), ())?;

    // Without a code one could paint the mean of all digits, whatever is asked for.
    let loss = evaluate(&net, Data::new(&test.inputs, &test.inputs), &MeanSquaredError, &[])?.scores.loss;
    let mean = Scaler::standard(&train.inputs)?.shift;
    let off = |x: &[f32; 64]| x.iter().zip(mean).map(|(x, mean)| (x - mean).powi(2)).sum::<f32>() / 64.0;
    let without = f64::from(test.inputs.iter().map(off).sum::<f32>()) / test.len() as f64;
    println!("{} held-out digits: mean squared error {loss:.4}, of the mean digit {without:.4}", test.len());
    assert!(loss < 0.6 * without);

    let codes = predict(&net.encoder, &test.inputs);
    let painted = predict(&net.decoder, &codes);
    picture("12-autoencoder", (1100, 560), |area| {
        let (left, right) = area.split_horizontally(440);
        write(&left, "digits held out, and each painted from its two numbers", (220, 20), 16)?;
        for digit in 0..10 {
            let sample =
                test.targets.iter().position(|class| *class == digit).ok_or("all digits are there")?;
            let (x, y) = (25 + digit as i32 % 2 * 210, 40 + digit as i32 / 2 * 102);
            image(&left, &test.inputs[sample], 8, (x, y), 11)?;
            image(&left, &painted[sample], 8, (x + 96, y), 11)?;
        }
        let flat = codes.as_flattened();
        let range = |axis: usize| {
            let numbers = flat.iter().skip(axis).step_by(2).map(|code| f64::from(*code));
            numbers.clone().fold(0.0, f64::min) - 0.3..numbers.fold(0.0, f64::max) + 0.3
        };
        let title = "the codes of all that were held out, by digit";
        let mut chart = Chart::new(&right, title, (range(0), "first number"), (range(1), "second number"))?;
        for (digit, color) in TEN.into_iter().enumerate() {
            let of_digit = codes.iter().zip(&test.targets).filter(|(_, class)| **class == digit);
            let dots = of_digit.map(|(code, _)| (f64::from(code[0]), f64::from(code[1])));
            chart.dots(&digit.to_string(), color, 4, dots)?;
        }
        chart.legend(UpperRight)
    })
}
