//! Normalization in networks: buffers are kept and not trained, passes are large enough, and folding changes no output.

use constrata::Error;
use constrata::bytemuck::{Zeroable, zeroed};
use constrata::layer::{Input, Output};
use constrata::prelude::*;
use constrata::train::{Data, Fit};
use rand::{RngExt, SeedableRng, rngs::SmallRng};

network! { struct Net: 6 => Dense<10, bias = false> => BatchNorm<Relu> => Dense<3, Softmax> }

fn rng(seed: u64) -> SmallRng {
    SmallRng::seed_from_u64(seed)
}

/// Parameters and running statistics as after some training: variances are positive, nothing else is as it began.
fn trained<N: Network<Scalar = f32>>(seed: u64) -> Box<N> {
    let rng = &mut rng(seed);
    let mut net = N::boxed(rng);
    for index in 0..N::TENSORS {
        for number in net.tensor_mut(index) {
            *number += rng.random_range(-0.4..0.4_f32);
        }
    }
    net
}

fn samples(count: usize) -> (Vec<[f32; 6]>, Vec<usize>) {
    let rng = &mut rng(2);
    let x: Vec<[f32; 6]> = (0..count).map(|_| std::array::from_fn(|_| rng.random_range(-1.0..1.0))).collect();
    let y = x.iter().map(|x| if x[0] > 0.3 { 2 } else { usize::from(x[1] > 0.0) }).collect();
    (x, y)
}

/// Folds into `F`, whose outputs are the same up to rounding; its file is one of the network declared.
fn folds<N, F>(seed: u64)
where
    N: Network<Scalar = f32>,
    F: Save<Scalar = f32, Input = N::Input, Output = N::Output> + PartialEq + std::fmt::Debug,
{
    let (net, mut folded) = (trained::<N>(seed), constrata::boxed::<F>());
    folded.fill(f32::NAN); // whatever is there is written over
    net.fold_into(&mut *folded);
    let (mut x, mut wanted, mut y): (Input<N, 3>, Output<N, 3>, Output<F, 3>) = zeroed_all();
    let rng = &mut rng(seed + 1);
    N::Input::numbers_mut(&mut x).iter_mut().for_each(|x| *x = rng.random_range(-2.0..2.0));
    net.activate(&x, &mut wanted);
    folded.activate(&x, &mut y);
    let largest = N::Output::flat(&wanted).iter().fold(0.1_f32, |largest, y| y.abs().max(largest));
    for (y, wanted) in N::Output::flat(&y).iter().zip(N::Output::flat(&wanted)) {
        assert!((y - wanted).abs() <= 2e-6 * largest, "{}: {y}, not {wanted}", N::ARCHITECTURE);
    }
    assert_eq!(*F::boxed_from_bytes(&folded.to_bytes()).unwrap(), *folded);
    assert_eq!((F::BUFFERS == 0, N::BUFFERS > 0), (true, true));
}

fn zeroed_all<A: Zeroable, B: Zeroable, C: Zeroable>() -> (A, B, C) {
    (zeroed(), zeroed(), zeroed())
}

#[test]
fn what_is_folded_computes_the_same() {
    network! { struct Dense1: 6 => Dense<10, Relu> => Dense<3, Softmax> }
    folds::<Net, Dense1>(1);
    network! { struct Bias: 5 => Dense<4> => BatchNorm => Tanh => Dropout<0.5> => Dense<7> => BatchNorm<LeakyRelu<0.1>> }
    network! { struct BiasFolded: 5 => Dense<4> => Tanh => Dense<7, LeakyRelu<0.1>> }
    folds::<Bias, BiasFolded>(2);
    network! { struct Conv: [2, 7, 6] => Conv2d<5, [3, 2], stride = 2, bias = false> => BatchNorm<Relu>
    => DepthwiseConv2d<2, pad = same, multiplier = 2> => BatchNorm => Conv2d<4, 1, groups = 2> => BatchNorm<Gelu> => GlobalAvgPool }
    network! { struct ConvFolded: [2, 7, 6] => Conv2d<5, [3, 2], Relu, stride = 2>
    => DepthwiseConv2d<2, pad = same, multiplier = 2> => Conv2d<4, 1, groups = 2> => Gelu => GlobalAvgPool }
    folds::<Conv, ConvFolded>(3);
    network! { struct Steps: [9, 4] => Conv1d<6, 3, pad = causal, bias = false> => BatchNorm<Relu> => Flatten => Dense<2> }
    network! { struct StepsFolded: [9, 4] => Conv1d<6, 3, Relu, pad = causal> => Flatten => Dense<2> }
    folds::<Steps, StepsFolded>(4);
    network! { struct EachStep: [9, 4] => Dense<6, bias = false> => BatchNorm<Relu> => Dropout<0.5> => Dense<3> => BatchNorm }
    network! { struct EachStepFolded: [9, 4] => Dense<6, Relu> => Dense<3> }
    folds::<EachStep, EachStepFolded>(5);
}

#[test]
fn networks_in_networks_and_rows_of_layers_are_folded() {
    network! { struct Block: 6 => Dense<8> => BatchNorm<Tanh> => Dense<6> }
    network! { struct Outer: 6 => Dense<6> => Block => BatchNorm<Relu> => Block }
    network! { struct BlockFolded: 6 => Dense<8, Tanh> => Dense<6> }
    network! { struct Last: 6 => Dense<8, Tanh> => Dense<6, Relu> }
    // the norm behind the block goes into the block's last layer
    network! { struct OuterFolded: 6 => Dense<6> => Last => BlockFolded }
    folds::<Outer, OuterFolded>(5);
    type Row = network!(6 => Dense<8> => BatchNorm<Tanh> => Dense<6> => BatchNorm => BatchNorm<Relu>);
    type Flat = network!(6 => Dense<8, Tanh> => Dense<6, Relu>);
    folds::<Row, Flat>(6);
    folds::<Row, Last>(7);
}

#[test]
fn blocks_are_folded_each_on_its_own() {
    network! { struct Blocks: [3, 6, 6] => Conv2d<4, 3, pad = same>
    => Residual(BatchNorm<Relu> => Conv2d<4, 3, pad = same, bias = false> => BatchNorm, Relu)
    => Residual(Conv2d<6, 3, stride = 2, pad = same, bias = false> => BatchNorm<Tanh> => Dropout<0.5> => Conv2d<6, 1>, Relu,
        project = Conv2d<6, 1, stride = 2, bias = false> => BatchNorm)
    => BatchNorm
    => Repeat<3>(Residual(Conv2d<6, 3, pad = same> => BatchNorm<Relu> => Conv2d<6, 1>))
    => Parallel(concat: Conv2d<2, 1> => BatchNorm, Conv2d<3, 1, Relu> => BatchNorm)
    => GlobalAvgPool => Dense<4, bias = false> => BatchNorm }
    network! { struct Folded: [3, 6, 6] => Conv2d<4, 3, pad = same>
    => Residual(BatchNorm<Relu> => Conv2d<4, 3, pad = same>, Relu)
    => Residual(Conv2d<6, 3, Tanh, stride = 2, pad = same> => Conv2d<6, 1>, Relu, project = Conv2d<6, 1, stride = 2>)
    => BatchNorm
    => Repeat<3>(Residual(Conv2d<6, 3, Relu, pad = same> => Conv2d<6, 1>))
    => Parallel(concat: Conv2d<2, 1>, Conv2d<3, 1, Relu> => BatchNorm)
    => GlobalAvgPool => Dense<4> }
    let (net, mut folded) = (trained::<Blocks>(11), constrata::boxed::<Folded>());
    net.fold_into(&mut *folded);
    let rng = &mut rng(12);
    let x = std::array::from_fn(|_| {
        std::array::from_fn(|_| std::array::from_fn(|_| rng.random_range(-1.0..1.0)))
    });
    for (y, wanted) in folded.predict(&x).iter().zip(net.predict(&x)) {
        assert!((y - wanted).abs() <= 5e-6 * wanted.abs().max(1.0), "{y}, not {wanted}");
    }
    assert_eq!(
        (Blocks::BUFFERS, Folded::BUFFERS),
        (Folded::BUFFERS + 2 * (4 + 6 + 6 + 3 * 6 + 2 + 4), 2 * (4 + 6 + 3))
    );
}

#[test]
fn blocks_hand_on_what_norms_and_dropout_want() {
    network! { struct Blocks: 6 => Residual(Dense<6, bias = false> => BatchNorm<Relu> => Dropout<0.5> => Dense<6>)
    => Repeat<2>(Dense<6> => BatchNorm<Tanh>) => Parallel(add: Dense<3> => BatchNorm, Dense<3>) }
    let (rng, mut net) = (&mut rng(13), Blocks::zeros());
    net.initialize(None, rng);
    let means = |net: &Blocks| {
        let buffers = (0..Blocks::TENSORS).filter(|index| Blocks::role(*index) == Role::Buffer);
        buffers.map(|index| net.tensor(index).to_vec()).collect::<Vec<_>>()
    };
    let (before, (x, _)) = (means(&net), samples(8));
    let mut pass = Blocks::pass::<8>();
    Blocks::sample_noise(&mut pass.tape, rng);
    pass.logits(&net, x.first_chunk::<8>().unwrap());
    net.update_buffers(&pass.tape);
    // a mean and a variance of each of the four norms have moved
    let after = means(&net);
    assert_eq!((before.len(), Blocks::BUFFERS, Blocks::COST.min_batch), (8, 2 * (6 + 6 + 6 + 3), 2));
    assert!(before.iter().zip(&after).all(|(before, after)| before != after), "{before:?} {after:?}");
    // another mask, another output, once the branch does not begin as nothing
    for index in 0..Blocks::TENSORS {
        net.tensor_mut(index).iter_mut().for_each(|number| *number += 0.1);
    }
    pass.logits(&net, x.first_chunk::<8>().unwrap());
    let one = pass.output;
    Blocks::sample_noise(&mut pass.tape, rng);
    pass.logits(&net, x.first_chunk::<8>().unwrap());
    assert!(one != pass.output);
}

#[test]
fn what_has_nothing_before_it_stays() {
    network! { struct First: 6 => BatchNorm => Dense<4, Relu> => BatchNorm<Tanh> => Dense<2> }
    assert_eq!(
        First::ARCHITECTURE,
        "6 => BatchNorm<Identity> => Dense<4, Relu> => BatchNorm<Tanh> => Dense<2, Identity>"
    );
    let net = trained::<First>(8);
    assert_eq!(net.fold::<First>(), *net);
}

#[test]
fn buffers_are_saved_and_no_parameters() {
    assert_eq!((Net::PARAMETERS, Net::BUFFERS, Net::TENSORS), (60 + 20 + 33, 20, 8));
    assert_eq!(Net::PARAMETER_BYTES, 4 * (113 + 20));
    assert!(Net::summary().to_string().contains("113 parameters and 20 numbers kept beside them, 532 bytes"));
    let roles: Vec<Role> = (0..Net::TENSORS).map(Net::role).collect();
    assert_eq!(roles[2..6], [Role::Bias, Role::Bias, Role::Buffer, Role::Buffer]);
    let net = trained::<Net>(9);
    assert_eq!(Net::try_from_bytes(&net.to_bytes()), Ok(*net));
    assert_eq!(net.to_bytes().len(), Net::FILE_BYTES);
    let mut filled = *net;
    filled.fill(1.0);
    assert_eq!((filled.batch_norm2.mean, filled.batch_norm2.scale[0]), (net.batch_norm2.mean, 1.0));
}

#[test]
fn optimizers_and_penalties_leave_buffers_alone() {
    fn leaves<O: Optimizer<f32>>(optimizer: &O) {
        let (mut net, mut gradient, mut state) = (*trained::<Net>(10), *trained::<Net>(11), zeroed());
        // even one that is not zero, as it always is
        gradient.batch_norm2.mean.fill(3.0);
        let before = net;
        for _ in 0..3 {
            L2 { lambda: 0.1 }.gradient(&net, &mut gradient);
            optimizer.step(&mut net, &gradient, &mut state, 0.1);
        }
        for index in 0..Net::TENSORS {
            let (before, after) = (before.tensor(index), net.tensor(index));
            let moved = before.iter().zip(after).filter(|(before, after)| before != after).count();
            assert_eq!(
                moved,
                if Net::learns(index) { before.len() } else { 0 },
                "{}, slice {index}",
                O::NAME
            );
        }
    }
    leaves(&Sgd);
    leaves(&Momentum::default());
    leaves(&Momentum { nesterov: true, ..Momentum::default() });
    leaves(&AdaGrad::default());
    leaves(&RmsProp::default());
    leaves(&Adam::default());
    leaves(&AdamW { weight_decay: 0.5, ..AdamW::default() });
}

#[test]
fn gradients_of_buffers_are_zero() {
    let (net, mut gradient, mut pass) = (trained::<Net>(12), Net::zeros(), Net::pass());
    let (x, y) = samples(8);
    let (x, y): ([[f32; 6]; 8], [usize; 8]) = (x.try_into().unwrap(), y.try_into().unwrap());
    net.gradient(&x, &y, &CrossEntropy, &mut pass, &mut gradient);
    assert_eq!((gradient.batch_norm2.mean.norm(), gradient.batch_norm2.variance.norm()), (0.0, 0.0));
    assert!(gradient.batch_norm2.scale.norm() > 0.0 && gradient.dense1.weights.norm() > 0.0);
}

#[test]
fn fit_learns_from_whole_tiles() {
    let (x, y) = samples(101);
    let mut net = Net::random(&mut rng(13));
    let fit = Fit { epochs: 60, batch: 32, learning_rate: 0.01, ..Fit::new(CrossEntropy, Adam::default()) };
    let history = fit.run(&mut net, Data::new(&x, &y), ()).unwrap();
    assert!(history.epochs.iter().all(|epoch| epoch.samples == 96)); // 5 of 101 wait, others in every epoch
    let [first, last] = [0, 59].map(|epoch| history.epochs[epoch].loss);
    assert!(last < 0.5 * first, "{first} {last}");
    // the running statistics are those of what comes in: predicting is as good as learning was
    let loss = constrata::train::evaluate(&net, Data::new(&x, &y), &CrossEntropy, &[]).unwrap().scores.loss;
    assert!(loss < 0.6 * first, "{loss}");

    let refused = |batch, count: usize| {
        let fit = Fit { epochs: 1, batch, ..Fit::new(CrossEntropy, Sgd) };
        fit.run(&mut Net::zeros(), Data::new(&x[..count], &y[..count]), ()).unwrap_err()
    };
    assert_eq!(refused(20, 101), Error::Statistics { batch: 20, samples: 101 });
    assert_eq!(
        refused(20, 101).to_string(),
        "batch size 20, and `BatchNorm` takes statistics of 8 samples at a time: write `batch: 24`"
    );
    assert_eq!(
        refused(32, 7).to_string(),
        "7 samples, and `BatchNorm` takes statistics of 8 at least: bring more, or use `LayerNorm`"
    );
}

#[test]
fn all_state_as_one_value_keeps_statistics() {
    let mut learning = constrata::Training::<Net, Sgd, 8>::ZERO;
    learning.network.initialize(None, &mut rng(16));
    let (x, y) = samples(8);
    learning.step(&x.try_into().unwrap(), &<[usize; 8]>::try_from(y).unwrap(), &CrossEntropy, &Sgd, 0.0);
    let norm = learning.network.batch_norm2;
    assert!(norm.mean.norm() > 0.0 && norm.variance.iter().all(|variance| *variance != 1.0));
}

#[test]
fn numbers_that_are_all_the_same_are_no_nan() {
    network! { struct All: 4 => BatchNorm => LayerNorm => GroupNorm<2> => Dense<1> }
    let (mut net, mut gradient, mut pass) = (All::random(&mut rng(14)), All::zeros(), All::pass());
    let (x, mut dx) = ([[7.5; 4]; 8], [[0.0; 4]; 8]);
    for _ in 0..50 {
        pass.logits(&net, &x);
        pass.loss(&MeanSquaredError, &[[1.0]; 8]);
        net.backward(&x, &mut pass.tape, &pass.gradient, Some(&mut dx), &mut gradient);
        net.update_buffers(&pass.tape);
    }
    let finite = |numbers: &[f32]| numbers.iter().all(|number| number.is_finite());
    assert!((0..All::TENSORS).all(|index| finite(net.tensor(index)) && finite(gradient.tensor(index))));
    assert!(
        finite(dx.as_flattened()) && finite(pass.output.as_flattened()) && finite(&net.predict(&[7.5; 4]))
    );
}

#[test]
fn an_image_of_one_sample_may_be_a_pass() {
    network! { struct Picture: [2, 4, 4] => BatchNorm }
    let (net, mut pass) = (Picture::random(&mut rng(15)), Picture::pass());
    let x = [[[[1.0, 2.0, 3.0, 4.0]; 4], [[0.0, 0.0, 8.0, 0.0]; 4]]];
    pass.logits(&net, &x);
    for plane in &pass.output[0] {
        assert!(plane.as_flattened().iter().sum::<f32>().abs() < 1e-4);
    }
}
