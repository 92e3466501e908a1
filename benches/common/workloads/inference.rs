//! Prediction of one sample, back to back; B4: of 64 at once.

use std::hint::black_box;

use constrata::prelude::*;
use nalgebra::{SMatrix, SVector};

use super::{Race, agree, images, network, random};
use crate::naive::{Classifier, Dense, sigmoid};

network! { pub(crate) struct Control: 3 => hidden: Dense<2, Sigmoid> => output: Dense<1, Sigmoid> }
network! { pub(crate) struct Curve: 2 => first: Dense<16, Tanh> => second: Dense<16, Tanh> => output: Dense<1> }
network! { pub(crate) struct Digits: 64 => hidden: Dense<32, Relu> => output: Dense<10, Softmax> }
network! { pub(crate) struct Mnist: 784 => hidden: Dense<128, Relu> => output: Dense<10, Softmax> }
network! { pub(crate) struct Arm: 13 => first: Dense<64, Tanh> => second: Dense<64, Tanh> => output: Dense<4> }

pub(crate) fn run(race: &mut impl Race) {
    let net = network::<Control>();
    let (hidden, output) = (Dense::of(&net.hidden), Dense::of(&net.output));
    predict(race, "I1 3-2-1 sigmoid", &*net, &(hidden, output), |(hidden, output), x| {
        let h = hidden.forward(x).map(sigmoid);
        output.forward(&h).map(sigmoid)
    });

    let net = network::<Curve>();
    let layers = (Dense::of(&net.first), Dense::of(&net.second), Dense::of(&net.output));
    predict(race, "I2 2-16-16-1 tanh", &*net, &layers, |(first, second, output), x| {
        let h = first.forward(x).map(f32::tanh);
        let h = second.forward(&h).map(f32::tanh);
        output.forward(&h)
    });

    let net = network::<Digits>();
    let naive = Classifier { hidden: Dense::of(&net.hidden), output: Dense::of(&net.output) };
    predict(race, "I3 64-32-10 relu softmax", &*net, &naive, |naive, x| naive.predict(x));

    let net = network::<Mnist>();
    let naive = Box::new(Classifier { hidden: Dense::of(&net.hidden), output: Dense::of(&net.output) });
    predict(race, "I4 784-128-10 relu softmax", &*net, &*naive, |naive, x| naive.predict(x));

    let net = network::<Arm>();
    let layers = Box::new((Dense::of(&net.first), Dense::of(&net.second), Dense::of(&net.output)));
    predict(race, "I5 13-64-64-4 tanh", &*net, &*layers, |(first, second, output), x| {
        let h = first.forward(x).map(f32::tanh);
        let h = second.forward(&h).map(f32::tanh);
        output.forward(&h)
    });

    batch(race);
    images::predict(race);
}

/// One sample, over and over.
fn predict<N, M, const IN: usize, const OUT: usize>(
    race: &mut impl Race,
    workload: &str,
    net: &N,
    naive: &M,
    forward: impl Fn(&M, &SVector<f32, IN>) -> SVector<f32, OUT>,
) where
    N: Network<Scalar = f32, Input = constrata::Vector<IN>, Output = constrata::Vector<OUT>>,
{
    let [x] = *random::<IN, 1>();
    let column = SVector::from(x);
    agree(workload, &net.predict(&x), forward(naive, &column).as_slice(), 1e-4);
    race.race(
        workload,
        || {
            black_box(black_box(net).predict(black_box(&x)));
        },
        || {
            black_box(forward(black_box(naive), black_box(&column)));
        },
    );
}

fn batch(race: &mut impl Race) {
    const WORKLOAD: &str = "B4 784-128-10, 64 samples";
    let net = network::<Mnist>();
    let naive = Box::new(Classifier { hidden: Dense::of(&net.hidden), output: Dense::of(&net.output) });
    let x = random::<784, 64>();
    let columns = Box::new(SMatrix::from_data(nalgebra::ArrayStorage(*x)));
    agree(WORKLOAD, net.predict(&*x).as_flattened(), naive.predict_batch(&columns).as_slice(), 1e-4);
    race.race(
        WORKLOAD,
        || {
            black_box(black_box(&*net).predict(black_box(&*x)));
        },
        || {
            black_box(black_box(&*naive).predict_batch(black_box(&*columns)));
        },
    );
}
