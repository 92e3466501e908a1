//! Training on data sets: what a run promises beyond its steps.

use constrata::prelude::*;
use constrata::train::{Epoch, Fit, Metric, Monitor, Schedule};
use rand::rngs::SmallRng;
use rand::{RngExt, SeedableRng};

mod best;
mod diverged;
mod folds;
mod held_out;
mod killed;
mod metrics;
mod resumed;
mod searched;
mod stopped;
mod weights;
mod within_an_epoch;

network! { struct Net: 3 => Dense<8, Tanh> => Dense<3, Softmax> }

fn net() -> Net {
    Net::random(&mut SmallRng::seed_from_u64(3))
}

/// Which of three numbers is largest; one answer in ten is wrong.
fn samples(count: usize) -> (Vec<[f32; 3]>, Vec<usize>) {
    let rng = &mut SmallRng::seed_from_u64(4);
    let x: Vec<[f32; 3]> = (0..count).map(|_| [(); 3].map(|()| rng.random())).collect();
    let largest = |x: &[f32; 3]| (0..3).max_by(|a, b| x[*a].total_cmp(&x[*b])).unwrap();
    let y =
        x.iter().map(|x| if rng.random_bool(0.1) { rng.random_range(0..3) } else { largest(x) }).collect();
    (x, y)
}

/// Everything that could make a difference is on.
fn fit() -> Fit<CrossEntropy, Adam> {
    Fit {
        epochs: 12,
        batch: 7,
        learning_rate: 0.05,
        schedule: Schedule::ReduceOnPlateau {
            monitor: Monitor::ValidationLoss,
            factor: 0.5,
            patience: 0,
            threshold: 0.05,
            end: 0.01,
        },
        l2: L2 { lambda: 1e-3 },
        clip_norm: Some(1.0),
        validation_split: 0.2,
        metrics: &[Metric::Accuracy, Metric::F1, Metric::Rmse],
        seed: 5,
        ..Fit::new(CrossEntropy, Adam::default())
    }
}

fn bits(net: &Net) -> Vec<u32> {
    (0..Net::TENSORS).flat_map(|index| net.tensor(index)).map(|w| w.to_bits()).collect()
}

/// Reports without what a clock says.
fn timeless(history: &[Epoch]) -> Vec<Epoch> {
    history.iter().map(|epoch| Epoch { time: std::time::Duration::ZERO, ..epoch.clone() }).collect()
}
