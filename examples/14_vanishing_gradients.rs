//! Vanishing gradients: how long the gradient of every layer is, in networks of 3 to 100 layers, by the activation.
//!
//! `cargo run --release --example 14_vanishing_gradients` writes target/course/14-vanishing-gradients.svg.
//!
//! On its way back the gradient is multiplied by the derivative of every activation it goes through. The sigmoid's is at most 1/4, so
//! that ten layers divide it by a million; ReLU's is 0 or 1. A residual block adds its input to what it computes, and the gradient
//! goes around the block through that sum: the same sigmoids, and every layer is reached. Batch normalization divides by the standard
//! deviation of its numbers, on the way back too: what the sigmoid took is given back, and a little more.

mod plot;

use constrata::activation::Identity;
use constrata::prelude::*;
use plot::{BLUE, Chart, GREEN, ORANGE, Outcome, PINK, picture};
use plotters::prelude::SeriesLabelPosition::{LowerLeft, LowerRight};
use rand::{RngExt, SeedableRng, rngs::StdRng};

/// Networks of 3, 10, 30 and 100 layers; rows of ten and twenty are parts of the larger ones.
macro_rules! deep {
    ($name:ident, $activation:ident) => {
        mod $name {
            use constrata::prelude::*;
            network! { pub(super) struct Three: f64; 16 => Dense<16, $activation> => Dense<16, $activation> => Dense<16> }
            network! { pub(super) struct Nine: f64; 16
                => Dense<16, $activation> => Dense<16, $activation> => Dense<16, $activation>
                => Dense<16, $activation> => Dense<16, $activation> => Dense<16, $activation>
                => Dense<16, $activation> => Dense<16, $activation> => Dense<16, $activation> }
            network! { pub(super) struct Ninety: f64; 16
                => Nine => Nine => Nine => Nine => Nine => Nine => Nine => Nine => Nine => Nine }
            network! { pub(super) struct Ten: f64; 16 => Nine => Dense<16> }
            network! { pub(super) struct Thirty: f64; 16 => Nine => Nine => Nine
                => Dense<16, $activation> => Dense<16, $activation> => Dense<16> }
            network! { pub(super) struct Hundred: f64; 16 => Ninety => Nine => Dense<16> }
        }
    };
}
deep!(sigmoid, Sigmoid);
deep!(relu, Relu);

/// As many layers in residual blocks of two.
mod residual {
    use constrata::prelude::*;
    network! { pub(super) struct Three: f64; 16 => Residual(Dense<16, Sigmoid> => Dense<16>) => Dense<16> }
    network! { pub(super) struct Ten: f64; 16
    => Dense<16, Sigmoid> => Repeat<4>(Residual(Dense<16, Sigmoid> => Dense<16>)) => Dense<16> }
    network! { pub(super) struct Thirty: f64; 16
    => Dense<16, Sigmoid> => Repeat<14>(Residual(Dense<16, Sigmoid> => Dense<16>)) => Dense<16> }
    network! { pub(super) struct Hundred: f64; 16
    => Dense<16, Sigmoid> => Repeat<49>(Residual(Dense<16, Sigmoid> => Dense<16>)) => Dense<16> }
}

/// As many layers, normalized before each sigmoid.
mod normalized {
    use constrata::prelude::*;
    network! { pub(super) struct Three: f64; 16 => Repeat<2>(Dense<16> => BatchNorm<Sigmoid>) => Dense<16> }
    network! { pub(super) struct Ten: f64; 16 => Repeat<9>(Dense<16> => BatchNorm<Sigmoid>) => Dense<16> }
    network! { pub(super) struct Thirty: f64; 16 => Repeat<29>(Dense<16> => BatchNorm<Sigmoid>) => Dense<16> }
    network! { pub(super) struct Hundred: f64; 16 => Repeat<99>(Dense<16> => BatchNorm<Sigmoid>) => Dense<16> }
}

/// The norm of the gradient of each layer's weights, from the first on. A fresh residual block is 0, and so is the gradient of its
/// first layer until the second has moved: both count as one here.
fn norms<N>() -> Vec<f64>
where
    N: Learn<Scalar = f64, Input = Vector<16>, Output = Vector<16>, Activation = Identity>,
{
    let rng = &mut StdRng::seed_from_u64(1);
    let net = N::boxed(rng);
    let (mut gradient, mut pass) = (constrata::boxed::<N>(), constrata::boxed::<Pass<N, 32>>());
    let mut numbers = || [(); 32].map(|()| [(); 16].map(|()| rng.random_range(-1.0..1.0)));
    net.gradient(&numbers(), &numbers(), &MeanSquaredError, &mut pass, &mut gradient);
    let weights = (0..N::TENSORS).filter(|index| N::role(*index) == Role::Weights);
    let mut norms: Vec<_> =
        weights.map(|index| gradient.tensor(index).iter().map(|g| g * g).sum::<f64>().sqrt()).collect();
    for layer in (1..norms.len()).rev() {
        if norms[layer - 1] == 0.0 {
            norms[layer - 1] = norms[layer];
        }
    }
    norms
}

fn main() -> Outcome {
    let sigmoid = [
        norms::<sigmoid::Three>(),
        norms::<sigmoid::Ten>(),
        norms::<sigmoid::Thirty>(),
        norms::<sigmoid::Hundred>(),
    ];
    let relu =
        [norms::<relu::Three>(), norms::<relu::Ten>(), norms::<relu::Thirty>(), norms::<relu::Hundred>()];

    let residual = [
        norms::<residual::Three>(),
        norms::<residual::Ten>(),
        norms::<residual::Thirty>(),
        norms::<residual::Hundred>(),
    ];
    let normalized = [
        norms::<normalized::Three>(),
        norms::<normalized::Ten>(),
        norms::<normalized::Thirty>(),
        norms::<normalized::Hundred>(),
    ];

    println!("gradient norm of the first layer's weights, divided by that of the last layer's\n");
    println!(
        "layers | sigmoid |    ReLU | residual | batch norm\n-------|---------|---------|----------|-----------"
    );
    for (place, layers) in [3, 10, 30, 100].into_iter().enumerate() {
        let all = [&sigmoid, &relu, &residual, &normalized].map(|networks| &networks[place]);
        let left = all.map(|norms| norms[0] / norms[layers - 1]);
        assert_eq!(all.map(Vec::len), [layers; 4]);
        println!("{layers:6} | {:7.0e} | {:7.0e} | {:8.0e} | {:7.0e}", left[0], left[1], left[2], left[3]);
        assert!(left[0] < 0.25_f64.powi(layers as i32 - 1) && left[1..].iter().all(|left| *left > 0.01));
    }
    println!("\nlayer by layer, of the ten:\n layer | sigmoid |    ReLU | residual | batch norm");
    println!("-------|---------|---------|----------|-----------");
    for layer in 0..10 {
        let [s, r, b, n] = [&sigmoid, &relu, &residual, &normalized].map(|networks| networks[1][layer]);
        println!("{:6} | {s:7.0e} | {r:7.0e} | {b:8.0e} | {n:7.0e}", layer + 1);
    }

    let points = |norms: &[f64]| {
        norms.iter().enumerate().map(|(i, norm)| (i as f64 + 1.0, norm.log10())).collect::<Vec<_>>()
    };
    picture("14-vanishing-gradients", (960, 440), |area| {
        let panels = area.split_evenly((1, 2));
        let title = "sigmoid, networks of 3, 10, 30 and 100 layers";
        let y = (-70.0..4.0, "log gradient norm of the weights");
        let mut chart = Chart::new(&panels[0], title, (0.0..101.0, "layer"), y)?;
        for (depth, color, norms) in [(3, PINK, 0), (10, GREEN, 1), (30, BLUE, 2), (100, ORANGE, 3)] {
            let points = points(&sigmoid[norms]);
            chart.line(&format!("{depth} layers"), color, points.clone())?.dots("", color, 2, points)?;
        }
        chart.legend(LowerRight)?;

        // twenty times as near
        let title = "100 layers: what keeps the gradient alive";
        let y = (-5.0..2.0, "log gradient norm of the weights");
        let mut chart = Chart::new(&panels[1], title, (0.0..101.0, "layer"), y)?;
        let [s, r, b, n] = [&sigmoid, &relu, &residual, &normalized].map(|networks| points(&networks[3]));
        // of the sigmoids, the last layers, which are within the chart
        let s: Vec<_> = s.into_iter().filter(|(_, norm)| *norm > -5.0).collect();
        for (name, color, points) in [
            ("sigmoid", ORANGE, s),
            ("ReLU", BLUE, r),
            ("sigmoid, residual", GREEN, b),
            ("sigmoid, batch norm", PINK, n),
        ] {
            chart.line(name, color, points.clone())?.dots("", color, 2, points)?;
        }
        chart.legend(LowerLeft)
    })
}
