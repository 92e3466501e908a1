//! Iris: three species of a flower told apart by four lengths, the classic first data set (Fisher 1936).
//!
//! `cargo run --release --features data --example 09_iris`

use constrata::data::iris;
use constrata::prelude::*;
use constrata::train::{EarlyStopping, Fit, Metric, Monitor};
use constrata::{Error, Model};
use rand::{SeedableRng, rngs::StdRng};

network! { struct Iris: 4 => Dense<16, Tanh> => Dense<3, Softmax> }

fn main() -> Result<(), Error> {
    let rng = &mut StdRng::seed_from_u64(1);
    // One in five of every species is held out: what is learned by heart does not count.
    let (train, test) = iris().stratified_split(0.2, rng)?;
    let flower = test.inputs[0];
    println!("{} flowers to learn from, {} held out; of each: {:?}", train.len(), test.len(), train.features);

    // Centimeters to mean 0 and standard deviation 1, by the flowers that are learned from; the model keeps that, and the names.
    let mut model = Model::new(Iris::random(rng));
    model.standardize(&train)?;
    let scaled = model.scaled(&train)?;
    println!("\n{}", Iris::summary());
    let fit = Fit {
        epochs: 300,
        batch: 16,
        learning_rate: 0.01,
        validation_split: 0.15,
        metrics: &[Metric::Accuracy],
        ..Fit::new(CrossEntropy, Adam::default())
    };
    // Ends when the loss on the flowers set aside for validation no longer falls, and restores the best weights.
    let mut stopping = EarlyStopping::new(Monitor::ValidationLoss, 30);
    let history = fit.run(&mut model.network, scaled.data(), &mut stopping)?;
    println!("{}\nstopped: {}\n", history.epochs[history.epochs.len() - 1], history.stop);

    let found = model.evaluate(&test, &CrossEntropy, &[Metric::Accuracy, Metric::F1])?;
    println!("{} held-out samples: {found}\n", test.len());
    if let Some(confusion) = &found.confusion {
        println!("{}", confusion.named(&test.classes));
    }
    assert!(found.scores.metric(Metric::Accuracy) > Some(0.9));

    // With its scaler and the names, the model answers to centimeters.
    println!("{flower:?} cm: {}, {:.3?}", model.class(&flower).unwrap_or("?"), model.predict(&flower));
    Ok(())
}
