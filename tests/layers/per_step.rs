//! Layers at every step of a sequence: the layer's own answers, gradients, names and files.

use constrata::Targets;
use constrata::Vector;
use constrata::bytemuck::Zeroable;
use constrata::gradient_check;
use constrata::layer::{Input, Output};
use constrata::layers::{BatchNorm, PerStep};
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

#[test]
fn a_network_may_act_on_each_step() {
    network! { struct Inner: f64; 3 => Dense<4, Tanh> => LayerNorm => Dense<2, Softmax> }
    network! { struct Outer: f64; [5, 3] => each: PerStep<Inner, 5> => Reshape<[5, 2]> => Dense<2> }
    network! { struct Plain: f64; [5, 3] => Dense<4, Tanh> => LayerNorm => Dense<2, Softmax> => Dense<2> }
    error::<Outer, Output<Outer, 3>, 3>(&numbers::<Outer, 3>(), &MeanSquaredError);
    let ((outer, x), (plain, _)) = (drawn::<Outer, 2>(4), drawn::<Plain, 2>(4));
    assert_eq!((outer.predict(&x), Outer::MACS), (plain.predict(&x), Plain::MACS));
    let (mut outer_pass, mut plain_pass) = (Outer::pass(), Plain::pass());
    outer_pass.activate(&outer, &x);
    plain_pass.activate(&plain, &x);
    assert_eq!(outer_pass.output, plain_pass.output);
    let mut rows = Vec::new();
    Outer::nodes(&mut |node| rows.extend(node.row().map(|row| (row.layer, row.parameters))));
    let text = "Dense<4, Tanh> => LayerNorm<Identity> => Dense<2, Softmax> per step";
    assert_eq!(rows[0], (text, 16 + 8 + 10));
    const { assert!(Outer::STACK_BYTES >= Plain::STACK_BYTES) };
}

/// Masks are drawn for each step of each sample; statistics are those of the steps, taken over sample by sample.
#[test]
fn what_is_random_and_what_is_kept_is_so_at_each_step() {
    type Noise = PerStep<network!(8 => Dropout<0.5>), 50>;
    let mut pass = Noise::pass::<2>();
    Noise::sample_noise(&mut pass.tape, &mut SmallRng::seed_from_u64(1));
    pass.logits(&Noise::zeros(), &[[[1.0; 8]; 50]; 2]);
    let masks = pass.output.as_flattened();
    assert!(masks.iter().all(|mask| mask.iter().all(|number| *number == 0.0 || *number == 2.0)));
    assert!((1..100).filter(|step| masks[*step] != masks[step - 1]).count() > 90);

    type Norm = PerStep<BatchNorm<Vector<1>, 1>, 2>;
    let (mut norm, mut pass) = (Norm::random(&mut SmallRng::seed_from_u64(1)), Norm::pass());
    pass.logits(&norm, &[[[1.0], [3.0]], [[10.0], [10.0]]]);
    assert!((pass.output[0][1][0] - 1.0).abs() < 1e-4 && pass.output[1] == [[0.0]; 2]);
    norm.update_buffers(&pass.tape);
    let after_one = 0.1 * 2.0;
    assert!((norm.mean[0] - (0.9 * after_one + 0.1 * 10.0)).abs() < 1e-6, "{}", norm.mean);
    assert_eq!(Norm::COST.min_batch, 1);
}

/// As of vectors, and residual blocks begin as nothing.
#[test]
fn weights_are_drawn_as_those_of_vectors() {
    network! { struct Steps: [5, 3] => Dense<4> => Relu => LayerNorm<Tanh> => Dense<4, PRelu> => Dense<2, Softmax> }
    network! { struct Vectors: 3 => Dense<4> => Relu => LayerNorm<Tanh> => Dense<4, PRelu> => Dense<2, Softmax> }
    let rng = || SmallRng::seed_from_u64(5);
    let (steps, vectors) = (Steps::random(&mut rng()), Vectors::random(&mut rng()));
    assert!((0..Steps::TENSORS).all(|index| steps.tensor(index) == vectors.tensor(index)));
    assert!((0..Steps::TENSORS).all(|index| Steps::role(index) == Vectors::role(index)));
    network! { struct Block: [5, 3] => Residual(Dense<4, Tanh> => Dense<3>) }
    let x = [[0.5, -1.0, 2.0]; 5];
    assert_eq!(Block::random(&mut rng()).predict(&x), x);
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
