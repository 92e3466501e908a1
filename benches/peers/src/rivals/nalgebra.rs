//! The same by hand with nalgebra, as the crate's own benches have it.

mod lenet;
#[path = "../../../common/naive/mod.rs"]
mod naive;

use std::hint::black_box;

use nalgebra::{SMatrix, SVector};

use self::naive::{Adam, Classifier, Dense, sigmoid};
use super::networks::{Arm, Control, Curve, Digits, Mnist, Xor, load};
use crate::problem::{Optimizer, Problem};
use crate::race::Contestant;

pub(crate) fn solve(problem: &Problem) -> Option<Box<dyn Contestant>> {
    Some(match problem.id {
        "I1" => {
            let net = load::<Control>(problem);
            let layers = (Dense::of(&net.hidden), Dense::of(&net.output));
            predict(problem, layers, |(hidden, output), x: &SVector<f32, 3>| {
                output.forward(&hidden.forward(x).map(sigmoid)).map(sigmoid)
            })
        }
        "I2" => {
            let net = load::<Curve>(problem);
            let layers = (Dense::of(&net.first), Dense::of(&net.second), Dense::of(&net.output));
            predict(problem, layers, |(first, second, output), x: &SVector<f32, 2>| {
                output.forward(&second.forward(&first.forward(x).map(f32::tanh)).map(f32::tanh))
            })
        }
        "I3" => predict(problem, digits(problem), |net, x: &SVector<f32, 64>| net.predict(x)),
        "I4" => predict(problem, mnist(problem), |net, x: &SVector<f32, 784>| net.predict(x)),
        "I5" => {
            let net = load::<Arm>(problem);
            let layers = (Dense::of(&net.first), Dense::of(&net.second), Dense::of(&net.output));
            predict(problem, layers, |(first, second, output), x: &SVector<f32, 13>| {
                output.forward(&second.forward(&first.forward(x).map(f32::tanh)).map(f32::tanh))
            })
        }
        "B4" => predict(problem, mnist(problem), |net, x: &SMatrix<f32, 784, 64>| net.predict_batch(x)),
        "T1" => {
            let net = load::<Xor>(problem);
            let fresh = naive::Xor { hidden: Dense::of(&net.hidden), output: Dense::of(&net.output) };
            let training = problem.training.as_ref()?;
            Box::new(LearnXor {
                fresh,
                net: fresh,
                x: SMatrix::from_column_slice(&problem.x),
                targets: SMatrix::from_column_slice(training.values()),
                steps: training.steps,
                loss: 0.0,
            })
        }
        "T3" => learn::<64, 32, 32>(problem, digits(problem)),
        "C1f" => {
            predict(problem, lenet::lenet(problem), |net, x: &SVector<f32, 784>| net.predict(x.as_slice()))
        }
        "C1" => lenet::learn(problem)?,
        "T4s" | "T4a" => learn::<784, 128, 64>(problem, mnist(problem)),
        _ => return None,
    })
}

fn digits(problem: &Problem) -> Classifier<64, 32, 10> {
    let net = load::<Digits>(problem);
    Classifier { hidden: Dense::of(&net.hidden), output: Dense::of(&net.output) }
}

fn mnist(problem: &Problem) -> Classifier<784, 128, 10> {
    let net = load::<Mnist>(problem);
    Classifier { hidden: Dense::of(&net.hidden), output: Dense::of(&net.output) }
}

struct Predict<N, F, const IN: usize, const OUT: usize, const B: usize> {
    net: Box<N>,
    forward: F,
    x: Box<SMatrix<f32, IN, B>>,
    y: SMatrix<f32, OUT, B>,
}

fn predict<N: 'static, F, const IN: usize, const OUT: usize, const B: usize>(
    problem: &Problem,
    net: N,
    forward: F,
) -> Box<dyn Contestant>
where
    F: Fn(&N, &SMatrix<f32, IN, B>) -> SMatrix<f32, OUT, B> + 'static,
{
    let x = Box::new(SMatrix::from_column_slice(&problem.x));
    Box::new(Predict { net: Box::new(net), forward, x, y: SMatrix::zeros() })
}

impl<N, F, const IN: usize, const OUT: usize, const B: usize> Contestant for Predict<N, F, IN, OUT, B>
where
    F: Fn(&N, &SMatrix<f32, IN, B>) -> SMatrix<f32, OUT, B>,
{
    #[inline(always)]
    fn run(&mut self) {
        self.y = (self.forward)(black_box(&self.net), black_box(&self.x));
        black_box(&mut self.y);
    }

    fn result(&mut self) -> Vec<f32> {
        self.y.as_slice().to_vec()
    }
}

struct LearnXor {
    fresh: naive::Xor,
    net: naive::Xor,
    x: SMatrix<f32, 2, 4>,
    targets: SMatrix<f32, 1, 4>,
    steps: usize,
    loss: f32,
}

impl Contestant for LearnXor {
    #[inline(always)]
    fn run(&mut self) {
        let (x, targets) = (black_box(&self.x), black_box(&self.targets));
        self.net = *black_box(&self.fresh);
        for _ in 0..self.steps {
            self.loss = self.net.step(x, targets, 0.5);
        }
    }

    fn result(&mut self) -> Vec<f32> {
        let mut result = vec![self.loss];
        push(&mut result, &self.net.hidden);
        push(&mut result, &self.net.output);
        result
    }
}

struct Learn<const IN: usize, const HIDDEN: usize, const B: usize> {
    fresh: Box<Classifier<IN, HIDDEN, 10>>,
    net: Box<Classifier<IN, HIDDEN, 10>>,
    gradient: Box<Classifier<IN, HIDDEN, 10>>,
    moments: Box<(Adam<IN, HIDDEN>, Adam<HIDDEN, 10>)>,
    x: Vec<SMatrix<f32, IN, B>>,
    classes: Vec<usize>,
    optimizer: Optimizer,
    loss: f32,
}

fn learn<const IN: usize, const HIDDEN: usize, const B: usize>(
    problem: &Problem,
    fresh: Classifier<IN, HIDDEN, 10>,
) -> Box<dyn Contestant> {
    let training = problem.training.as_ref().expect("training");
    Box::new(Learn::<IN, HIDDEN, B> {
        fresh: Box::new(fresh),
        net: Box::new(fresh),
        gradient: Box::new(fresh),
        moments: Box::new((Adam::new(), Adam::new())),
        x: problem.x.chunks(IN * B).map(SMatrix::from_column_slice).collect(),
        classes: training.classes().to_vec(),
        optimizer: training.optimizer,
        loss: 0.0,
    })
}

impl<const IN: usize, const HIDDEN: usize, const B: usize> Contestant for Learn<IN, HIDDEN, B> {
    #[inline(always)]
    fn run(&mut self) {
        let Learn { fresh, net, gradient, moments, .. } = self;
        (**net, **moments) = (**fresh, (Adam::new(), Adam::new()));
        for (t, (x, classes)) in (1..).zip(self.x.iter().zip(self.classes.as_chunks::<B>().0)) {
            self.loss = net.gradient(black_box(x), classes, gradient);
            match self.optimizer {
                Optimizer::Sgd { rate } => {
                    net.hidden.descend(&gradient.hidden, rate as f32);
                    net.output.descend(&gradient.output, rate as f32);
                }
                Optimizer::Adam { rate } => {
                    moments.0.step(&mut net.hidden, &gradient.hidden, rate as f32, t);
                    moments.1.step(&mut net.output, &gradient.output, rate as f32, t);
                }
            }
        }
    }

    fn result(&mut self) -> Vec<f32> {
        let mut result = vec![self.loss];
        push(&mut result, &self.net.hidden);
        push(&mut result, &self.net.output);
        result
    }
}

fn push<const IN: usize, const OUT: usize>(to: &mut Vec<f32>, layer: &Dense<IN, OUT>) {
    to.extend_from_slice(layer.weights.as_slice());
    to.extend_from_slice(layer.bias.as_slice());
}
