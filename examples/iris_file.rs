//! Trains the two models that `firmware/thumb` carries in flash, and saves them: which iris it is by four lengths in centimeters, and
//! how wide its petals are by the three others.
//!
//! ```text
//! cargo run --release --features data,reproducible --example iris_file firmware/thumb/iris.net firmware/thumb/petal.net
//! ```

use constrata::data::Csv;
use constrata::prelude::*;
use constrata::train::{Fit, Metric};
use constrata::{Error, Model};
use rand::{SeedableRng, rngs::StdRng};

network! { pub struct Iris: 4 => Dense<8, Tanh> => Dense<3, Softmax> }
network! { pub struct PetalWidth: 3 => Dense<4, Tanh> => Dense<1> }

fn main() -> Result<(), Error> {
    let mut paths = std::env::args().skip(1);
    let mut path = |default: &str| paths.next().unwrap_or_else(|| default.into());
    let rng = &mut StdRng::seed_from_u64(1);
    let file = Csv::open("data/iris.csv")?;

    let (train, test) = file.classes("species")?.stratified_split(0.2, rng)?;
    let mut model = Model::new(Iris::random(rng));
    model.standardize(&train)?;
    let scaled = model.scaled(&train)?;
    let fit = Fit { epochs: 100, batch: 16, learning_rate: 0.01, ..Fit::new(CrossEntropy, Adam::default()) };
    fit.run(&mut model.network, scaled.data(), ())?;
    println!(
        "{} held-out samples: {}",
        test.len(),
        model.evaluate(&test, &CrossEntropy, &[Metric::Accuracy])?
    );
    model.save(path("target/iris.net"))?;

    let (train, test) = file.except(["species"]).values(["petal width (cm)"])?.split(0.2, rng)?;
    let mut model = Model::new(PetalWidth::random(rng));
    model.standardize(&train)?;
    model.standardize_targets(&train)?;
    let scaled = model.scaled(&train)?;
    let fit = Fit { epochs: 100, learning_rate: 0.01, ..Fit::new(MeanSquaredError, Adam::default()) };
    fit.run(&mut model.network, scaled.data(), ())?;
    let metrics = [Metric::R2, Metric::Mae];
    println!("{} held-out samples: {}", test.len(), model.evaluate(&test, &MeanSquaredError, &metrics)?);
    model.save(path("target/petal.net"))
}
