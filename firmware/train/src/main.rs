//! Trains the networks and models that the programs of `firmware/thumb` have in flash, and saves them there.
//!
//! ```text
//! cd firmware/train
//! cargo run --release              # writes digits.net, digits_cnn.net, iris.net and petal.net into ../thumb
//! cargo run --release -- FOLDER    # writes them into FOLDER
//! ```

use std::error::Error;
use std::path::PathBuf;

use constrata::Model;
use constrata::data::{Csv, Dataset, digits};
use constrata::prelude::*;
use constrata::train::{Fit, Metric, Schedule, score};
use networks::{Digits, DigitsCnn, Iris, PetalWidth};
use rand::{SeedableRng, rngs::StdRng};

#[path = "../../thumb/src/networks.rs"]
mod networks;

network! {
    /// What learns in place of `DigitsCnn`: its norms are folded into its convolutions.
    struct Learner: [1, 8, 8]
        => Conv2d<8, 3, pad = same, bias = false> => BatchNorm<Relu>
        => Conv2d<16, 3, stride = 2, pad = same, bias = false> => BatchNorm<Relu> => MaxPool2d<2>
        => Flatten => Dense<10, Softmax>
}

type Outcome<T> = Result<T, Box<dyn Error>>;

fn main() -> Outcome<()> {
    let thumb = || PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../thumb"));
    let folder = std::env::args_os().nth(1).map_or_else(thumb, PathBuf::from);
    train_digits()?.save(folder.join("digits.net"))?;
    train_digits_cnn()?.save(folder.join("digits_cnn.net"))?;
    train_iris()?.save(folder.join("iris.net"))?;
    train_petal_width()?.save(folder.join("petal.net"))?;
    println!("written to {}", folder.display());
    Ok(())
}

fn train_digits() -> Outcome<Digits> {
    let rng = &mut StdRng::seed_from_u64(1);
    let (train, test) = digits_as(|pixels| *pixels)?.stratified_split(0.2, rng)?;
    let mut net = Digits::random(rng);
    let l2 = L2 { lambda: 1e-4 };
    let fit = Fit { epochs: 60, learning_rate: 3e-3, l2, ..Fit::new(CrossEntropy, Adam::default()) };
    fit.run(&mut net, train.data(), ())?;
    report("digits", test.len(), score(&net, test.data())?);
    Ok(net)
}

fn train_digits_cnn() -> Outcome<DigitsCnn> {
    let rng = &mut StdRng::seed_from_u64(1);
    let image = |pixels: &[f32; 64]| [std::array::from_fn(|i| std::array::from_fn(|j| pixels[8 * i + j]))];
    let (train, test) = digits_as(image)?.stratified_split(0.2, rng)?;
    let mut learner = Learner::random(rng);
    let schedule = Schedule::Cosine { end: 0.0 };
    let fit = Fit { epochs: 100, learning_rate: 5e-3, schedule, ..Fit::new(CrossEntropy, Adam::default()) };
    fit.run(&mut learner, train.data(), ())?;
    let net: DigitsCnn = learner.fold();
    report("digits, convolutions", test.len(), score(&net, test.data())?);
    Ok(net)
}

/// The species of a flower.
fn train_iris() -> Outcome<Model<Iris>> {
    let rng = &mut StdRng::seed_from_u64(1);
    let (train, test) = flowers().classes("species")?.stratified_split(0.2, rng)?;
    let mut model = Model::new(Iris::random(rng));
    model.standardize(&train)?;
    let scaled = model.scaled(&train)?;
    let fit = Fit { epochs: 100, batch: 16, learning_rate: 0.01, ..Fit::new(CrossEntropy, Adam::default()) };
    fit.run(&mut model.network, scaled.data(), ())?;
    let scores = model.evaluate(&test, &CrossEntropy, &[Metric::Accuracy])?;
    println!("iris, {} held-out samples: {scores}", test.len());
    Ok(model)
}

/// The width of its petals by the three other lengths.
fn train_petal_width() -> Outcome<Model<PetalWidth>> {
    let rng = &mut StdRng::seed_from_u64(1);
    let (train, test) = flowers().except(["species"]).values(["petal width (cm)"])?.split(0.2, rng)?;
    let mut model = Model::new(PetalWidth::random(rng));
    model.standardize(&train)?;
    model.standardize_targets(&train)?;
    let scaled = model.scaled(&train)?;
    let fit = Fit { epochs: 100, learning_rate: 0.01, ..Fit::new(MeanSquaredError, Adam::default()) };
    fit.run(&mut model.network, scaled.data(), ())?;
    let scores = model.evaluate(&test, &MeanSquaredError, &[Metric::R2, Metric::Mae])?;
    println!("petal width, {} held-out samples: {scores}", test.len());
    Ok(model)
}

/// The digits, in the shape that a network takes; their pixels from 0 to 16 become numbers from 0 to 1.
fn digits_as<X: Clone>(shape: impl Fn(&[f32; 64]) -> X) -> Outcome<Dataset<X, usize>> {
    let Dataset { inputs, targets, .. } = digits();
    let inputs = inputs.iter().map(|pixels| shape(&pixels.map(|pixel| pixel / 16.0))).collect();
    Ok(Dataset::new(inputs, targets)?)
}

fn flowers() -> Csv {
    Csv::from_bytes("data/iris.csv", include_str!("../../../data/iris.csv"))
}

fn report(name: &str, samples: usize, accuracy: f64) {
    println!("{name}: accuracy on {samples} held-out samples: {:.2} %", 100.0 * accuracy);
}
