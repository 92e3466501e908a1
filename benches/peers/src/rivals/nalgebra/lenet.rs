//! LeNet-5.

use std::hint::black_box;

use super::naive::{Convolution, Dense, Lenet};
use super::push;
use crate::problem::{Optimizer, Problem};
use crate::race::Contestant;
use crate::rivals::networks;

pub(super) fn lenet(problem: &Problem) -> Lenet {
    let net = networks::load::<networks::Lenet>(problem);
    Lenet {
        first: Convolution { weights: net.first.weights, bias: net.first.bias },
        second: Convolution { weights: net.second.weights, bias: net.second.bias },
        dense: (Dense::of(&net.wide), Dense::of(&net.narrow), Dense::of(&net.output)),
    }
}

struct Learn {
    fresh: Box<Lenet>,
    net: Box<Lenet>,
    gradient: Box<Lenet>,
    x: Vec<[f32; 784]>,
    classes: Vec<usize>,
    batch: usize,
    rate: f32,
    loss: f32,
}

/// By plain gradient descent.
pub(super) fn learn(problem: &Problem) -> Option<Box<dyn Contestant>> {
    let training = problem.training.as_ref()?;
    let Optimizer::Sgd { rate } = training.optimizer else { return None };
    let fresh = Box::new(lenet(problem));
    Some(Box::new(Learn {
        net: fresh.clone(),
        gradient: fresh.clone(),
        fresh,
        x: problem.x.as_chunks().0.to_vec(),
        classes: training.classes().to_vec(),
        batch: problem.batch,
        rate: rate as f32,
        loss: 0.0,
    }))
}

impl Contestant for Learn {
    #[inline(always)]
    fn run(&mut self) {
        (*self.net).clone_from(&self.fresh);
        for (x, classes) in self.x.chunks(self.batch).zip(self.classes.chunks(self.batch)) {
            self.loss = self.net.gradient(black_box(x), classes, &mut self.gradient);
            self.net.descend(&self.gradient, self.rate);
        }
    }

    fn result(&mut self) -> Vec<f32> {
        let Lenet { first, second, dense } = &*self.net;
        let mut result = vec![self.loss];
        result.extend_from_slice(first.weights.as_slice());
        result.extend_from_slice(first.bias.as_slice());
        result.extend_from_slice(second.weights.as_slice());
        result.extend_from_slice(second.bias.as_slice());
        push(&mut result, &dense.0);
        push(&mut result, &dense.1);
        push(&mut result, &dense.2);
        result
    }
}
