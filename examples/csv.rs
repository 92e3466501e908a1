//! From a CSV file to a model that takes raw values and says class names: the README's program.
//!
//! ```text
//! cargo run --release --features data --example csv
//! ```

use constrata::data::{Csv, Scaler};
use constrata::prelude::*;
use constrata::train::{Fit, each, score};
use constrata::{Error, Model};
use rand::{SeedableRng, rngs::SmallRng};

// 4 columns of numbers in, one probability for each of 3 classes out.
network! { pub struct Iris: 4 => Dense<16, Tanh> => Dense<3, Softmax> }

fn learn() -> Result<(), Error> {
    let rng = &mut SmallRng::seed_from_u64(1);
    // The column `species` is what to learn; all others are numbers to learn from.
    let iris = Csv::open("data/iris.csv")?.classes("species")?;
    let (train, test) = iris.stratified_split(0.2, rng)?;
    let inputs = Scaler::standard(&train.inputs)?;
    let (train, test) = (train.scaled(&inputs), test.scaled(&inputs));

    let mut net = Iris::random(rng);
    let fit = Fit { epochs: 50, batch: 16, learning_rate: 0.01, ..Fit::new(CrossEntropy, Adam::default()) };
    fit.run(&mut net, train.data(), each(|epoch| println!("{epoch}")))?;
    println!("held out: {:.1} % of {} named right", 100.0 * score(&net, test.data())?, test.len());

    // The scaler and the names of the classes are kept with the network.
    Model { inputs, classes: train.classes, ..Model::new(net) }.save("target/iris.net")?;
    let model = Model::<Iris>::load("target/iris.net")?;
    println!("{:?}", model.class(&[6.1, 2.8, 4.7, 1.2])); // raw values in, a name out
    Ok(())
}

fn main() {
    if let Err(error) = learn() {
        eprintln!("{error}"); // a bad cell, say, by file, row and column
        std::process::exit(1);
    }
}
