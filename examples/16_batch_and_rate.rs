//! Batch size and learning rate, compared: which of them get how far in the same number of epochs.
//!
//! `cargo run --release --example 16_batch_and_rate` writes target/course/16-batch-and-rate.svg.
//!
//! A batch twice as large takes half the steps; to get as far, they must be longer. Small batches need short steps: their
//! gradients are noisy.

mod plot;

use std::time::Instant;

use constrata::prelude::*;
use constrata::train::{Data, Fit};
use plot::{Chart, Outcome, TEN, picture};
use plotters::prelude::SeriesLabelPosition::UpperLeft;
use rand::{RngExt, SeedableRng, rngs::StdRng};

network! { struct Net: 2 => Dense<16, Tanh> => Dense<2, Softmax> }

const BATCHES: [usize; 5] = [1, 8, 32, 128, 1024];
const RATES: [f64; 6] = [0.01, 0.03, 0.1, 0.3, 1.0, 3.0];

fn main() -> Outcome {
    let (x, y) = rings(1024);
    let fresh = Net::random(&mut StdRng::seed_from_u64(1));
    println!("loss after 20 epochs of plain gradient descent on 1024 samples\n");
    print!("batch |    steps");
    RATES.iter().for_each(|rate| print!(" | {:>6}", format!("{rate}")));
    println!(" | time\n------|---------{}|-----", "-|-------".repeat(RATES.len()));
    let mut losses = Vec::new();
    for batch in BATCHES {
        let (steps, start) = (20 * 1024_usize.div_ceil(batch), Instant::now());
        print!("{batch:5} | {steps:8}");
        let mut row = Vec::new();
        for learning_rate in RATES {
            let mut net = fresh;
            let fit = Fit { epochs: 20, batch, learning_rate, ..Fit::new(CrossEntropy, Sgd) };
            let loss = match fit.run(&mut net, Data::new(&x, &y), ()) {
                Ok(history) => history.epochs[19].loss,
                Err(constrata::Error::Diverged { .. }) => f64::INFINITY,
                Err(error) => return Err(error.into()),
            };
            print!(" | {loss:6.3}");
            row.push(loss);
        }
        println!(" | {:.0} ms", start.elapsed().as_secs_f64() * 1e3);
        losses.push(row);
    }

    // The best learning rate grows with the batch.
    let best = |row: &Vec<f64>| (0..RATES.len()).fold(0, |best, i| if row[i] < row[best] { i } else { best });
    let best: Vec<usize> = losses.iter().map(best).collect();
    println!(
        "\nthe best learning rate of each batch: {:?}",
        best.iter().map(|i| RATES[*i]).collect::<Vec<_>>()
    );
    assert!(best.is_sorted() && best[0] + 2 <= best[4]);

    picture("16-batch-and-rate", (760, 460), |area| {
        let title = "loss after 20 epochs; a cross: it diverged, or the loss is above 1.2";
        let mut chart = Chart::new(area, title, (-2.05..0.55, "log learning rate"), (0.0..1.35, "loss"))?;
        for (place, ((batch, row), color)) in BATCHES.iter().zip(&losses).zip(TEN).enumerate() {
            let points = RATES.iter().zip(row).map(|(rate, loss)| (rate.log10(), *loss));
            let (low, high): (Vec<_>, Vec<_>) = points.partition(|(_, loss)| *loss < 1.2);
            chart.line(&format!("batch {batch}"), color, low.clone())?.dots("", color, 4, low)?;
            // below one another, so that each is seen
            chart.crosses(color, high.into_iter().map(|(rate, _)| (rate, 1.3 - 0.05 * place as f64)))?;
        }
        chart.legend(UpperLeft)
    })
}

/// A disk and a ring around it, blurred.
fn rings(count: usize) -> (Vec<[f32; 2]>, Vec<usize>) {
    let rng = &mut StdRng::seed_from_u64(2);
    let mut point = |class: usize| {
        let (radius, angle) =
            (class as f32 + rng.random_range(0.0..1.3), rng.random_range(0.0..std::f32::consts::TAU));
        [radius * angle.cos(), radius * angle.sin()]
    };
    (0..count).map(|sample| (point(sample % 2), sample % 2)).unzip()
}
