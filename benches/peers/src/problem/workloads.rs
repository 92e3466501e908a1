//! The twelve workloads.

use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};

use super::Activation::{self, Identity, Relu, Sigmoid, Softmax, Tanh};
use super::{Convolution, Layer, Optimizer, Problem, Targets, Training};

/// Samples that T4 and C1 learn from.
const SAMPLES: usize = 4096;
const IMAGES: usize = 1024;

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
        random("T4s", "784-128-10, batch 64, SGD", mnist(), SAMPLES, Optimizer::Sgd { rate: 0.01 }),
        random("T4a", "784-128-10, batch 64, Adam", mnist(), SAMPLES, Optimizer::Adam { rate: 1e-3 }),
        Problem { id: "C1f", title: "LeNet-5", layers: lenet(), batch: 1, x: uniform(784), training: None },
        random("C1", "LeNet-5, batch 64, SGD", lenet(), IMAGES, Optimizer::Sgd { rate: 0.01 }),
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

/// One epoch of `samples` images of 784 pixels and their classes, all of them random.
fn random(
    id: &'static str,
    title: &'static str,
    layers: Vec<Layer>,
    samples: usize,
    optimizer: Optimizer,
) -> Problem {
    let mut rng = StdRng::seed_from_u64(3);
    let classes = (0..samples).map(|_| rng.random_range(0..10)).collect();
    Problem {
        id,
        title,
        layers,
        batch: 64,
        x: uniform(samples * 784),
        training: Some(Training { steps: samples / 64, targets: Targets::Classes(classes), optimizer }),
    }
}

fn mnist() -> Vec<Layer> {
    layers(&[784, 128, 10], &[Relu, Softmax])
}

/// LeNet-5 with relu and pools that keep the largest: 28 x 28, 6 channels of 24 x 24, of 12 x 12, 16 of 8 x 8, of 4 x 4, then
/// 120, 84 and 10 units.
fn lenet() -> Vec<Layer> {
    let mut rng = StdRng::seed_from_u64(1);
    let mut convolution = |convolution: Convolution, outputs: usize| {
        let Convolution { channels, side, kernel, pool } = convolution;
        let window = channels * kernel * kernel;
        let limit = (6.0 / (window + outputs * kernel * kernel) as f32).sqrt();
        let pooled = (side + 1 - kernel) / pool;
        Layer {
            inputs: channels * side * side,
            outputs: outputs * pooled * pooled,
            activation: Relu,
            weights: draw(&mut rng, window * outputs, limit),
            bias: draw(&mut rng, outputs, 0.1),
            convolution: Some(convolution),
        }
    };
    let first = convolution(Convolution { channels: 1, side: 28, kernel: 5, pool: 2 }, 6);
    let second = convolution(Convolution { channels: 6, side: 12, kernel: 5, pool: 2 }, 16);
    let dense = layers(&[256, 120, 84, 10], &[Relu, Relu, Softmax]);
    [first, second].into_iter().chain(dense).collect()
}

/// Fresh layers: weights up to sqrt(6 / (inputs + outputs)), biases up to a tenth.
fn layers(widths: &[usize], activations: &[Activation]) -> Vec<Layer> {
    let mut rng = StdRng::seed_from_u64(1);
    let layer = |(widths, &activation): (&[usize], _)| {
        let [inputs, outputs] = *widths else { unreachable!("windows of two") };
        let limit = (6.0 / (inputs + outputs) as f32).sqrt();
        Layer {
            inputs,
            outputs,
            activation,
            weights: draw(&mut rng, inputs * outputs, limit),
            bias: draw(&mut rng, outputs, 0.1),
            convolution: None,
        }
    };
    widths.windows(2).zip(activations).map(layer).collect()
}

fn draw(rng: &mut StdRng, count: usize, limit: f32) -> Vec<f32> {
    (0..count).map(|_| rng.random_range(-limit..limit)).collect()
}

/// Numbers from 0 to 1.
fn uniform(count: usize) -> Vec<f32> {
    let mut rng = StdRng::seed_from_u64(2);
    (0..count).map(|_| rng.random()).collect()
}
