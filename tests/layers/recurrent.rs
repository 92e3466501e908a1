//! Recurrent layers: gradients through all steps, one step at a time, how they begin and what they are called.

use constrata::activation::Differentiable;
use constrata::bytemuck::Zeroable;
use constrata::layer::{Input, Output};
use constrata::layers::{Cell, Gru, Lstm, Recurrent, Rnn, State};
use constrata::prelude::*;
use constrata::{Sequence, Targets, gradient_check};
use rand::{RngExt, SeedableRng, rngs::SmallRng};

fn fill<T: Scalar>(numbers: &mut [T], rng: &mut SmallRng) {
    numbers.iter_mut().for_each(|number| *number = T::of(rng.random_range(-1.0..1.0)));
}

/// Parameters as after some training, and samples.
fn drawn<N: Network, const B: usize>(seed: u64) -> (N, Input<N, B>) {
    let rng = &mut SmallRng::seed_from_u64(seed);
    let (mut net, mut x): (N, Input<N, B>) = (N::zeros(), Zeroable::zeroed());
    (0..N::TENSORS).for_each(|index| fill(net.tensor_mut(index), rng));
    fill(N::Input::numbers_mut(&mut x), rng);
    (net, x)
}

fn differs<N: Learn<Scalar = f64, Activation: Differentiable>, const B: usize>()
where
    Output<N, B>: Targets<N::Output, f64, B>,
{
    let (mut net, x) = drawn::<N, B>(7);
    let mut target: Output<N, B> = Zeroable::zeroed();
    fill(N::Output::flat_mut(&mut target), &mut SmallRng::seed_from_u64(9));
    let found = gradient_check(&mut net, &x, &target, &HalfSquaredError);
    assert!(found.parameters.max(found.input) < 2e-8, "{}, batch of {B}: {found:?}", N::ARCHITECTURE);
}

#[test]
fn gradients_are_those_of_finite_differences() {
    macro_rules! all {
        ($steps:literal: $([$($layers:tt)*])*) => {$({
            network! { struct Net: f64; [$steps, 3] => $($layers)* }
            differs::<Net, 1>();
            differs::<Net, 3>();
        })*};
        ($($steps:literal)*) => {$(all! { $steps: [Lstm<4>] [Gru<4>] [Rnn<4>] [Lstm<5> => Gru<3, reverse = true> => Rnn<2, Sigmoid>] })*};
    }
    all! { 1 2 3 7 }
    all! { 4: [Residual(Lstm<5, bias = false> => Dense<3>) => Repeat<2>(Gru<3> => LayerNorm) => LastStep]
    [Parallel(concat: Lstm<2>, Lstm<3, reverse = true>) => MeanOverSteps => Dense<2>]
    [Repeat<2>(Residual(Rnn<3, HardTanh>)) => MaxOverSteps] [Gru<4, bias = false> => Flatten => Dense<2, Tanh>]
    [Conv1d<4, 2, Tanh> => Lstm<4> => Dense<2, Softmax>] [Lstm<1> => Rnn<1>] }
}

fn near<N: Network<Output: Numbers>, const B: usize>(a: &Output<N, B>, b: &Output<N, B>, most: f64) {
    for (a, b) in N::Output::flat(a).iter().zip(N::Output::flat(b)) {
        assert!((a.to_f64() - b.to_f64()).abs() <= most, "{}: {a} and {b}", N::ARCHITECTURE);
    }
}

/// What predicts, what learns and what evaluates on a tape, also where it was used before.
#[test]
fn all_ways_put_out_the_same() {
    macro_rules! all {
        ($([$($layers:tt)*])*) => {$({
            network! { struct Net: [7, 3] => $($layers)* }
            let (net, x) = drawn::<Net, 5>(3);
            let (wanted, mut pass) = (net.predict(&x), Net::pass());
            let mut found: Output<Net, 5> = Zeroable::zeroed();
            net.activate(&x, &mut found);
            near::<Net, 5>(&found, &wanted, 1e-6);
            for _ in 0..2 {
                pass.forward(&net, &x);
                near::<Net, 5>(&pass.output, &wanted, 1e-6);
                net.backward(&x, &mut pass.tape, &wanted, None, &mut Net::zeros());
            }
            net.infer_on_tape(&x, &mut pass.tape, &mut found);
            near::<Net, 5>(&found, &wanted, 1e-6);
        })*};
    }
    all! { [Lstm<4>] [Gru<17>] [Rnn<3, Relu>] [Lstm<33, bias = false> => Gru<2, reverse = true>] [LastStep] [MeanOverSteps] [MaxOverSteps] }
}

#[test]
fn one_step_after_the_other_is_the_sequence() {
    fn check<C: Cell, const H: usize, const G: usize, const REVERSE: bool>() {
        let (net, [x]) = drawn::<Recurrent<C, 6, 3, H, G, f32, 1, REVERSE>, 1>(5);
        let (mut state, mut y) = (State::<C, f32, H>::zeroed(), [[0.0; H]; 6]);
        for step in 0..6 {
            let t = if REVERSE { 5 - step } else { step };
            net.step(&mut state, &x[t], &mut y[t]);
            assert_eq!(state.h, y[t]);
        }
        assert_eq!(y, net.predict(&x), "the very bits");
    }
    check::<constrata::layers::LstmCell, 5, 20, false>();
    check::<constrata::layers::GruCell, 5, 15, false>();
    check::<constrata::layers::GruCell, 5, 15, true>();
    check::<constrata::layers::RnnCell, 40, 40, true>();
}

#[test]
fn no_step_knows_a_later_one() {
    fn check<N: Network<Scalar = f32, Input = Sequence<4, 2>, Output = Sequence<4, 3>>>(
        first: usize,
        rest: [usize; 3],
    ) {
        let (net, x) = drawn::<N, 1>(5);
        let mut other = x;
        other[0][first] = [5.0, -5.0];
        let [mut before, mut behind] = [[[[0.0; 3]; 4]; 1]; 2];
        net.activate(&x, &mut before);
        net.activate(&other, &mut behind);
        assert!(before[0][first] != behind[0][first]);
        other = x;
        for t in rest {
            other[0][t] = [5.0, -5.0];
        }
        net.activate(&other, &mut behind);
        assert_eq!(before[0][first], behind[0][first]);
        assert!(rest.iter().all(|t| before[0][*t] != behind[0][*t]));
    }
    check::<network!([4, 2] => Lstm<3>)>(0, [1, 2, 3]);
    check::<network!([4, 2] => Gru<3>)>(0, [1, 2, 3]);
    check::<network!([4, 2] => Rnn<3>)>(0, [1, 2, 3]);
    check::<network!([4, 2] => Lstm<3, reverse = true>)>(3, [0, 1, 2]);
}

/// As in PyTorch, the biases too; with an initialization by name, the biases are 0.
#[test]
fn how_they_begin() {
    network! { struct Net: [4, 2] => Lstm<25> => Gru<25, reverse = true> => Rnn<25, bias = false> }
    let net = Net::random(&mut SmallRng::seed_from_u64(1));
    let all: Vec<f32> = (0..Net::TENSORS).flat_map(|index| net.tensor(index).iter().copied()).collect();
    assert!(all.iter().all(|number| number.abs() <= 0.2) && all.iter().any(|number| number.abs() > 0.19));
    let mean_square = all.iter().map(|number| number * number).sum::<f32>() / all.len() as f32;
    assert!((mean_square / (0.04 / 3.0) - 1.0).abs() < 0.05, "{mean_square}");
    let net = Net::random_with(Initialization::HeNormal, &mut SmallRng::seed_from_u64(1));
    assert!(net.lstm1.bias.iter().chain(&net.gru2.recurrent_bias).all(|number| *number == 0.0));
    let square = net.lstm1.weights.iter().map(|number| number * number).sum::<f32>() / 200.0;
    assert!((0.7..1.4).contains(&square), "2 / fan_in is 1: {square}");
}

#[test]
fn a_residual_block_begins_as_nothing() {
    network! { struct Net: [5, 3] => Residual(Lstm<3>) => Residual(Dense<4> => Gru<3>) => Residual(Rnn<3>) }
    let x = [[0.5, -1.0, 2.0]; 5];
    assert_eq!(Net::random(&mut SmallRng::seed_from_u64(5)).predict(&x), x);
}

const UNITS: usize = 4;

#[test]
fn names_counts_and_sizes() {
    network! { struct Net: [5, 3] => Lstm<UNITS> => Gru<{ UNITS / 2 }, bias = false, reverse = true> => Rnn<2> => Rnn<UNITS, LeakyRelu<0.1>> => LastStep }
    assert_eq!(
        Net::ARCHITECTURE,
        "[5, 3] => Lstm<4> => Gru<2, bias = false, reverse = true> => Rnn<2, Tanh> => Rnn<4, LeakyRelu<1 / 10>> => LastStep"
    );
    let (lstm, gru, rnn, leaky) = (16 * (3 + 4), 6 * (4 + 2), 2 * (2 + 2), 4 * (2 + 4));
    assert_eq!(Net::MACS, 5 * (lstm + gru + rnn + leaky));
    assert_eq!(Net::PARAMETERS, lstm + 32 + gru + rnn + 4 + leaky + 8);
    let of_types = (
        <Lstm<5, 3, 4, 16>>::PARAMETERS,
        <Gru<5, 4, 2, 6, f32, 0, true>>::PARAMETERS,
        <Rnn<5, 2, 2, 2>>::PARAMETERS,
    );
    assert_eq!(of_types, (lstm + 32, gru, rnn + 4));
    network! { struct Generic<const T: usize, const H: usize>: [T, 2] => Rnn<H> => Lstm<3> => MaxOverSteps }
    assert_eq!(Generic::<3, 5>::zeros().predict(&[[1.0; 2]; 3]), [0.0; 3]);
}
