//! Training from fresh weights: XOR for 10 000 steps, else one epoch.

use std::hint::black_box;

use constrata::optimizer::Moments;
use constrata::prelude::*;
use constrata::{boxed, bytemuck::Zeroable};
use nalgebra::{ArrayStorage, SMatrix, matrix};
use rand::RngExt;

use super::inference::{Digits, Mnist};
use super::{Race, agree, images, network, random, rng};
use crate::naive::{self, Classifier, Dense};

network! { pub(crate) struct Xor: 2 => hidden: Dense<8, Tanh> => output: Dense<1, Sigmoid> }

pub(crate) fn run(race: &mut impl Race) {
    xor(race);
    let (x, classes) = digits();
    epoch::<Digits, 64, 32, 10, 32>(race, "T3 64-32-10, Adam, batch 32", &x, &classes, true, |net| {
        Classifier { hidden: Dense::of(&net.hidden), output: Dense::of(&net.output) }
    });
    let x: Vec<_> = random::<784, 4096>().to_vec();
    let mut rng = rng();
    let classes: Vec<usize> = x.iter().map(|_| rng.random_range(0..10)).collect();
    let classifier =
        |net: &Mnist| Classifier { hidden: Dense::of(&net.hidden), output: Dense::of(&net.output) };
    epoch::<Mnist, 784, 128, 10, 64>(race, "T4s 784-128-10, SGD, batch 64", &x, &classes, false, classifier);
    epoch::<Mnist, 784, 128, 10, 64>(race, "T4a 784-128-10, Adam, batch 64", &x, &classes, true, classifier);
    images::train(race);
}

fn xor(race: &mut impl Race) {
    const WORKLOAD: &str = "T1 XOR 2-8-1, 10 000 steps";
    let fresh = *network::<Xor>();
    let x = [[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]];
    let target = [[0.0], [1.0], [1.0], [0.0]];
    let (mut room, mut pass) = (Xor::zeros(), Xor::pass());
    let mut constrata = || {
        let (mut net, mut loss) = (black_box(fresh), 0.0);
        for _ in 0..10_000 {
            loss = net.descend(black_box(&x), &target, &MeanSquaredError, &mut pass, &mut room, 0.5);
        }
        loss
    };

    let naive = naive::Xor { hidden: Dense::of(&fresh.hidden), output: Dense::of(&fresh.output) };
    let columns = SMatrix::from_data(ArrayStorage(x));
    let wanted = matrix![0.0, 1.0, 1.0, 0.0];
    let nalgebra = || {
        let (mut naive, mut loss) = (black_box(naive), 0.0);
        for _ in 0..10_000 {
            loss = naive.step(black_box(&columns), &wanted, 0.5);
        }
        loss
    };

    agree(WORKLOAD, &[constrata()], &[nalgebra()], 1e-2);
    race.race(WORKLOAD, || _ = black_box(constrata()), || _ = black_box(nalgebra()));
}

/// One epoch in whole batches, by Adam at 0.001 or gradient descent at 0.01.
fn epoch<N, const IN: usize, const HIDDEN: usize, const OUT: usize, const B: usize>(
    race: &mut impl Race,
    workload: &str,
    x: &[[f32; IN]],
    classes: &[usize],
    adam: bool,
    classifier: impl Fn(&N) -> Classifier<IN, HIDDEN, OUT>,
) where
    N: Learn<
            Scalar = f32,
            Input = constrata::Vector<IN>,
            Output = constrata::Vector<OUT>,
            Activation = constrata::activation::Softmax,
        > + Copy,
{
    let (x, classes) = (x.as_chunks::<B>().0, classes.as_chunks::<B>().0);
    let fresh = network::<N>();
    let (mut net, mut gradient, mut pass) = (fresh.clone(), boxed::<N>(), boxed::<Pass<N, B>>());
    let mut moments = boxed::<Moments<N>>();
    let mut constrata = || {
        (*net, *moments) = (*fresh, Zeroable::zeroed());
        let mut loss = 0.0;
        for (x, classes) in x.iter().zip(classes) {
            let x = black_box(x);
            loss = if adam {
                gradient.fill(0.0);
                let loss = net.gradient(x, classes, &CrossEntropy, &mut pass, &mut gradient);
                Adam::default().step(&mut *net, &gradient, &mut moments, 1e-3);
                loss
            } else {
                net.descend(x, classes, &CrossEntropy, &mut pass, &mut gradient, 0.01)
            };
        }
        loss
    };

    let columns: Vec<_> = x.iter().map(|x| SMatrix::from_data(ArrayStorage(*x))).collect();
    let fresh = Box::new(classifier(&fresh));
    let (mut naive, mut delta) = (fresh.clone(), fresh.clone());
    let zeros = Box::new((naive::Adam::new(), naive::Adam::new()));
    let mut moments = zeros.clone();
    let mut nalgebra = || {
        (*naive, *moments) = (*fresh, *zeros);
        let mut loss = 0.0;
        for (t, (x, classes)) in (1..).zip(columns.iter().zip(classes)) {
            loss = naive.gradient(black_box(x), classes, &mut delta);
            if adam {
                moments.0.step(&mut naive.hidden, &delta.hidden, 1e-3, t);
                moments.1.step(&mut naive.output, &delta.output, 1e-3, t);
            } else {
                naive.hidden.descend(&delta.hidden, 0.01);
                naive.output.descend(&delta.output, 0.01);
            }
        }
        loss
    };

    agree(workload, &[constrata()], &[nalgebra()], 1e-2);
    race.race(workload, || _ = black_box(constrata()), || _ = black_box(nalgebra()));
}

/// The digits, their pixels from 0 to 1, and what they show.
fn digits() -> (Vec<[f32; 64]>, Vec<usize>) {
    let digit = |line: &str| {
        let mut fields = line.split(',').map(|field| field.parse::<u8>().expect("a small number"));
        let pixels = std::array::from_fn(|_| f32::from(fields.next().expect("64 pixels")) / 16.0);
        (pixels, usize::from(fields.next().expect("a class")))
    };
    include_str!("../../../data/digits.csv").lines().map(digit).unzip()
}
