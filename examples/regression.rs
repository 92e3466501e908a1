//! Regression from a CSV file: a number is learned, and errors are in its unit. The README's program.
//!
//! ```text
//! cargo run --release --features data --example regression
//! ```

use constrata::data::Csv;
use constrata::prelude::*;
use constrata::train::{Fit, Metric};
use constrata::{Error, Model};
use rand::{SeedableRng, rngs::SmallRng};

// 6 columns of numbers and one of 3 texts in, one number out
network! { pub struct Mileage: 9 => Dense<16, Relu> => Dense<1> }

fn main() -> Result<(), Error> {
    let rng = &mut SmallRng::seed_from_u64(1);
    let cars = Csv::open("data/auto_mpg.csv")?.one_hot("origin").values(["mpg"])?;
    let (train, test) = cars.split(0.25, rng)?;

    let mut model = Model::new(Mileage::random(rng));
    model.standardize(&train)?; // the scaler of the inputs, and the names
    model.standardize_targets(&train)?; // the scaler of what is learned
    let scaled = model.scaled(&train)?;
    let fit = Fit { epochs: 60, learning_rate: 3e-3, ..Fit::new(MeanSquaredError, Adam::default()) };
    fit.run(&mut model.network, scaled.data(), ())?;

    let found = model.evaluate(&test, &MeanSquaredError, &[Metric::R2, Metric::Mae])?;
    println!("{} held-out samples: {found}", test.len()); // the error is in the unit of the file
    println!("{:?}", model.predict(&test.inputs[0])); // and so is the answer to raw values
    model.save("target/mileage.net")
}
