//! Regression: how far a disease has come a year later, from ten measurements of a patient (Efron and others 2004).
//!
//! `cargo run --release --features data --example 11_diabetes` writes target/course/11-diabetes.svg.
//!
//! The progression, 25 to 346, is scaled as the measurements are, for a network to begin near it; the model scales its answers back.

mod plot;

use constrata::Model;
use constrata::data::diabetes;
use constrata::prelude::*;
use constrata::train::{Fit, Metric};
use plot::{BLUE, Chart, GREY, Outcome, picture};
use rand::{SeedableRng, rngs::StdRng};

network! { struct Progression: 10 => Dense<16, Relu> => Dense<1> }

fn main() -> Outcome {
    let rng = &mut StdRng::seed_from_u64(1);
    let (train, test) = diabetes().split(0.25, rng)?;

    let mut model = Model::new(Progression::random(rng));
    model.standardize(&train)?;
    model.standardize_targets(&train)?;
    let scaled = model.scaled(&train)?;

    // 331 patients are few: a penalty on the weights keeps the network from learning them by heart
    let l2 = L2 { lambda: 0.03 };
    let fit = Fit { epochs: 60, learning_rate: 3e-3, l2, ..Fit::new(MeanSquaredError, Adam::default()) };
    fit.run(&mut model.network, scaled.data(), ())?;

    let metrics = [Metric::R2, Metric::Rmse, Metric::Mae];
    let metric = |on| model.evaluate(on, &MeanSquaredError, &metrics).map(|found| found.scores);
    let (learned, new) = (metric(&train)?, metric(&test)?);
    println!("learned from, {} patients: {learned}", train.len());
    println!("held out, {} patients:     {new}", test.len());
    let [r2, mae] = [Metric::R2, Metric::Mae].map(|metric| new.metric(metric).unwrap_or(f64::NAN));
    println!("that is {mae:.0} off, on average, between 25 and 346");
    // 0 is what the mean of all patients would have; the rest is not in these measurements
    assert!(r2 > 0.4);

    let [measured] = test.targets[0];
    println!("\nthe first of them: measured {measured}, predicted {:.0}", model.predict(&test.inputs[0])[0]);

    picture("11-diabetes", (560, 540), |area| {
        let title = format!("progression of diabetes, held out: R^2 = {r2:.2}");
        let mut chart = Chart::new(area, &title, (0.0..350.0, "measured"), (0.0..350.0, "predicted"))?;
        chart.line("", GREY, [(0.0, 0.0), (350.0, 350.0)])?;
        let pairs = test.inputs.iter().zip(&test.targets);
        chart.dots("", BLUE, 4, pairs.map(|(x, [y])| (f64::from(*y), f64::from(model.predict(x)[0]))))?;
        Ok(())
    })
}
