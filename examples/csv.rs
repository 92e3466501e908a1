//! From a CSV file to a model that takes raw values and says class names: the README's program.
//!
//! ```text
//! cargo run --release --features data --example csv
//! ```

use constrata::data::Csv;
use constrata::prelude::*;
use constrata::train::{Fit, Metric};
use constrata::{Error, Model};
use rand::{SeedableRng, rngs::SmallRng};

// 4 columns of numbers in, one probability for each of 3 classes out
network! { pub struct Iris: 4 => Dense<16, Tanh> => Dense<3, Softmax> }

fn main() -> Result<(), Error> {
    let rng = &mut SmallRng::seed_from_u64(1);
    let (train, test) = Csv::open("data/iris.csv")?.classes("species")?.stratified_split(0.2, rng)?;

    let mut model = Model::new(Iris::random(rng));
    model.standardize(&train)?; // the scaler of the inputs, and the names
    let scaled = model.scaled(&train)?;
    let fit = Fit { epochs: 50, batch: 16, learning_rate: 0.01, ..Fit::new(CrossEntropy, Adam::default()) };
    fit.run(&mut model.network, scaled.data(), ())?;

    let found = model.evaluate(&test, &CrossEntropy, &[Metric::Accuracy])?;
    println!("{} held-out samples: {found}", test.len());
    println!("{:?}", model.class(&[6.1, 2.8, 4.7, 1.2])); // raw values in, a name out
    model.save("target/iris.net")
}
