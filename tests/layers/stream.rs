//! Step by step: the same as at once, for ever, in every kind of network.

use constrata::bytemuck::Zeroable;
use constrata::nalgebra::matrix;
use constrata::prelude::*;
use constrata::stream::Ring;
use constrata::{Causal, Sequence};
use rand::{RngExt, SeedableRng, rngs::SmallRng};

/// By how much stepping may differ from predicting, in units in the last place of the largest number: products of many samples are
/// summed in another order than those of one. Of a layer 1.9 were seen; of networks 18, which let differences grow from layer to
/// layer as any rounding. With the feature `reproducible`: none.
const LAYER: f64 = if cfg!(feature = "reproducible") { 0.0 } else { 4.0 };
const NETWORK: f64 = if cfg!(feature = "reproducible") { 0.0 } else { 32.0 };

fn fill<T: Scalar>(numbers: &mut [T], low: f64, rng: &mut SmallRng) {
    numbers.iter_mut().for_each(|number| *number = T::of(rng.random_range(low..1.0)));
}

/// Parameters as after some training.
fn drawn<N: Network>(seed: u64) -> N {
    let (mut net, rng) = (N::zeros(), &mut SmallRng::seed_from_u64(seed));
    for index in 0..N::TENSORS {
        // of buffers there are variances
        let low = if N::learns(index) { -1.0 } else { 0.5 };
        fill(net.tensor_mut(index), low, rng);
    }
    net
}

fn copy<A: Parameters, Z: Parameters<Number = A::Number>>(from: &A, to: &mut Z) {
    (0..A::TENSORS).for_each(|index| to.tensor_mut(index).copy_from_slice(from.tensor(index)));
}

/// The largest magnitude.
fn largest<T: Scalar>(numbers: &[T]) -> f64 {
    numbers.iter().map(|number| number.to_f64().abs()).fold(0.0, f64::max)
}

/// How far apart, in units in the last place of `largest`.
fn apart<T: Scalar>(a: &[T], b: &[T], largest: f64) -> f64 {
    let epsilon = if size_of::<T>() == 4 { f64::from(f32::EPSILON) } else { f64::EPSILON };
    let mut worst = 0.0_f64;
    for (a, b) in a.iter().zip(b) {
        if a.to_f64().to_bits() == b.to_f64().to_bits() {
            continue;
        }
        let apart = (a.to_f64() - b.to_f64()).abs() / (epsilon * largest);
        // NaN is far from all
        worst = worst.max(if apart.is_nan() { f64::INFINITY } else { apart.max(f64::MIN_POSITIVE) });
    }
    worst
}

/// Steps through `x` by a network that has been trained on `T` steps, against the prediction of one that sees all `S` of them.
fn law<N, Whole, T, const S: usize, const STEPS: usize, const IN: usize, const OUT: usize>(
    seed: u64,
    most: f64,
) -> f64
where
    T: Scalar,
    N: Stream<Scalar = T, Input = Sequence<STEPS, IN>, Output = Sequence<STEPS, OUT>>,
    Whole: Network<Scalar = T, Number = T, Input = Sequence<S, IN>, Output = Sequence<S, OUT>>,
{
    let (net, mut whole): (N, Whole) = (drawn(seed), Whole::zeros());
    copy(&net, &mut whole);
    let mut x = [[T::ZERO; IN]; S];
    fill(x.as_flattened_mut(), -1.0, &mut SmallRng::seed_from_u64(seed + 100));
    let (mut z, mut y) = ([[[T::ZERO; OUT]; S]], [[[T::ZERO; OUT]; S]]);
    whole.infer(&[x], &mut z);
    whole.activate(&[x], &mut y);

    let (mut worst, scale) = (0.0_f64, [&y, &z].map(|samples| largest(samples[0].as_flattened())));
    let (mut state, mut logits, mut copied, mut copied_at) = (N::start(), N::start(), N::start(), 0);
    let mut replayed = Vec::new();
    for t in 0..S {
        if t == S / 2 {
            (copied, copied_at) = (state, t);
        }
        let mut stepped = [[T::of(f64::NAN); OUT]; 3];
        stepped[0] = net.step(&mut state, &x[t]);
        net.infer_step(&mut logits, &x[t], &mut stepped[1]);
        let found = apart(&stepped[0], &y[0][t], scale[0]).max(apart(&stepped[1], &z[0][t], scale[1]));
        assert!(
            found <= most,
            "{} at {t} of {STEPS}: {stepped:?}, not {:?} {:?}",
            N::ARCHITECTURE,
            y[0][t],
            z[0][t]
        );
        worst = worst.max(found);
        replayed.push(stepped[0]);
    }
    for t in copied_at..S {
        assert!(net.step(&mut copied, &x[t]) == replayed[t], "{} again at {t}", N::ARCHITECTURE);
    }
    assert_eq!(copied, state);
    state = Zeroable::zeroed();
    assert!(net.step(&mut state, &x[0]) == replayed[0], "{} afresh", N::ARCHITECTURE);
    worst
}

/// Bodies of networks from `[STEPS, 3]` to `[STEPS, OUT]`.
macro_rules! laws {
    ($most:expr; $([$out:literal, $($body:tt)*])*) => {{
        let mut worst = [0.0_f64; 2];
        $({
            network! { struct Net<T, const STEPS: usize>: T; [STEPS, 3] => $($body)* }
            for seed in 0..4 {
                macro_rules! at {
                    ($T:ty, $index:literal) => {
                        worst[$index] = worst[$index]
                            .max(law::<Net<$T, 1>, Net<$T, 1>, $T, 1, 1, 3, $out>(seed, $most))
                            .max(law::<Net<$T, 2>, Net<$T, 2>, $T, 2, 2, 3, $out>(seed, $most))
                            .max(law::<Net<$T, 5>, Net<$T, 5>, $T, 5, 5, 3, $out>(seed, $most))
                            .max(law::<Net<$T, 5>, Net<$T, 17>, $T, 17, 5, 3, $out>(seed, $most))
                    };
                }
                at!(f32, 0);
                at!(f64, 1);
            }
        })*
        println!("apart at most, in units in the last place of the largest number: {worst:?}");
    }};
}

#[test]
fn stream_of_layers_equals_prediction() {
    laws! { LAYER;
        [4, Dense<4, Relu>] [4, Dense<4, Softmax, bias = false>] [2, Dense<3 => 2, Maxout<3>>] [3, LayerNorm<Tanh>] [3, RmsNorm] [3, PRelu]
        [3, Swish] [1, Maxout<3>] [3, Softmax] [3, Gelu] [3, Tanh] [3, Dropout<0.5>] [3, Identity] [3, BatchNorm<Relu>]
        [4, Conv1d<4, 1>] [4, Conv1d<4, 2, Tanh, pad = causal>] [5, Conv1d<5, 3, Softmax, pad = causal, bias = false>]
        [2, Conv1d<2, 4, pad = causal, dilation = 3>] [16, Conv1d<16, 3, Gelu, pad = causal, dilation = 2>]
        [64, Conv1d<64, 4, Relu, pad = causal>]
        [4, Lstm<4>] [8, Lstm<8, bias = false>] [3, Gru<3>] [16, Gru<16>] [4, Rnn<4, Tanh>] [5, Rnn<5, Relu, bias = false>]
    }
}

#[test]
fn stream_of_networks_equals_prediction() {
    laws! { NETWORK;
        [2, Conv1d<8, 3, Relu, pad = causal> => BatchNorm => Dropout<0.1> => Conv1d<8, 2, Tanh, pad = causal, dilation = 3> => Dense<2, Sigmoid>]
        [3, Residual(Conv1d<4, 2, Tanh, pad = causal> => Residual(Conv1d<4, 3, pad = causal, dilation = 2>, Relu) => Dense<3>, Tanh)]
        [4, Residual(Dense<4, Gelu>, Relu, project = Conv1d<4, 3, pad = causal>)]
        [3, Repeat<2>(Repeat<3>(Conv1d<3, 2, Tanh, pad = causal, dilation = 2>) => LayerNorm)]
        [5, Repeat<3>(Residual(Conv1d<3, 3, pad = causal>, Tanh)) => Dense<5, Softmax>]
        [3, Repeat<3>(Conv1d<3, 2, Tanh, pad = causal>)]
        [8, Parallel(concat: Conv1d<3, 2, pad = causal>, Identity, Parallel(add: Dense<2>, Conv1d<4, 4, Tanh, pad = causal> => Dense<2>))]
        [4, Parallel(add: Dense<4>, RmsNorm => Dense<4, Softmax>, Conv1d<4, 3, pad = causal, dilation = 3>)]
        [2, Lstm<8> => Gru<4> => Dense<2, Softmax>]
        [3, Dense<4, Tanh> => Repeat<2>(Residual(Gru<4>)) => Parallel(concat: Rnn<2, Tanh>, Lstm<1>)]
        [1, Dense<32, Tanh> => Conv1d<32, 3, Relu, pad = causal> => Conv1d<32, 3, Relu, pad = causal, dilation = 2> => BatchNorm<Relu> => Dense<1>]
    }
}

network! { struct Filter<T>: T; [9, 3] => Conv1d<4, 3, Tanh, pad = causal> => Dense<3> }

/// Both forms of the macro, networks in networks, sizes that are constants, more layers than are inlined.
#[test]
fn stream_of_any_form() {
    const KERNEL: usize = 3;
    network! { struct Named: [9, 3] => Filter<f32> => Dropout<0.5> => Repeat<2>(Filter<f32>) => Residual(Filter<f32>, Relu) }
    type Row = network!([9, 3] => Filter<f32> => Dropout<0.5> => Repeat<2>(Filter<f32>) => Residual(Filter<f32>, Relu));
    network! { struct Constants: [9, 3] => Conv1d<4, KERNEL, pad = causal, dilation = { KERNEL - 1 }> => BatchNorm }
    network! { struct Many: f64; [9, 3]
        => Dense<3> => Dense<3> => Dense<3> => Conv1d<3, 2, pad = causal> => Tanh => Dropout<0.5> => Conv1d<3, 2, pad = causal> => RmsNorm
        => Identity => Conv1d<3, 2, Tanh, pad = causal> => Dense<3> => Dropout<0.5>
    }
    let ulps = [
        law::<Named, Named, _, 9, 9, 3, 3>(1, NETWORK),
        law::<Row, Named, _, 9, 9, 3, 3>(2, NETWORK),
        law::<Named, Row, _, 9, 9, 3, 3>(3, NETWORK),
        law::<Constants, Constants, _, 9, 9, 3, 4>(4, NETWORK),
        law::<Many, Many, _, 9, 9, 3, 3>(5, NETWORK),
        law::<Filter<f64>, Filter<f64>, _, 9, 9, 3, 3>(6, NETWORK),
    ];
    println!("{ulps:?}");
    // what hands on its input remembers nothing
    let filter = 2 * 3 * 4 + 4;
    assert_eq!((Filter::<f32>::STATE_BYTES, Filter::<f64>::STATE_BYTES), (filter, 2 * 3 * 8 + 8));
    assert_eq!((Named::STATE_BYTES, Row::STATE_BYTES), (4 * filter, 4 * filter));
    assert_eq!(Constants::STATE_BYTES, 4 * 3 * 4 + 4);
}

/// A vector is a frame: what takes one steps as it predicts.
#[test]
fn stream_of_vectors_remembers_nothing() {
    network! { struct Net: 3 => Dense<8, Tanh> => Residual(Dense<8>) => LayerNorm => BatchNorm<Relu> => Dense<2, Softmax> }
    let (net, mut state) = (drawn::<Net>(1), Net::start());
    assert_eq!(Net::STATE_BYTES, 0);
    assert_eq!(net.step(&mut state, &[1.0, -2.0, 3.0]), net.predict(&[1.0, -2.0, 3.0]));
}

/// Before the beginning there is nothing, not even a zero to be multiplied.
#[test]
fn nothing_is_before_the_first_step() {
    type Net = network!([3, 1] => Conv1d<1, 3, pad = causal, dilation = 2>);
    let mut net = Net::zeros();
    net.weights = matrix![f32::NAN, f32::INFINITY, 2.0];
    let y = [1.0, 2.0, 3.0].map(|x| [x]);
    let mut state = Net::start();
    let stepped = y.map(|x| net.step(&mut state, &x));
    assert_eq!(stepped[..2], [[2.0], [4.0]]);
    assert_eq!(stepped[2], [f32::INFINITY]);
    assert_eq!(net.predict(&y), stepped);
    net.weights = matrix![0.0, 0.0, 0.0];
    net.bias[0] = -0.0;
    if cfg!(feature = "reproducible") {
        assert_eq!(
            net.step(&mut Net::start(), &[-1.0])[0].to_bits(),
            net.predict(&[[-1.0]; 3])[0][0].to_bits()
        );
    }
}

/// The index of a ring wraps, after a million steps as after two.
#[test]
fn a_ring_goes_on_for_ever() {
    network! { struct Echo: [2, 1] => Conv1d<1, 2, pad = causal, dilation = 7> }
    let (mut net, mut state) = (Echo::zeros(), Echo::start());
    net.conv1d1.weights = matrix![1.0, 0.0];
    for t in 0..1_000_000_u32 {
        let [y] = net.step(&mut state, &[t as f32]);
        assert_eq!(y, t.saturating_sub(7) as f32);
    }
    assert_eq!(size_of_val(&state), 7 * 4 + 4);
    // the state of another network, or one that begins elsewhere
    let mut state: Ring<[f32; 1], 7> = Ring::after([[1.0], [2.0], [3.0], [4.0], [5.0], [6.0], [7.0]]);
    assert_eq!([0.0; 8].map(|x| net.step(&mut state, &[x])[0]), [1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 0.0]);
}

/// Written by hand: the window is a type.
#[test]
fn a_causal_window_is_a_type() {
    type Conv = constrata::layers::Conv1d<Sequence<4, 2>, Sequence<4, 1>, Causal<2, 3, 3>, 1, 4>;
    type Written = network!([4, 2] => Conv1d<1, 2, pad = causal, dilation = 3>);
    assert_eq!(Conv::ARCHITECTURE_HASH, Written::ARCHITECTURE_HASH);
    law::<Conv, Written, f32, 4, 4, 2, 1>(1, NETWORK);
}

/// What does not run step by step compiles, and predicts, in each form.
#[test]
fn other_networks_are_what_they_were() {
    network! { struct Flat: [4, 2] => Conv1d<3, 2> => Flatten => Dense<2> }
    network! { struct Generic<T, const STEPS: usize>: T; [STEPS, 2] => Dense<3> => LayerNorm<Tanh> => constrata::layers::BatchNorm<Sequence<STEPS, 3>, 3, constrata::activation::Identity, T> }
    type Row = network!([4, 2] => Flatten => Dense<2>);
    network! { struct Around: [4, 2] => Generic<f32, 4> => Dropout<0.5> }
    assert_eq!(Flat::zeros().predict(&[[1.0; 2]; 4]), [0.0; 2]);
    assert_eq!(Generic::<f64, 5>::zeros().predict(&[[1.0; 2]; 5]), [[0.0; 3]; 5]);
    assert_eq!(Row::zeros().predict(&[[1.0; 2]; 4]), [0.0; 2]);
    assert_eq!(Around::zeros().predict(&[[1.0; 2]; 4]), [[0.0; 3]; 4]);
    let mut pass = Around::pass::<2>();
    pass.logits(&Around::zeros(), &[[[1.0; 2]; 4]; 2]);
    // a generic network that the macro does not know to step, and which does
    network! { struct Inner<T>: T; [4, 2] => Filterless<T> => Dropout<0.5> }
    network! { struct Filterless<T>: T; [4, 2] => Conv1d<2, 2, Tanh, pad = causal> }
    law::<Inner<f32>, Inner<f32>, f32, 4, 4, 2, 2>(3, NETWORK);
}
