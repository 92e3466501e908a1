//! Regression: how many miles a car of the seventies goes on a gallon, from its weight, power, year and the like (R. Quinlan 1993).
//!
//! `cargo run --release --features data --example 11_auto_mpg` writes target/course/11-auto-mpg.svg.
//!
//! The miles, 9 to 46.6, are scaled as the measurements are, for a network to begin near it; the model scales its answers back.

mod plot;

use constrata::Model;
use constrata::data::auto_mpg;
use constrata::prelude::*;
use constrata::train::{Fit, Metric};
use plot::{BLUE, Chart, GREY, Outcome, picture};
use rand::{SeedableRng, rngs::StdRng};

network! { struct Mileage: 9 => Dense<16, Relu> => Dense<1> }

fn main() -> Outcome {
    let rng = &mut StdRng::seed_from_u64(1);
    let (train, test) = auto_mpg().split(0.25, rng)?;

    let mut model = Model::new(Mileage::random(rng));
    model.standardize(&train)?;
    model.standardize_targets(&train)?;
    let scaled = model.scaled(&train)?;

    // 294 cars are few: a penalty on the weights keeps the network from learning them by heart
    let l2 = L2 { lambda: 0.03 };
    let fit = Fit { epochs: 60, learning_rate: 3e-3, l2, ..Fit::new(MeanSquaredError, Adam::default()) };
    fit.run(&mut model.network, scaled.data(), ())?;

    let metrics = [Metric::R2, Metric::Rmse, Metric::Mae];
    let metric = |on| model.evaluate(on, &MeanSquaredError, &metrics).map(|found| found.scores);
    let (learned, new) = (metric(&train)?, metric(&test)?);
    println!("training set, {} cars: {learned}", train.len());
    println!("held-out set, {} cars:  {new}", test.len());
    let [r2, mae] = [Metric::R2, Metric::Mae].map(|metric| new.metric(metric).unwrap_or(f64::NAN));
    println!("that is {mae:.1} miles off, on average, between 9 and 46.6");
    // 0 is what the mean of all cars would have
    assert!(r2 > 0.8);

    let [measured] = test.targets[0];
    println!("\nthe first of them: measured {measured}, predicted {:.1}", model.predict(&test.inputs[0])[0]);

    picture("11-auto-mpg", (560, 540), |area| {
        let title = format!("miles per gallon, held out: R^2 = {r2:.2}");
        let mut chart = Chart::new(area, &title, (5.0..50.0, "measured"), (5.0..50.0, "predicted"))?;
        chart.line("", GREY, [(5.0, 5.0), (50.0, 50.0)])?;
        let pairs = test.inputs.iter().zip(&test.targets);
        chart.dots("", BLUE, 4, pairs.map(|(x, [y])| (f64::from(*y), f64::from(model.predict(x)[0]))))?;
        Ok(())
    })
}
