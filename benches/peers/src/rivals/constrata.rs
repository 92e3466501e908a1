//! constrata, as its README has it.

use std::hint::black_box;

use constrata::activation::Softmax;
use constrata::optimizer::Moments;
use constrata::prelude::*;
use constrata::train::Sample;
use constrata::{Image, Shape, boxed, bytemuck::Zeroable};

use super::networks::{Arm, Control, Curve, Digits, Lenet, Mnist, Xor, learned, load};
use crate::problem::{Optimizer as Rule, Problem};
use crate::race::Contestant;

pub(crate) fn solve(problem: &Problem) -> Option<Box<dyn Contestant>> {
    Some(match problem.id {
        "I1" => predict::<Control, 3, 1, 1>(problem),
        "I2" => predict::<Curve, 2, 1, 1>(problem),
        "I3" => predict::<Digits, 64, 10, 1>(problem),
        "I4" => predict::<Mnist, 784, 10, 1>(problem),
        "I5" => predict::<Arm, 13, 4, 1>(problem),
        "B4" => predict::<Mnist, 784, 10, 64>(problem),
        "C1f" => Box::new(PredictImage::new(problem)),
        "T1" => Box::new(LearnXor::new(problem)),
        "T3" => Box::new(Learn::<Digits, 32>::new(problem)),
        "T4s" | "T4a" => Box::new(Learn::<Mnist, 64>::new(problem)),
        "C1" => Box::new(Learn::<Lenet, 64>::new(problem)),
        _ => return None,
    })
}

struct Predict<N, const IN: usize, const OUT: usize, const B: usize> {
    net: Box<N>,
    x: Box<[[f32; IN]; B]>,
    y: Box<[[f32; OUT]; B]>,
}

fn predict<N, const IN: usize, const OUT: usize, const B: usize>(problem: &Problem) -> Box<dyn Contestant>
where
    N: Network<Scalar = f32, Input = Vector<IN>, Output = Vector<OUT>> + 'static,
{
    let mut x = boxed::<[[f32; IN]; B]>();
    x.as_flattened_mut().copy_from_slice(&problem.x);
    Box::new(Predict { net: load::<N>(problem), x, y: boxed::<[[f32; OUT]; B]>() })
}

impl<N, const IN: usize, const OUT: usize, const B: usize> Contestant for Predict<N, IN, OUT, B>
where
    N: Network<Scalar = f32, Input = Vector<IN>, Output = Vector<OUT>>,
{
    #[inline(always)]
    fn run(&mut self) {
        if B == 1 {
            self.y[0] = black_box(&*self.net).predict(black_box(&self.x[0]));
        } else {
            *self.y = black_box(&*self.net).predict(black_box(&*self.x));
        }
        black_box(&mut self.y);
    }

    fn result(&mut self) -> Vec<f32> {
        self.y.as_flattened().to_vec()
    }
}

/// One image.
struct PredictImage {
    net: Box<Lenet>,
    x: Box<Sample<Lenet>>,
    y: [f32; 10],
}

impl PredictImage {
    fn new(problem: &Problem) -> Self {
        let mut x = boxed::<Sample<Lenet>>();
        Image::<1, 28, 28>::flat_mut(std::slice::from_mut(&mut *x)).copy_from_slice(&problem.x);
        PredictImage { net: load(problem), x, y: [0.0; 10] }
    }
}

impl Contestant for PredictImage {
    #[inline(always)]
    fn run(&mut self) {
        self.y = black_box(&*self.net).predict(black_box(&*self.x));
        black_box(&mut self.y);
    }

    fn result(&mut self) -> Vec<f32> {
        self.y.to_vec()
    }
}

/// The whole batch in each step.
struct LearnXor {
    fresh: Xor,
    net: Xor,
    x: [[f32; 2]; 4],
    targets: [[f32; 1]; 4],
    steps: usize,
    loss: f32,
}

impl LearnXor {
    fn new(problem: &Problem) -> Self {
        let training = problem.training.as_ref().expect("training");
        LearnXor {
            fresh: *load(problem),
            net: Xor::zeros(),
            x: problem.x.as_chunks().0.try_into().expect("four samples"),
            targets: training.values().as_chunks().0.try_into().expect("four targets"),
            steps: training.steps,
            loss: 0.0,
        }
    }
}

impl Contestant for LearnXor {
    #[inline(always)]
    fn run(&mut self) {
        let (x, targets) = (black_box(&self.x), black_box(&self.targets));
        let (mut net, mut room, mut pass) = (*black_box(&self.fresh), Xor::zeros(), Xor::pass());
        for _ in 0..self.steps {
            self.loss = net.descend(x, targets, &MeanSquaredError, &mut pass, &mut room, 0.5);
        }
        self.net = net;
    }

    fn result(&mut self) -> Vec<f32> {
        learned(self.loss, &self.net)
    }
}

/// One epoch in whole batches.
struct Learn<N: Learn, const B: usize> {
    fresh: Box<N>,
    net: Box<N>,
    gradient: Box<N>,
    pass: Box<Pass<N, B>>,
    moments: Box<Moments<N>>,
    x: Vec<Sample<N>>,
    classes: Vec<usize>,
    rule: Rule,
    loss: f32,
}

impl<N, const B: usize> Learn<N, B>
where
    N: Learn<Scalar = f32, Output = Vector<10>, Activation = Softmax> + Clone,
{
    fn new(problem: &Problem) -> Self {
        let training = problem.training.as_ref().expect("training");
        let fresh = load::<N>(problem);
        let mut x = vec![Zeroable::zeroed(); problem.x.len() / problem.inputs()];
        N::Input::numbers_mut(&mut x).copy_from_slice(&problem.x);
        Learn {
            net: fresh.clone(),
            fresh,
            gradient: boxed(),
            pass: boxed(),
            moments: boxed(),
            x,
            classes: training.classes().to_vec(),
            rule: training.optimizer,
            loss: 0.0,
        }
    }
}

impl<N, const B: usize> Contestant for Learn<N, B>
where
    N: Learn<Scalar = f32, Output = Vector<10>, Activation = Softmax> + Copy,
{
    #[inline(always)]
    fn run(&mut self) {
        let Learn { fresh, net, gradient, pass, moments, .. } = self;
        (**net, **moments) = (**fresh, Zeroable::zeroed());
        for (x, classes) in self.x.as_chunks::<B>().0.iter().zip(self.classes.as_chunks::<B>().0) {
            let x = black_box(x);
            self.loss = match self.rule {
                Rule::Sgd { rate } => {
                    Network::descend(&mut **net, x, classes, &CrossEntropy, pass, gradient, rate as f32)
                }
                Rule::Adam { rate } => {
                    gradient.fill(0.0);
                    let loss = net.gradient(x, classes, &CrossEntropy, pass, gradient);
                    Adam::default().step(&mut **net, gradient, moments, rate as f32);
                    loss
                }
            };
        }
    }

    fn result(&mut self) -> Vec<f32> {
        learned(self.loss, &*self.net)
    }
}
