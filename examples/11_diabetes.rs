//! Regression: how far a disease has come a year later, from ten measurements of a patient (Efron and others 2004).
//!
//! `cargo run --release --features data --example 11_diabetes` writes target/course/11-diabetes.svg.
//!
//! The progression, 25 to 346, is scaled as the measurements are, for a network to begin near it; the model scales its answers back.

mod plot;

use constrata::Model;
use constrata::data::{Scaler, diabetes};
use constrata::prelude::*;
use constrata::train::{Fit, Metric, evaluate};
use plot::{BLUE, Chart, GREY, Outcome, picture};
use rand::{SeedableRng, rngs::StdRng};

network! { struct Progression: 10 => Dense<16, Relu> => Dense<1> }

fn main() -> Outcome {
    let rng = &mut StdRng::seed_from_u64(1);
    let (train, test) = diabetes().split(0.25, rng)?;
    let (patients, measured) = (test.inputs.clone(), test.targets.clone());

    let inputs = Scaler::standard(&train.inputs)?;
    let outputs = Scaler::<Vector<1>>::standard(&train.targets)?;
    let scaled = |targets: &[[f32; 1]]| targets.iter().map(|target| outputs.scale(target)).collect();
    let (train_targets, test_targets) = (scaled(&train.targets), scaled(&test.targets));
    let train = train.scaled(&inputs).with_targets(train_targets)?;
    let test = test.scaled(&inputs).with_targets(test_targets)?;

    // 331 patients are few: a penalty on the weights keeps the network from learning them by heart
    let mut net = Progression::random(rng);
    let l2 = L2 { lambda: 0.03 };
    let fit = Fit { epochs: 60, learning_rate: 3e-3, l2, ..Fit::new(MeanSquaredError, Adam::default()) };
    fit.run(&mut net, train.data(), ())?;

    let metrics = [Metric::R2, Metric::Rmse, Metric::Mae];
    let metric = |on| evaluate(&net, on, &MeanSquaredError, &metrics).map(|found| found.scores);
    let (learned, new) = (metric(train.data())?, metric(test.data())?);
    println!("learned from, {} patients: {learned}", train.len());
    println!("held out, {} patients:     {new}", test.len());
    let [r2, mae] = [Metric::R2, Metric::Mae].map(|metric| new.metric(metric).unwrap_or(f64::NAN));
    println!("that is {:.0} off, on average, between 25 and 346", mae * f64::from(outputs.scale[0]));
    // 0 is what the mean of all patients would have; the rest is not in these measurements
    assert!(r2 > 0.4);

    let model = Model { inputs, outputs, ..Model::new(net) };
    println!(
        "\nthe first of them: measured {}, predicted {:.0}",
        measured[0][0],
        model.predict(&patients[0])[0]
    );

    picture("11-diabetes", (560, 540), |area| {
        let title = format!("progression of diabetes, held out: R^2 = {r2:.2}");
        let mut chart = Chart::new(area, &title, (0.0..350.0, "measured"), (0.0..350.0, "predicted"))?;
        chart.line("", GREY, [(0.0, 0.0), (350.0, 350.0)])?;
        let pairs = patients.iter().zip(&measured);
        chart.dots("", BLUE, 4, pairs.map(|(x, [y])| (f64::from(*y), f64::from(model.predict(x)[0]))))?;
        Ok(())
    })
}
