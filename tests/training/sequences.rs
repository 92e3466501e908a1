//! Sequences whose steps have targets, or some of them: means are over all steps of a batch that have one, in whatever passes it is
//! computed.

use crate::pool::in_pool;
use constrata::layer::{Input, Output};
use constrata::loss::Loss;
use constrata::prelude::*;
use constrata::train::{Callback, Data, Fit, Metric, Session, Step, Stop, evaluate, predict_classes, score};
use constrata::{Error, Targets};
use rand::{RngExt, SeedableRng, rngs::SmallRng};

// 57 000 multiply-adds a sample: 96 samples are a shard
network! { struct Tagger<T>: T; [6, 32] => Dense<256, Tanh> => Dense<5, Softmax> }
network! { struct Filter<T>: T; [6, 32] => Dense<256, Tanh> => Dense<5> }

type Sequence<T> = [[T; 32]; 6];

fn inputs<T: Scalar>(count: usize) -> Vec<Sequence<T>> {
    let rng = &mut SmallRng::seed_from_u64(8);
    (0..count).map(|_| std::array::from_fn(|_| std::array::from_fn(|_| T::of(rng.random())))).collect()
}

/// Full at first, then shorter and shorter, with gaps, some with nothing: so that a mean of means is another.
fn classes(count: usize) -> Vec<[Option<usize>; 6]> {
    let rng = &mut SmallRng::seed_from_u64(3);
    let mut step = |sample: usize, step: usize| {
        let (class, gap) = (rng.random_range(0..5), rng.random_range(0..4) == 0);
        (step < 6 - 6 * sample / count && !gap).then_some(class)
    };
    (0..count).map(|sample| std::array::from_fn(|index| step(sample, index))).collect()
}

/// The weighted mean over all steps with a target, and its gradient, out of passes of one sample each.
fn by_hand<N: Train<Scalar = f64>, Y: Targets<N::Output, f64, 1>>(
    net: &N,
    (x, y): (&[constrata::train::Sample<N>], &[Y]),
    weight: impl Fn(usize) -> f64,
    loss: &impl Loss<N::Activation>,
) -> (f64, Box<N>) {
    let total: f64 = y.iter().enumerate().map(|(sample, y)| weight(sample) * y.count() as f64).sum();
    let (mut mean, mut sum) = (0.0, constrata::boxed::<N>());
    let mut pass = constrata::boxed::<Pass<N, 1>>();
    for (sample, (x, y)) in x.iter().zip(y).enumerate() {
        let mut gradient = constrata::boxed::<N>();
        let share = weight(sample) * y.count() as f64 / total;
        mean += share * net.gradient(std::array::from_ref(x), y, loss, &mut pass, &mut gradient);
        for index in 0..N::TENSORS {
            let numbers = sum.tensor_mut(index).iter_mut().zip(gradient.tensor(index));
            numbers.for_each(|(sum, g)| *sum += share * g);
        }
    }
    (mean, sum)
}

fn assert_close<N: Parameters<Scalar = f64>>(a: &N, b: &N, what: &str) {
    for index in 0..N::TENSORS {
        for (a, b) in a.tensor(index).iter().zip(b.tensor(index)) {
            assert!((a - b).abs() < 1e-13, "{what}: {a} {b}");
        }
    }
}

/// One step of a run over all samples at once, by two threads and by one; its loss and gradient.
fn step<N, Y, L>(net: &N, data: Data<constrata::train::Sample<N>, Y>, loss: L) -> [(f64, Box<N>); 2]
where
    N: Train<Scalar = f64> + Copy,
    Y: Targets<N::Output, f64, 1>,
    L: Loss<N::Activation> + Copy + Send,
{
    [1, 2].map(|threads| {
        in_pool(threads, || {
            let mut after = constrata::boxed::<N>();
            *after = *net;
            let fit = Fit { epochs: 1, batch: data.inputs.len(), learning_rate: 1.0, ..Fit::new(loss, Sgd) };
            let history = fit.run(&mut *after, data, ()).expect("it learns");
            for index in 0..N::TENSORS {
                let numbers = after.tensor_mut(index).iter_mut().zip(net.tensor(index));
                numbers.for_each(|(after, before)| *after = before - *after);
            }
            (history.epochs[0].loss, after)
        })
    })
}

/// In passes of one sample, in tiles and shards, on threads: the same loss and gradient, with and without gaps and weights.
fn all_alike<N, Y, L>(net: &N, (x, y): (&[constrata::train::Sample<N>], &[Y]), loss: L)
where
    N: Train<Scalar = f64> + Copy,
    Y: Targets<N::Output, f64, 1>,
    L: Loss<N::Activation> + Copy + Send,
{
    let weights: Vec<f64> = (0..x.len()).map(|sample| [0.0, 0.5, 1.0, 3.0][sample * 7 % 4]).collect();
    for weighted in [false, true] {
        let weight = |sample: usize| if weighted { weights[sample] } else { 1.0 };
        let (value, gradient) = by_hand(net, (x, y), weight, &loss);
        let data = Data::new(x, y);
        let data = if weighted { data.weighted(&weights) } else { data };
        for (found, step) in step(net, data, loss) {
            assert!((found - value).abs() < 1e-13, "{}, weighted {weighted}: {found} {value}", L::NAME);
            assert_close(&*step, &*gradient, L::NAME.as_str());
        }
        let found = evaluate(net, data, &loss, &[]).unwrap().scores.loss;
        assert!((found - value).abs() < 1e-13, "{}, weighted {weighted}: {found} {value}", L::NAME);
    }
}

#[test]
fn a_mean_is_over_all_steps_of_the_batch_in_whatever_passes() {
    let (x, y) = (inputs::<f64>(205), classes(205));
    let full: Vec<[usize; 6]> = y.iter().map(|steps| steps.map(|step| step.unwrap_or(2))).collect();
    let numbers: Vec<[[f64; 5]; 6]> = full.iter().map(|steps| steps.map(|c| [c as f64 / 8.0; 5])).collect();
    let rng = &mut SmallRng::seed_from_u64(9);
    let (tagger, filter) = (*Tagger::<f64>::boxed(rng), *Filter::<f64>::boxed(rng));
    all_alike(&tagger, (&x, &y), CrossEntropy);
    all_alike(&tagger, (&x, &full), CrossEntropy);
    all_alike(&tagger, (&x, &numbers), MeanSquaredError);
    all_alike(&filter, (&x, &y), CrossEntropyWithLogits);
    all_alike(&filter, (&x, &y), BinaryCrossEntropyWithLogits);
    all_alike(&filter, (&x, &y), HalfSquaredError);
    all_alike(&filter, (&x, &numbers), Huber { delta: 0.5 });
}

#[test]
fn one_pass_of_the_batch_is_many_of_its_samples() {
    let (x, y) = (inputs::<f64>(40), classes(40));
    let net = Tagger::<f64>::boxed(&mut SmallRng::seed_from_u64(9));
    let (value, gradient) = by_hand(&*net, (&x, &y), |_| 1.0, &CrossEntropy);
    let (mut at_once, mut pass) = (constrata::boxed::<Tagger<f64>>(), constrata::boxed::<Pass<_, 40>>());
    let x: Box<Input<Tagger<f64>, 40>> = x.into_boxed_slice().try_into().unwrap();
    let y: [[Option<usize>; 6]; 40] = y.try_into().unwrap();
    let found = net.gradient(&x, &y, &CrossEntropy, &mut pass, &mut at_once);
    assert!((found - value).abs() < 1e-13);
    assert_close(&*at_once, &*gradient, "one pass");
    let mut down = net.clone();
    let room = &mut constrata::boxed::<Tagger<f64>>();
    assert_eq!(down.descend(&x, &y, &CrossEntropy, &mut pass, room, 1.0), found);
    for index in 0..Tagger::<f64>::TENSORS {
        let numbers = down.tensor_mut(index).iter_mut().zip(net.tensor(index));
        numbers.for_each(|(after, before)| *after = before - *after);
    }
    assert_close(&*down, &*gradient, "in place");
}

/// Two epochs, in batches of four shards and of less, the last of which has no target: the same bits on any number of threads.
#[test]
fn threads_change_no_bit() {
    let (x, mut y) = (inputs::<f32>(450), classes(450));
    y[..3].fill([None; 6]);
    let run = |threads| {
        in_pool(threads, || {
            let mut net = Tagger::<f32>::boxed(&mut SmallRng::seed_from_u64(1));
            let metrics = &[Metric::Accuracy, Metric::F1, Metric::R2];
            let fit = Fit { epochs: 2, batch: 400, metrics, ..Fit::new(CrossEntropy, Adam::default()) };
            let history = fit.run(&mut *net, Data::new(&x, &y), ()).expect("it learns");
            let bits: Vec<u32> =
                (0..Tagger::<f32>::TENSORS).flat_map(|i| net.tensor(i)).map(|w| w.to_bits()).collect();
            (bits, history.epochs.into_iter().map(|epoch| (epoch.loss, epoch.metrics)).collect::<Vec<_>>())
        })
    };
    let one = run(1);
    assert!(one == run(2) && one == run(3));
}

network! { struct Small: [3, 2] => Dense<3, Softmax> }

/// The first of two inputs says the class: 0 below 0, 1 above; the third class is never said.
fn small() -> Small {
    let mut net = Small::zeros();
    (net.dense1.weights[(0, 0)], net.dense1.weights[(1, 0)], net.dense1.bias[2]) = (-1.0, 1.0, -9.0);
    net
}

#[test]
fn metrics_are_over_the_steps_that_have_a_target() {
    let (net, x) = (small(), [[[-1.0, 0.0], [1.0, 0.0], [1.0, 0.0]], [[-1.0, 0.0], [-1.0, 0.0], [1.0, 0.0]]]);
    let y = [[Some(0), Some(1), Some(0)], [None, Some(2), None]];
    let metrics = &[
        Metric::Accuracy,
        Metric::TopK(2),
        Metric::TopK(3),
        Metric::RecallOf(0),
        Metric::PrecisionOf(1),
        Metric::RocAuc,
    ];
    let found = evaluate(&net, Data::new(&x, &y), &CrossEntropy, metrics).unwrap();
    let values: Vec<f64> = found.scores.metrics.iter().map(|(_, value)| *value).collect();
    assert_eq!(values[..5], [0.5, 0.75, 1.0, 0.5, 0.5]);
    assert_eq!(score(&net, Data::new(&x, &y)).unwrap(), 0.5);
    let confusion = found.confusion.unwrap();
    assert_eq!([[0, 0], [0, 1], [1, 1], [2, 0], [2, 2]].map(|[t, y]| confusion.count(t, y)), [1, 1, 1, 1, 0]);
    assert_eq!((0..3).map(|class| confusion.wanted(class)).sum::<u64>(), 4);
    assert_eq!(predict_classes(&net, &x), [0, 1, 1, 0, 0, 1].map(Some));
    // of all steps
    let all = [[0, 1, 0], [0, 2, 1_usize]];
    assert!((score(&net, Data::new(&x, &all)).unwrap() - 4.0 / 6.0).abs() < 1e-15);
}

/// One output at each step tells two classes apart; a loss of numbers takes one-hot steps for classes.
#[test]
fn classes_are_read_off_each_step() {
    let mut net = <network!([3, 1] => Dense<1>)>::zeros();
    net.weights[0] = 1.0;
    let x = [[[-0.2], [0.2], [f32::NAN]]];
    assert_eq!(predict_classes(&net, &x), [Some(0), Some(1), None]); // of a logit, above 0
    let y = [[Some(0), Some(0), None]];
    let x = [[[-0.2], [0.2], [5.0]]];
    let accuracy = &[Metric::Accuracy];
    let found = evaluate(&net, Data::new(&x, &y), &BinaryCrossEntropyWithLogits, accuracy).unwrap();
    assert_eq!(found.scores.metric(Metric::Accuracy), Some(0.5));

    let x = [[[-1.0, 0.0], [1.0, 0.0], [1.0, 0.0]]];
    let one_hot = [[[1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0]]];
    let found = evaluate(&small(), Data::new(&x, &one_hot), &MeanSquaredError, accuracy).unwrap();
    assert_eq!(found.scores.metric(Metric::Accuracy), Some(2.0 / 3.0));
    let neither = [[[1.0, 0.0, 0.0], [1.0, 1.0, 0.0], [0.0, 0.0, 0.0]]];
    let refused = evaluate(&small(), Data::new(&x, &neither), &MeanSquaredError, accuracy);
    assert!(matches!(refused, Err(Error::Metric { metric: Metric::Accuracy, .. })));
}

#[test]
fn errors_are_by_feature_and_in_the_unit_of_the_targets() {
    let (net, x) = (<network!([2, 1] => Dense<2>)>::zeros(), [[[1.0], [2.0]]]);
    let y = [[[1.0, 10.0], [3.0, 30.0]]];
    let of = |units: &[f64]| {
        let data = Data::new(&x, &y).in_units(units);
        evaluate(&net, data, &MeanSquaredError, &[Metric::Mae, Metric::Rmse]).unwrap().scores.metrics
    };
    assert_eq!(of(&[])[0].1, (2.0 + 20.0) / 2.0);
    assert!((of(&[])[1].1 - (5_f64.sqrt() + 500_f64.sqrt()) / 2.0).abs() < 1e-12);
    assert_eq!(of(&[2.0, 1.0])[0].1, (4.0 + 20.0) / 2.0); // by feature
    assert_eq!(of(&[2.0, 1.0, 2.0, 1.0])[0].1, (4.0 + 20.0) / 2.0); // of each number
}

#[test]
fn without_any_target_nothing_is_learned_and_nothing_is_nan() {
    let (net, mut gradient, mut pass) = (small(), Small::zeros(), Small::pass());
    let x = [[[f32::NAN, 1.0], [1.0, 0.0], [1.0, 0.0]]; 2];
    assert_eq!(net.gradient(&x, &[[None; 3]; 2], &CrossEntropy, &mut pass, &mut gradient), 0.0);
    let targets = [[None, Some(1), None], [None; 3]];
    assert_eq!(pass.gradient, [[[0.0; 3]; 3]; 2]);
    pass.logits(&net, &x);
    // what an ignored step puts out counts nothing, be it NaN
    assert!(pass.loss(&CrossEntropy, &targets).is_finite());
    assert_eq!(pass.gradient[1], [[0.0; 3]; 3]);
    assert!(pass.output[0][0][0].is_nan() && (pass.output[1][1].iter().sum::<f32>() - 1.0).abs() < 1e-6);

    /// Of the second step only, whatever is written for the others.
    struct Second;
    impl Targets<constrata::Sequence<3, 3>, f32, 1> for Second {
        const OPTIONAL: bool = true;
        fn write(&self, target: &mut [[[f32; 3]; 3]; 1]) {
            *target = [[[7.0, 7.0, 7.0], [0.0, 1.0, 0.0], [7.0, 7.0, 7.0]]];
        }
        fn has(&self, row: usize) -> bool {
            row == 1
        }
    }
    let mut pass = Small::pass();
    pass.loss(&CrossEntropy, &Second);
    assert_eq!((pass.gradient[0][0], pass.gradient[0][2]), ([0.0; 3], [0.0; 3]));

    let (x, mut trained) = ([[[0.5, 1.0]; 3]; 4], small());
    let fit = Fit { batch: 2, ..Fit::new(CrossEntropy, Sgd) };
    let refused = fit.run(&mut trained, Data::new(&x, &[[None; 3]; 4]), ());
    assert_eq!(refused.unwrap_err(), Error::Empty);
    let y = [[Some(1), None, None], [None; 3], [None; 3], [None; 3]];
    let history = fit.run(&mut trained, Data::new(&x, &y), ()).unwrap();
    assert!(history.epochs.iter().all(|epoch| epoch.loss.is_finite()) && trained != small());
    let unvalidated = fit.run(&mut trained, Data::new(&x, &y).validate(&x, &[[None; 3]; 4]), ());
    assert_eq!(unvalidated.unwrap_err(), Error::Empty);
    let weighed_out = fit.run(&mut trained, Data::new(&x, &y).weighted(&[0.0, 1.0, 1.0, 1.0]), ());
    assert_eq!(weighed_out.unwrap_err(), Error::Empty);
    assert_eq!(evaluate(&net, Data::new(&x, &[[None; 3]; 4]), &CrossEntropy, &[]).unwrap_err(), Error::Empty);
}

#[test]
fn a_class_there_is_not_is_refused() {
    let (x, mut net) = ([[[0.5, 1.0]; 3]; 2], small());
    let fit = Fit::new(CrossEntropy, Sgd);
    let wrong = fit.run(&mut net, Data::new(&x, &[[Some(0), None, None], [None, None, Some(3)]]), ());
    assert_eq!(wrong.unwrap_err(), Error::Target { sample: 1, classes: 3 });
    let mut pass = Small::pass();
    assert!(pass.loss(&CrossEntropy, &[Some(0), None, Some(3)]).is_nan());
}

/// Tells whether a step is larger than the one at its place on average; learned through layers at every step.
#[test]
fn it_learns_to_tag_steps() {
    network! { struct Net: [5, 2] => Dense<8, Tanh> => LayerNorm => Residual(Dense<8, Tanh>) => Dense<2, Softmax> }
    let rng = &mut SmallRng::seed_from_u64(5);
    let x: Vec<[[f32; 2]; 5]> = (0..400).map(|_| rng.random()).collect();
    let class = |[a, b]: [f32; 2]| (a + b < 1.6).then(|| usize::from(a * b > 0.2));
    let y: Vec<_> = x.iter().map(|steps| steps.map(class)).collect();
    let mut net = Net::random(rng);
    let (epochs, validation_split, metrics) = (60, 0.2, &[Metric::Accuracy]);
    let fit = Fit {
        epochs,
        validation_split,
        metrics,
        learning_rate: 0.01,
        ..Fit::new(CrossEntropy, Adam::default())
    };
    let history = fit.run(&mut net, Data::new(&x, &y), ()).unwrap();
    let accuracy = history.epochs[epochs - 1].validation.as_ref().unwrap().metric(Metric::Accuracy);
    assert!(accuracy > Some(0.97), "{accuracy:?}");
}

/// What was counted of steps, more of them than samples, goes on where a run was stopped within an epoch.
#[test]
fn a_run_that_is_stopped_goes_on() {
    struct After(usize);
    impl<N: Parameters, O: Optimizer<N::Scalar>> Callback<N, O> for After {
        fn after_batch(&mut self, _: &mut Session<N, O>, step: &Step) -> Result<Option<Stop>, Error> {
            Ok((step.batch == self.0).then_some(Stop::Callback("later")))
        }
    }
    let (x, y) = (inputs::<f32>(50), classes(50));
    let metrics = &[Metric::Accuracy, Metric::F1];
    let fit = Fit { epochs: 2, batch: 8, metrics, ..Fit::new(CrossEntropy, Adam::default()) };
    let start = Tagger::<f32>::boxed(&mut SmallRng::seed_from_u64(1));
    let (mut whole, mut parts, mut read) = (start.clone(), start.clone(), start);
    let wanted = fit.run(&mut *whole, Data::new(&x, &y), ()).unwrap();
    let mut session = Session::new(&mut *parts, fit.seed);
    fit.resume(&mut session, Data::new(&x, &y), After(5)).unwrap();
    let file = session.to_bytes().unwrap();
    let mut session = Session::<_, Adam>::try_from_bytes(&mut *read, &file).unwrap();
    fit.resume(&mut session, Data::new(&x, &y), ()).unwrap();
    let found: Vec<_> = session.history.iter().map(|epoch| (epoch.loss, &epoch.metrics)).collect();
    assert_eq!(found, wanted.epochs.iter().map(|epoch| (epoch.loss, &epoch.metrics)).collect::<Vec<_>>());
    assert!(whole == read);
}

/// `loss_share` counts samples, which are all steps of a sequence.
#[test]
fn the_share_of_a_part_of_a_batch() {
    let (x, mut pass) = ([[[0.5, 1.0], [0.1, 0.2], [0.3, 0.4]]; 2], Small::pass());
    let targets: [[usize; 3]; 2] = [[0, 1, 2], [2, 2, 0]];
    pass.logits(&small(), &x);
    let (whole, gradient) = (pass.loss(&CrossEntropy, &targets), pass.gradient);
    pass.logits(&small(), &x);
    Targets::<constrata::Sequence<3, 3>, f32, 2>::write(&targets, &mut pass.gradient);
    assert!((pass.loss_share(&CrossEntropy, 8.0) - whole / 4.0).abs() < 1e-6);
    let numbers = |gradient: &Output<Small, 2>| gradient.as_flattened().as_flattened().to_vec();
    for (part, whole) in numbers(&pass.gradient).iter().zip(numbers(&gradient)) {
        assert!((part - whole / 4.0).abs() < 1e-6);
    }
}
