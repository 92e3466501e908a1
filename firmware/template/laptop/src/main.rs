//! Trains the network and saves it, with its scaler and the names of its classes, to where the chip's program is compiled.

use constrata::prelude::*;
use constrata::train::{Fit, Metric};
use constrata::{Error, Model, data};
use network::Iris;
use rand::{SeedableRng, rngs::SmallRng};

const MODEL: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../chip/iris.net");

fn main() -> Result<(), Error> {
    let rng = &mut SmallRng::seed_from_u64(1);
    // of a file of yours: Csv::open("flowers.csv")?.classes("species")?
    let (train, test) = data::iris().stratified_split(0.2, rng)?;

    let mut model = Model::new(Iris::random(rng));
    model.standardize(&train)?;
    let scaled = model.scaled(&train)?;
    let fit = Fit { epochs: 50, batch: 16, learning_rate: 0.01, ..Fit::new(CrossEntropy, Adam::default()) };
    fit.run(&mut model.network, scaled.data(), ())?;

    println!(
        "{} held-out samples: {}",
        test.len(),
        model.evaluate(&test, &CrossEntropy, &[Metric::Accuracy])?
    );
    model.save(MODEL)?;
    println!("{}", model.class(&[6.1, 2.8, 4.7, 1.2]).unwrap_or("unknown"));
    Ok(())
}
