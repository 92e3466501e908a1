//! Universal approximation: one hidden layer bends itself into any curve. Plotted before, during and after training.
//!
//! `cargo run --release --example 07_universal_approximation` writes target/course/07-universal-approximation.svg.
//!
//! Every hidden unit contributes one soft step, a tanh; their weighted sum is the curve (Cybenko 1989). How many units there are
//! bounds how wild it can be.

mod plot;

use constrata::prelude::*;
use constrata::train::{Data, Fit, Session, predict};
use plot::{BLUE, Chart, GREY, ORANGE, Outcome, picture};
use plotters::prelude::SeriesLabelPosition::UpperLeft;
use rand::{SeedableRng, rngs::StdRng};

network! { struct Curve: 1 => hidden: Dense<24, Tanh> => sum: Dense<1> }

/// What is to be learned.
fn target(x: f32) -> f32 {
    (3.0 * x).sin() * (-0.4 * x * x).exp() + 0.3 * x.abs()
}

fn main() -> Outcome {
    // 60 samples to learn from; the curve is drawn, and judged, in between
    let x: Vec<[f32; 1]> = (0..60).map(|i| [-3.0 + 6.0 * i as f32 / 59.0]).collect();
    let y: Vec<[f32; 1]> = x.iter().map(|[x]| [target(*x)]).collect();
    let grid: Vec<[f32; 1]> = (0..=300).map(|i| [-3.0 + 0.02 * i as f32]).collect();

    let mut net = Curve::random(&mut StdRng::seed_from_u64(1));
    let mut fit =
        Fit { epochs: 0, batch: 12, learning_rate: 0.01, ..Fit::new(MeanSquaredError, Adam::default()) };
    // A session can be stopped and gone on with.
    let mut session = Session::new(&mut net, 1);
    let mut stages = Vec::new();
    for epochs in [0, 60, 3000] {
        fit.epochs = epochs;
        fit.resume(&mut session, Data::new(&x, &y), ())?;
        let curve = predict(session.network, &grid);
        let off = |([x], [y]): (&[f32; 1], &[f32; 1])| (y - target(*x)).abs();
        let worst = grid.iter().zip(&curve).map(off).fold(0.0, f32::max);
        println!("after {epochs:4} epochs the curve is off by at most {worst:.3}");
        stages.push((epochs, worst, curve));
    }
    assert!(stages[0].1 > 0.5 && stages[1].1 < stages[0].1 && stages[2].1 < 0.1);

    picture("07-universal-approximation", (1100, 360), |area| {
        for (area, (epochs, worst, curve)) in area.split_evenly((1, 3)).iter().zip(&stages) {
            let title = format!("after {epochs} epochs: off by {worst:.2}");
            let mut chart = Chart::new(area, &title, (-3.0..3.0, "x"), (-1.3..2.0, ""))?;
            let points = |ys: &[[f32; 1]]| {
                grid.iter().zip(ys).map(|([x], [y])| (f64::from(*x), f64::from(*y))).collect::<Vec<_>>()
            };
            let wanted: Vec<[f32; 1]> = grid.iter().map(|[x]| [target(*x)]).collect();
            chart.line("wanted", GREY, points(&wanted))?;
            let samples = x.iter().zip(&y).map(|([x], [y])| (f64::from(*x), f64::from(*y)));
            chart.dots("samples", BLUE, 3, samples)?;
            chart.line("network", ORANGE, points(curve))?;
            chart.legend(UpperLeft)?;
        }
        Ok(())
    })
}
