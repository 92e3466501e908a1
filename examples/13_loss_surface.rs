//! The loss as a landscape over the two weights of a network, under squared error and under cross-entropy.
//!
//! `cargo run --release --example 13_loss_surface` writes target/course/13-loss-surface.svg.
//!
//! Where the network is sure and wrong, its sigmoid is saturated, and the squared error is a plain: high, and with no slope that shows the
//! way down. Cross-entropy is a slope there, for its gradient by z is y - t, with no factor y (1 - y) that vanishes.

mod plot;

use constrata::activation::Sigmoid;
use constrata::loss::Loss;
use constrata::optimizer::norm;
use constrata::prelude::*;
use plot::{Area, BLUE, Chart, GREEN, ORANGE, Outcome, blend, picture};
use plotters::prelude::{SeriesLabelPosition::UpperRight, WHITE};

network! { struct Two: f64; 1 => first: Dense<1, Tanh, bias = false> => second: Dense<1, Sigmoid, bias = false> }

/// Sure and wrong: it says 0 to what is 1.
const START: [f64; 2] = [3.0, -6.0];
/// Eight samples; the two in the middle are of the other class than their neighbors, so that no weights are infinitely good.
const X: [[f64; 1]; 8] = [[-1.0], [-0.7], [-0.4], [-0.1], [0.1], [0.4], [0.7], [1.0]];
const Y: [[f64; 1]; 8] = [[0.0], [0.0], [0.0], [1.0], [0.0], [1.0], [1.0], [1.0]];

fn main() -> Outcome {
    let squared = descent(&MeanSquaredError);
    let entropy = descent(&BinaryCrossEntropy);
    println!("from w = {START:?}, at a learning rate of 1/2:\n");
    for (name, path) in [("squared error", &squared), ("cross-entropy", &entropy)] {
        // out once the two weights agree on the sign: the answers are the right way round
        let out =
            path.iter().position(|[w1, w2]| w1 * w2 > 0.0).map_or("never".into(), |step| step.to_string());
        println!("{name}: out of the wrong corner after {out} of {} steps", path.len() - 1);
    }
    let slopes = [slope(&MeanSquaredError, START).1, slope(&BinaryCrossEntropy, START).1].map(|g| norm(&g));
    println!("\nlength of the gradient there: {:.4} and {:.4}", slopes[0], slopes[1]);
    assert!(slopes[1] > 10.0 * slopes[0]);
    let out = |path: &[[f64; 2]]| path.iter().position(|[w1, w2]| w1 * w2 > 0.0).unwrap_or(path.len());
    assert!(out(&entropy) * 10 < out(&squared));

    picture("13-loss-surface", (1000, 520), |area| {
        let (left, right) = area.split_horizontally(500);
        panel(&left, "squared error", &squared, |w| slope(&MeanSquaredError, w).0)?;
        panel(&right, "cross-entropy", &entropy, |w| slope(&BinaryCrossEntropy, w).0)
    })
}

/// The loss at these weights, and its gradient.
fn slope(loss: &impl Loss<Sigmoid>, [w1, w2]: [f64; 2]) -> (f64, Two) {
    let mut net = Two::zeros();
    (net.first.weights[0], net.second.weights[0]) = (w1, w2);
    let mut gradient = Two::zeros();
    (net.gradient(&X, &Y, loss, &mut Two::pass(), &mut gradient), gradient)
}

/// Where gradient descent comes by.
fn descent(loss: &impl Loss<Sigmoid>) -> Vec<[f64; 2]> {
    let mut path = vec![START];
    for step in 0..1000 {
        let [w1, w2] = path[step];
        let gradient = slope(loss, path[step]).1;
        path.push([w1 - 0.5 * gradient.first.weights[0], w2 - 0.5 * gradient.second.weights[0]]);
    }
    path
}

fn panel(area: &Area, title: &str, path: &[[f64; 2]], loss: impl Fn([f64; 2]) -> f64) -> Outcome {
    // sixteen heights between the deepest and the highest place
    let heights = (-40..=40).flat_map(|i| (-40..=40).map(move |j| [f64::from(i) / 5.0, f64::from(j) / 5.0]));
    let (low, high) =
        heights.map(&loss).fold((f64::INFINITY, 0.0_f64), |(low, high), l| (low.min(l), high.max(l)));
    let title = format!("{title}: {low:.2} (white) to {high:.2} (blue)");
    let mut chart = Chart::new(area, &title, (-8.0..8.0, "w1"), (-8.0..8.0, "w2"))?;
    let shade = |l: f64| ((l - low) / (high - low) * 16.0).floor() / 16.0;
    chart.map(4, |w1, w2| blend(WHITE, BLUE, 0.9 * shade(loss([w1, w2]))))?;
    chart.line("descent", ORANGE, path.iter().map(|[w1, w2]| (*w1, *w2)))?;
    chart.dots("start", ORANGE, 5, [(START[0], START[1])])?;
    chart.dots("end", GREEN, 5, path.last().map(|[w1, w2]| (*w1, *w2)))?;
    chart.legend(UpperRight)
}
