//! The ten workloads.

use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};

use super::Activation::{self, Identity, Relu, Sigmoid, Softmax, Tanh};
use super::{Layer, Optimizer, Problem, Targets, Training};

/// Of the samples T4 learns from.
const SAMPLES: usize = 4096;

pub(crate) fn all() -> Vec<Problem> {
    vec![
        predict("I1", "3-2-1 sigmoid", &[3, 2, 1], &[Sigmoid, Sigmoid], 1),
        predict("I2", "2-16-16-1 tanh", &[2, 16, 16, 1], &[Tanh, Tanh, Identity], 1),
        predict("I3", "64-32-10 relu softmax", &[64, 32, 10], &[Relu, Softmax], 1),
        predict("I4", "784-128-10 relu softmax", &[784, 128, 10], &[Relu, Softmax], 1),
        predict("I5", "13-64-64-4 tanh", &[13, 64, 64, 4], &[Tanh, Tanh, Identity], 1),
        predict("B4", "784-128-10, batch 64", &[784, 128, 10], &[Relu, Softmax], 64),
        xor(),
        digits(),
        random("T4s", "784-128-10, batch 64, SGD", Optimizer::Sgd { rate: 0.01 }),
        random("T4a", "784-128-10, batch 64, Adam", Optimizer::Adam { rate: 1e-3 }),
    ]
}

fn predict(
    id: &'static str,
    title: &'static str,
    widths: &[usize],
    activations: &[Activation],
    batch: usize,
) -> Problem {
    let x = uniform(batch * widths[0]);
    Problem { id, title, layers: layers(widths, activations), batch, x, training: None }
}

fn xor() -> Problem {
    Problem {
        id: "T1",
        title: "XOR 2-8-1, 10 000 steps",
        layers: layers(&[2, 8, 1], &[Tanh, Sigmoid]),
        batch: 4,
        x: vec![0.0, 0.0, 0.0, 1.0, 1.0, 0.0, 1.0, 1.0],
        training: Some(Training {
            steps: 10_000,
            targets: Targets::Values(vec![0.0, 1.0, 1.0, 0.0]),
            optimizer: Optimizer::Sgd { rate: 0.5 },
        }),
    }
}

/// Real digits, their pixels from 0 to 1, in the file's order.
fn digits() -> Problem {
    const STEPS: usize = 56;
    const BATCH: usize = 32;
    let (mut x, mut classes) = (Vec::new(), Vec::new());
    for line in include_str!("../../../../data/digits.csv").lines().take(STEPS * BATCH) {
        let (pixels, class) = line.rsplit_once(',').expect("pixels and a class");
        x.extend(pixels.split(',').map(|pixel| pixel.parse::<f32>().expect("a number") / 16.0));
        classes.push(class.parse().expect("a class"));
    }
    Problem {
        id: "T3",
        title: "64-32-10, batch 32, Adam",
        layers: layers(&[64, 32, 10], &[Relu, Softmax]),
        batch: BATCH,
        x,
        training: Some(Training {
            steps: STEPS,
            targets: Targets::Classes(classes),
            optimizer: Optimizer::Adam { rate: 1e-3 },
        }),
    }
}

fn random(id: &'static str, title: &'static str, optimizer: Optimizer) -> Problem {
    let mut rng = StdRng::seed_from_u64(3);
    let classes = (0..SAMPLES).map(|_| rng.random_range(0..10)).collect();
    Problem {
        id,
        title,
        layers: layers(&[784, 128, 10], &[Relu, Softmax]),
        batch: 64,
        x: uniform(SAMPLES * 784),
        training: Some(Training { steps: SAMPLES / 64, targets: Targets::Classes(classes), optimizer }),
    }
}

/// Fresh layers: weights up to sqrt(6 / (inputs + outputs)), biases up to a tenth.
fn layers(widths: &[usize], activations: &[Activation]) -> Vec<Layer> {
    let mut rng = StdRng::seed_from_u64(1);
    let mut draw =
        |count: usize, limit: f32| (0..count).map(|_| rng.random_range(-limit..limit)).collect::<Vec<f32>>();
    let layer = |(widths, &activation): (&[usize], _)| {
        let [inputs, outputs] = *widths else { unreachable!("windows of two") };
        let limit = (6.0 / (inputs + outputs) as f32).sqrt();
        Layer {
            inputs,
            outputs,
            activation,
            weights: draw(inputs * outputs, limit),
            bias: draw(outputs, 0.1),
        }
    };
    widths.windows(2).zip(activations).map(layer).collect()
}

/// Numbers from 0 to 1.
fn uniform(count: usize) -> Vec<f32> {
    let mut rng = StdRng::seed_from_u64(2);
    (0..count).map(|_| rng.random()).collect()
}
