//! LeNet-5: one image, back to back (C1f); an epoch of 8 batches of 64 (C1).

use std::hint::black_box;

use constrata::prelude::*;
use constrata::{Batch, Image, boxed};
use rand::RngExt;

use super::{Race, agree, network, random, rng};
use crate::naive::{self, Dense};

network! { struct Lenet: [1, 28, 28]
    => first: Conv2d<6, 5, Relu> => MaxPool2d<2> => second: Conv2d<16, 5, Relu> => MaxPool2d<2>
    => Flatten => wide: Dense<120, Relu> => narrow: Dense<84, Relu> => output: Dense<10, Softmax>
}

const BATCH: usize = 64;
const BATCHES: usize = 8;

fn by_hand(net: &Lenet) -> Box<naive::Lenet> {
    Box::new(naive::Lenet {
        first: naive::Convolution { weights: net.first.weights, bias: net.first.bias },
        second: naive::Convolution { weights: net.second.weights, bias: net.second.bias },
        dense: (Dense::of(&net.wide), Dense::of(&net.narrow), Dense::of(&net.output)),
    })
}

pub(crate) fn predict(race: &mut impl Race) {
    const WORKLOAD: &str = "C1f LeNet-5";
    let net = network::<Lenet>();
    let naive = by_hand(&net);
    let [x] = *random::<784, 1>();
    let mut image = [[[0.0; 28]; 28]];
    image.as_flattened_mut().as_flattened_mut().copy_from_slice(&x);
    agree(WORKLOAD, &net.predict(&image), naive.predict(&x).as_slice(), 1e-4);
    race.race(
        WORKLOAD,
        || {
            black_box(black_box(&*net).predict(black_box(&image)));
        },
        || {
            black_box(black_box(&*naive).predict(black_box(&x)));
        },
    );
}

pub(crate) fn train(race: &mut impl Race) {
    const WORKLOAD: &str = "C1 LeNet-5, SGD, batch 64";
    let x = random::<784, { BATCH * BATCHES }>();
    let mut rng = rng();
    let classes: [usize; BATCH * BATCHES] = std::array::from_fn(|_| rng.random_range(0..10));
    let classes = classes.as_chunks::<BATCH>().0;
    let mut images = boxed::<[Batch<Image<1, 28, 28>, f32, BATCH>; BATCHES]>();
    Image::<1, 28, 28>::flat_mut(images.as_flattened_mut()).copy_from_slice(x.as_flattened());

    let fresh = network::<Lenet>();
    let (mut net, mut gradient, mut pass) = (fresh.clone(), boxed::<Lenet>(), boxed::<Pass<Lenet, BATCH>>());
    let mut constrata = || {
        *net = *fresh;
        let mut loss = 0.0;
        for (x, classes) in images.iter().zip(classes) {
            gradient.fill(0.0);
            loss = net.gradient(black_box(x), classes, &CrossEntropy, &mut pass, &mut gradient);
            Sgd.step(&mut *net, &gradient, &mut (), 0.01);
        }
        loss
    };
    let fresh = by_hand(&fresh);
    let (mut naive, mut delta) = (fresh.clone(), fresh.clone());
    let mut nalgebra = || {
        (*naive).clone_from(&fresh);
        let mut loss = 0.0;
        for (x, classes) in x.as_chunks::<BATCH>().0.iter().zip(classes) {
            loss = naive.gradient(black_box(x), classes, &mut delta);
            naive.descend(&delta, 0.01);
        }
        loss
    };
    agree(WORKLOAD, &[constrata()], &[nalgebra()], 1e-2);
    race.race(WORKLOAD, || _ = black_box(constrata()), || _ = black_box(nalgebra()));
}
