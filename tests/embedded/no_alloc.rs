//! No allocation: a counting allocator sees none in predicting and training.

use crate::counting;
use constrata::Error;
use constrata::bytemuck::Zeroable;
use constrata::layer::Input;
use constrata::loss::Loss;
use constrata::optimizer::{clip_by_norm, clip_by_value};
use constrata::prelude::*;
use constrata::train::{Callback, Data, Fit, Metric, Schedule, Session, Step, Stop};
use rand::{SeedableRng, rngs::SmallRng};

/// How often `run` allocates in this thread.
fn allocations(run: impl FnOnce()) -> usize {
    let before = counting::allocations();
    run();
    counting::allocations() - before
}

#[test]
fn the_counter_counts() {
    assert_eq!(allocations(|| drop(std::hint::black_box(Box::new(1)))), 1);
    assert_eq!(allocations(|| drop(std::hint::black_box(vec![0; 100]))), 1);
}

/// Everything a training program does, of values that live on the heap since before.
fn works_without_allocating<N, L, const B: usize>(loss: &L)
where
    N: Learn,
    L: Loss<N::Activation>,
    constrata::layer::Output<N, B>: constrata::Targets<N::Output, N::Scalar, B>,
{
    let mut net = N::boxed(&mut SmallRng::seed_from_u64(5));
    let mut gradient = constrata::boxed::<N>();
    let (mut pass, mut x) = (constrata::boxed::<Pass<N, B>>(), constrata::boxed::<Input<N, B>>());
    let mut y = constrata::boxed::<constrata::layer::Output<N, B>>();
    N::Input::numbers_mut(&mut *x).fill(N::Scalar::of(0.5));
    let count = allocations(|| net.activate(&x, &mut y));
    assert_eq!(count, 0, "predict");
    let rng = &mut SmallRng::seed_from_u64(7);
    let count = allocations(|| {
        N::sample_noise(&mut pass.tape, rng);
        pass.logits(&net, &x);
        pass.loss(loss, &*y);
        pass.backward(&net, &x, &mut gradient);
        net.update_buffers(&pass.tape);
    });
    assert_eq!(count, 0, "forward, loss, backward");
    let count = allocations(|| {
        net.gradient(&x, &*y, loss, &mut pass, &mut gradient);
        gradient.fill(N::Scalar::ONE);
        L2 { lambda: N::Scalar::of(0.1) }.gradient(&*net, &mut *gradient);
        clip_by_value(&mut *gradient, N::Scalar::of(0.5));
        clip_by_norm(&mut *gradient, N::Scalar::of(0.5));
    });
    assert_eq!(count, 0, "L2 and clipping");
    let count = allocations(|| {
        net.descend(&x, &*y, loss, &mut pass, &mut gradient, N::Scalar::of(0.01));
    });
    assert_eq!(count, 0, "descend");
    steps(&Sgd, &mut *net, &gradient);
    steps(&Momentum::default(), &mut *net, &gradient);
    steps(&Momentum { nesterov: true, ..Momentum::default() }, &mut *net, &gradient);
    steps(&RmsProp::default(), &mut *net, &gradient);
    steps(&AdaGrad::default(), &mut *net, &gradient);
    steps(&Adam::default(), &mut *net, &gradient);
    steps(&AdamW::default(), &mut *net, &gradient);
    let count = allocations(|| net.initialize(None, &mut SmallRng::seed_from_u64(6)));
    assert_eq!(count, 0, "initialize");
}

fn steps<N: Parameters, O: Optimizer<N::Number>>(optimizer: &O, net: &mut N, gradient: &N) {
    let mut state = constrata::boxed::<O::State<N>>();
    let count = allocations(|| {
        optimizer.step(net, gradient, &mut state, N::Number::of(0.01));
        optimizer.step(net, gradient, &mut state, N::Number::of(0.01));
    });
    assert_eq!(count, 0, "{}", O::NAME);
}

#[test]
fn small() {
    network! { struct Net<T>: T; 3 => Dense<8, Relu> => Dense<4, Gelu> => Dense<4, PRelu> => Dense<2, Sigmoid> }
    works_without_allocating::<Net<f32>, _, 1>(&BinaryCrossEntropy);
    works_without_allocating::<Net<f64>, _, 4>(&MeanSquaredError);
}

#[test]
fn image() {
    network! { struct Net<T>: T; [1, 8, 8] => Flatten => Dense<16, Maxout<2>> => Swish => Dense<4, Softmax> }
    works_without_allocating::<Net<f32>, _, 8>(&CrossEntropy);
    works_without_allocating::<Net<f64>, _, 8>(&RootMeanSquaredError);
}

#[test]
fn sequences() {
    network! { struct Net<T>: T; [5, 3] => Dense<16, Relu> => LayerNorm<Gelu> => Residual(Dense<8, Tanh> => Dense<16>) => RmsNorm
    => Dense<6, Maxout<2>> => Swish => Dense<4, Softmax> }
    works_without_allocating::<Net<f32>, _, 1>(&CrossEntropy);
    works_without_allocating::<Net<f64>, _, 9>(&CrossEntropy);
    let (net, mut pass) = (Net::<f32>::zeros(), Net::pass());
    let targets = [[Some(1), None, Some(3), None, None], [None; 5]];
    let count = allocations(|| {
        pass.logits(&net, &[[[0.5; 3]; 5]; 2]);
        pass.loss(&CrossEntropy, &targets);
    });
    assert_eq!(count, 0, "targets with gaps");
}

#[test]
fn step_by_step() {
    network! { struct Net<T>: T; [5, 3] => Conv1d<16, 3, Relu, pad = causal, dilation = 4> => BatchNorm
    => Repeat<3>(Residual(Conv1d<16, 2, Tanh, pad = causal>)) => Parallel(concat: Dense<8>, Identity) => Dense<4, Softmax> }
    let (net, mut state) = (Net::<f32>::random(&mut SmallRng::seed_from_u64(5)), Net::start());
    let count = allocations(|| {
        for _ in 0..20 {
            std::hint::black_box(net.step(&mut state, &[0.1, 0.2, 0.3]));
        }
    });
    assert_eq!(count, 0);
}

#[test]
fn recurrent() {
    network! { struct Net<T>: T; [5, 3] => Lstm<16> => Residual(Gru<16, reverse = true>) => Rnn<4, Relu> => LastStep => Dense<2, Softmax> }
    works_without_allocating::<Net<f32>, _, 1>(&CrossEntropy);
    works_without_allocating::<Net<f64>, _, 9>(&CrossEntropy);
}

#[test]
fn depth() {
    network! { struct Net<T>: T; [2, 6, 6]
        => Residual(Conv2d<4, 3, Relu, stride = 2, pad = same> => Conv2d<4, 3, pad = 1>, Relu, project = Conv2d<4, 1, stride = 2>)
        => Parallel(concat: Conv2d<2, 1>, MaxPool2d<3, stride = 1, pad = 1>, Parallel(add: Identity, Conv2d<4, 1>))
        => Flatten => Repeat<7>(Residual(Dense<20, Gelu> => Dense<90>)) => Dense<3, Softmax>
    }
    works_without_allocating::<Net<f32>, _, 1>(&CrossEntropy);
    works_without_allocating::<Net<f32>, _, 9>(&CrossEntropy);
    works_without_allocating::<Net<f64>, _, 3>(&CrossEntropy);
}

#[test]
fn space() {
    network! { struct Net<T>: T; [2, 9, 9]
        => Conv2d<4, 3, Relu, pad = same> => MaxPool2d<3> => DepthwiseConv2d<3, Gelu, pad = 1>
        => Conv2d<6, 1, Tanh, groups = 2> => Upsample<2> => ConvTranspose2d<3, 2, stride = 2> => ZeroPad<1>
        => AvgPool2d<2> => Reshape<[7, 21]> => Conv1d<4, 3, pad = causal> => Reshape<[4, 7, 1]> => GlobalAvgPool => Softmax
    }
    works_without_allocating::<Net<f32>, _, 1>(&CrossEntropy);
    works_without_allocating::<Net<f32>, _, 9>(&CrossEntropy);
    works_without_allocating::<Net<f64>, _, 3>(&CrossEntropy);
}

#[test]
fn normalization() {
    network! { struct Net<T>: T; [2, 6, 6]
        => Conv2d<4, 3, bias = false> => BatchNorm<Relu> => GroupNorm<2> => LayerNorm<Tanh> => Dropout<0.2>
        => Flatten => Dense<9> => BatchNorm => RmsNorm => Dense<3, Softmax>
    }
    works_without_allocating::<Net<f32>, _, 2>(&CrossEntropy);
    works_without_allocating::<Net<f32>, _, 32>(&CrossEntropy);
    works_without_allocating::<Net<f64>, _, 9>(&CrossEntropy);
}

#[test]
fn handwritten_digits() {
    network! { struct Mnist<T>: T; 784 => Dense<128, Relu> => Dense<10, Softmax> }
    works_without_allocating::<Mnist<f32>, _, 1>(&CrossEntropy);
    works_without_allocating::<Mnist<f32>, _, 32>(&CrossEntropy);
    works_without_allocating::<Mnist<f64>, _, 32>(&CrossEntropy);
}

/// Samples in and out by value.
#[test]
fn predict() {
    network! { struct Net: 4 => Dense<8, Tanh> => Dense<3, Softmax> }
    let net = Net::random(&mut SmallRng::seed_from_u64(5));
    let count = allocations(|| {
        std::hint::black_box(net.predict(&[0.1, 0.2, 0.3, 0.4]));
        std::hint::black_box(net.predict(&[[0.1, 0.2, 0.3, 0.4]; 7]));
        let mut state = Zeroable::zeroed();
        let mut copy = net;
        Adam::default().step(&mut copy, &net, &mut state, 0.1);
    });
    assert_eq!(count, 0);
}

/// From step to step within an epoch, counting for metrics, weighing samples and changing the rate.
#[test]
fn fit() {
    struct Between {
        before: Option<usize>,
        steps: usize,
    }
    impl<N: Parameters, O: Optimizer<N::Number>> Callback<N, O> for Between {
        fn before_epoch(&mut self, _: &mut Session<N, O>) -> Result<Option<Stop>, Error> {
            self.before = None;
            Ok(None)
        }
        fn after_batch(&mut self, _: &mut Session<N, O>, step: &Step) -> Result<Option<Stop>, Error> {
            let now = counting::allocations();
            assert_eq!(self.before.unwrap_or(now), now, "{step:?}");
            (self.before, self.steps) = (Some(now), self.steps + 1);
            Ok(None)
        }
    }
    network! { struct Net: 4 => Dense<8, Tanh> => Dense<3, Softmax> }
    let x: Vec<[f32; 4]> = (0..100).map(|i| [i as f32 / 100.0, 0.5, 0.1, 0.0]).collect();
    let y: Vec<usize> = (0..100).map(|i| i % 3).collect();
    let weights: Vec<f64> = (0..100).map(|i| f64::from(i % 4)).collect();
    let fit = Fit {
        epochs: 3,
        batch: 41,
        schedule: Schedule::WarmUp { steps: 4, start: 0.0, then: &Schedule::Cosine { end: 0.0 } },
        l2: L2 { lambda: 0.1 },
        clip_norm: Some(1.0),
        metrics: &[Metric::Accuracy, Metric::F1, Metric::R2],
        ..Fit::new(CrossEntropy, Adam::default())
    };
    let mut between = Between { before: None, steps: 0 };
    let mut net = Net::random(&mut SmallRng::seed_from_u64(5));
    fit.run(&mut net, Data::new(&x, &y), &mut between).unwrap();
    fit.run(&mut net, Data::new(&x, &y).weighted(&weights), &mut between).unwrap();
    assert_eq!(between.steps, 2 * 3 * 3);
}
