//! A step moves every parameter of a network as it moves any other: of a small network, where the loop over its tensors is
//! written out, and of larger ones, where it is not.

use constrata::bytemuck::zeroed;
use constrata::optimizer::{AdaGrad, Moments, Momentum, RmsProp};
use constrata::prelude::*;

fn moves_all<N: Network<Scalar = f32>, O: Optimizer<f32>>(optimizer: &O) {
    let (mut net, mut gradient) = (N::zeros(), N::zeros());
    let mut state: Box<O::State<N>> = constrata::boxed();
    net.fill(0.5);
    gradient.fill(1.0);
    for _ in 0..2 {
        optimizer.step(&mut net, &gradient, &mut state, 0.1);
    }
    let moved: Vec<f32> = (0..N::TENSORS).flat_map(|index| net.tensor(index)).copied().collect();
    assert_eq!(moved.len(), N::PARAMETERS);
    assert!(moved[0] < 0.4, "{}: {}", O::NAME.as_str(), moved[0]);
    assert!(moved.iter().all(|w| *w == moved[0]), "{}, {}: {moved:?}", O::NAME.as_str(), N::ARCHITECTURE);
}

fn all_optimizers_move_all<N: Network<Scalar = f32>>() {
    moves_all::<N, _>(&Sgd);
    moves_all::<N, _>(&Momentum::default());
    moves_all::<N, _>(&AdaGrad::default());
    moves_all::<N, _>(&RmsProp::default());
    moves_all::<N, _>(&Adam::default());
}

#[test]
fn of_one_tensor() {
    all_optimizers_move_all::<network!(3 => Dense<1, bias = false>)>();
}

#[test]
fn of_as_many_tensors_as_are_written_out() {
    all_optimizers_move_all::<network!(2 => Dense<3> => Dense<2> => Dense<3> => Dense<1>)>();
}

#[test]
fn of_more_tensors() {
    all_optimizers_move_all::<network!(2 => Dense<2> => Dense<2> => Dense<2> => Dense<2> => Dense<1>)>();
}

#[test]
fn of_more_parameters() {
    all_optimizers_move_all::<network!(16 => Dense<7> => Dense<9>)>();
    all_optimizers_move_all::<network!(70 => Dense<33, Relu> => Dense<2>)>();
}

/// The means that files and resumed runs hold, by their definition: m = beta1 m + (1 - beta1) g.
#[test]
fn adam_remembers_weighted_means() {
    type Net = network!(1 => Dense<1>);
    let adam = Adam { beta1: 0.5, beta2: 0.75, ..Adam::default() };
    let (mut net, mut gradient, mut moments) = (Net::zeros(), Net::zeros(), zeroed::<Moments<Net>>());
    for (g, mean, square, correction) in [(1.0, 0.5, 0.25, [0.5, 0.25]), (3.0, 1.75, 2.4375, [0.75, 0.4375])]
    {
        gradient.fill(g);
        adam.step(&mut net, &gradient, &mut moments, 0.1);
        assert_eq!((moments.mean.weights[0], moments.square.weights[0]), (mean, square));
        assert_eq!(moments.correction, correction);
    }
}
