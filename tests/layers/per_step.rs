//! Layers at every step of a sequence: the layer's own answers, gradients, names and files.

use constrata::Targets;
use constrata::bytemuck::Zeroable;
use constrata::gradient_check;
use constrata::layer::{Input, Output};
use constrata::loss::Loss;
use constrata::prelude::*;
use rand::{RngExt, SeedableRng, rngs::SmallRng};

fn fill<T: Scalar>(numbers: &mut [T], low: f64, rng: &mut SmallRng) {
    numbers.iter_mut().for_each(|number| *number = T::of(rng.random_range(low..1.0)));
}

/// Parameters as after some training, and samples.
fn drawn<N: Network<Input: Numbers>, const B: usize>(seed: u64) -> (N, Input<N, B>) {
    let rng = &mut SmallRng::seed_from_u64(seed);
    let (mut net, mut x): (N, Input<N, B>) = (N::zeros(), Zeroable::zeroed());
    for index in 0..N::TENSORS {
        // of buffers there are variances
        let low = if N::learns(index) { -1.0 } else { 0.5 };
        fill(net.tensor_mut(index), low, rng);
    }
    fill(N::Input::flat_mut(&mut x), -1.0, rng);
    (net, x)
}

fn copy<A: Parameters, Z: Parameters<Number = A::Number>>(from: &A, to: &mut Z) {
    (0..A::TENSORS).for_each(|index| to.tensor_mut(index).copy_from_slice(from.tensor(index)));
}

#[test]
fn a_step_is_a_sample_of_the_layer() {
    macro_rules! all {
        ($([$($layer:tt)*])*) => {$(
            {
                network! { struct Steps: [5, 6] => $($layer)* }
                network! { struct Vectors: 6 => $($layer)* }
                let (net, x) = drawn::<Steps, 3>(1);
                let mut vectors = Vectors::zeros();
                copy(&net, &mut vectors);
                assert_eq!((Steps::PARAMETERS, Steps::MACS), (Vectors::PARAMETERS, 5 * Vectors::MACS));
                let wanted = x.map(|x| vectors.predict(&x));
                let (mut passed, mut told): (Pass<Steps, 3>, Output<Steps, 3>) = (Steps::pass(), Zeroable::zeroed());
                passed.forward(&net, &x);
                let close = |a: &Output<Steps, 3>, b: &Output<Steps, 3>| {
                    let (a, b) = (a.as_flattened().as_flattened(), b.as_flattened().as_flattened());
                    a.iter().zip(b).all(|(a, b)| (a - b).abs() < 1e-6)
                };
                assert!(close(&passed.output, &wanted) && close(&net.predict(&x), &wanted), "{}", Steps::ARCHITECTURE);
                net.inspect(&x, &mut told, &mut |_, _| {});
                assert!(close(&told, &wanted), "{}", Steps::ARCHITECTURE);
            }
        )*};
    }
    all! {
        [Dense<4, Relu>] [Dense<7, Softmax, bias = false>] [Dense<6 => 2, Maxout<2>>] [LayerNorm<Tanh>] [RmsNorm] [PRelu] [Swish]
        [Maxout<3>] [Softmax] [Gelu] [Tanh] [Dense<3, Gelu> => LayerNorm => Dense<5, PRelu>]
        [Residual(Dense<4, Tanh> => Dense<6>, Softmax)] [Repeat<3>(Dense<6, Tanh> => RmsNorm)]
        [Parallel(concat: Dense<2, Tanh>, Identity, Dense<3> => Softmax)]
        [Parallel(add: Dense<4>, LayerNorm => Dense<4, Softmax>)]
    }
}

/// The largest error of the gradient by parameters and inputs, against central differences.
fn error<N: Learn<Scalar = f64, Input: Numbers>, Y: Targets<N::Output, f64, B>, const B: usize>(
    target: &Y,
    loss: &impl Loss<N::Activation>,
) -> f64 {
    let (mut net, x) = drawn::<N, B>(7);
    let found = gradient_check(&mut net, &x, target, loss);
    assert!(found.parameters.max(found.input) < 2e-8, "{}, batch of {B}: {found:?}", N::ARCHITECTURE);
    found.parameters.max(found.input)
}

/// Targets that are numbers, between 0 and 1.
fn numbers<N: Network<Scalar = f64, Input: Numbers>, const B: usize>() -> Output<N, B> {
    let mut target: Output<N, B> = Zeroable::zeroed();
    fill(N::Output::flat_mut(&mut target), 0.0, &mut SmallRng::seed_from_u64(9));
    target
}

#[test]
fn gradients_are_those_of_finite_differences() {
    macro_rules! all {
        ($($loss:expr => $([$($body:tt)*])*;)*) => {$($(
            {
                network! { struct Net: f64; $($body)* }
                error::<Net, Output<Net, 1>, 1>(&numbers::<Net, 1>(), &$loss);
                error::<Net, Output<Net, 3>, 3>(&numbers::<Net, 3>(), &$loss);
            }
        )*)*};
    }
    all! {
        MeanSquaredError => [[4, 3] => Dense<8, Relu> => Dense<2>] [[1, 3] => Dense<2, Tanh>] [[5, 3] => Dense<4, Softmax> => Dense<2>]
            [[4, 3] => Dense<5> => LayerNorm<Tanh> => Dense<4> => RmsNorm] [[3, 4] => PRelu => Dense<4, Swish> => Dense<2, Maxout<2>>]
            [[4, 3] => Conv1d<4, 2, Softmax> => Dense<2>] [[4, 3] => Dense<4, Gelu> => Softmax => Flatten => Dense<2>]
            [[4, 3] => Residual(Dense<5, Tanh> => Dense<3>, Softmax) => Repeat<2>(LayerNorm => Dense<3, Tanh>) => Dense<2>]
            [[4, 3] => Parallel(concat: Dense<2, Tanh>, Identity) => Parallel(add: Dense<4>, RmsNorm => Dense<4, Softmax>) => Dense<2>];
        RootMeanSquaredError => [[4, 3] => Dense<2, Sigmoid>];
        HalfSquaredError => [[4, 3] => Dense<2, Sigmoid>];
        BinaryCrossEntropy => [[4, 3] => Dense<2, Sigmoid>];
        BinaryCrossEntropyWithLogits => [[4, 3] => Dense<1>];
        CrossEntropy => [[4, 3] => Dense<5, Tanh> => Dense<3, Softmax>] [[2, 3] => Conv1d<3, 2, Softmax, pad = same>];
        CrossEntropyWithLogits => [[4, 3] => Dense<3>];
    }
}

#[test]
fn gradients_of_classes_with_gaps_are_those_of_finite_differences() {
    network! { struct Net: f64; [4, 3] => Dense<5, Tanh> => Dense<3, Softmax> }
    network! { struct Logits: f64; [4, 3] => Dense<3> }
    network! { struct Yes: f64; [4, 3] => Dense<1, Sigmoid> }
    let all = [[0, 2, 1, 1], [2, 2, 0, 1], [1, 0, 0, 2_usize]];
    let some = [[Some(0), None, Some(1), None], [None; 4], [Some(2), Some(2), None, Some(0_usize)]];
    error::<Net, _, 3>(&all, &CrossEntropy);
    error::<Net, _, 3>(&some, &CrossEntropy);
    error::<Net, _, 1>(&all[0], &CrossEntropy);
    error::<Net, _, 1>(&some[0], &CrossEntropy);
    error::<Net, _, 3>(&some, &MeanSquaredError);
    error::<Net, _, 3>(&some, &RootMeanSquaredError);
    error::<Logits, _, 3>(&some, &CrossEntropyWithLogits);
    error::<Yes, _, 3>(&some.map(|steps| steps.map(|step| step.map(|class| class % 2))), &BinaryCrossEntropy);
}

const STEPS: usize = 3;
const UNITS: usize = 2;

#[test]
fn sizes_may_be_constants_and_generic() {
    network! { struct Constants: [STEPS, UNITS] => Dense<UNITS => { 2 * UNITS }, Relu> => LayerNorm => Dense<UNITS, Maxout<2>> }
    network! { struct Generic<const T: usize, const N: usize>: [T, N] => Dense<4, Tanh> => RmsNorm => Dense<N, Softmax> }
    network! { struct Numbers: [3, 2] => Dense<4, Tanh> => RmsNorm => Dense<2, Softmax> }
    assert_eq!(Constants::PARAMETERS, (2 * 4 + 4) + (4 + 4) + (4 * 4 + 4));
    assert_eq!(Constants::zeros().predict(&[[1.0; 2]; 3]), [[0.0; 2]; 3]);
    let ((generic, x), (numbers, same)) = (drawn::<Generic<3, 2>, 2>(4), drawn::<Numbers, 2>(4));
    assert_eq!((Generic::<3, 2>::ARCHITECTURE_HASH, x), (Numbers::ARCHITECTURE_HASH, same));
    assert_eq!(generic.predict(&x), numbers.predict(&x));
    assert_eq!(Generic::<1, 5>::zeros().predict(&[[0.0; 5]]), [[0.2; 5]]);
}

#[test]
fn behind_a_network_its_shape_is_written() {
    network! { struct Encoder: [3, 2] => Dense<4, Tanh> }
    network! { struct Net: [3, 2] => Encoder => Reshape<[3, 4]> => LayerNorm => Dense<2> }
    network! { struct Flat: [3, 2] => Dense<4, Tanh> => LayerNorm => Dense<2> }
    network! { struct Own: [3, 2] => Encoder => constrata::layers::PerStep<constrata::layers::Dense<4, 2>, 3> }
    let ((net, x), (flat, _)) = (drawn::<Net, 2>(4), drawn::<Flat, 2>(4));
    assert_eq!(net.predict(&x), flat.predict(&x));
    assert_eq!(Own::PARAMETERS, (2 * 4 + 4) + (4 * 2 + 2));
}

/// Each sample has masks of its own, and each step.
#[test]
fn dropout_draws_for_every_number() {
    network! { struct Net: [50, 8] => Dropout<0.5> }
    let mut pass = Net::pass::<2>();
    Net::sample_noise(&mut pass.tape, &mut SmallRng::seed_from_u64(1));
    pass.logits(&Net::zeros(), &[[[1.0; 8]; 50]; 2]);
    let dropped = |numbers: &[f32]| numbers.iter().filter(|number| **number == 0.0).count();
    let [a, b] = pass.output.map(|sample| dropped(sample.as_flattened()));
    assert!((150..250).contains(&a) && (150..250).contains(&b) && pass.output[0] != pass.output[1]);
}
