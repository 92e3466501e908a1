//! Sequences whose steps have targets, or some of them: means are over all steps of a batch that have one, in whatever passes it is
//! computed.

mod targets;

use crate::pool::in_pool;
use constrata::layer::Input;
use constrata::loss::Loss;
use constrata::prelude::*;
use constrata::train::{Callback, Data, Fit, Metric, Session, Step, Stop, evaluate};
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
fn by_hand<N: Learn<Scalar = f64>, Y: Targets<N::Output, f64, 1>>(
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

fn assert_close<N: Parameters<Number = f64>>(a: &N, b: &N, what: &str) {
    for index in 0..N::TENSORS {
        for (a, b) in a.tensor(index).iter().zip(b.tensor(index)) {
            assert!((a - b).abs() < 1e-13, "{what}: {a} {b}");
        }
    }
}

/// One step of a run over all samples at once, by two threads and by one; its loss and gradient.
fn step<N, Y, L>(net: &N, data: Data<constrata::train::Sample<N>, Y>, loss: L) -> [(f64, Box<N>); 2]
where
    N: Learn<Scalar = f64> + Copy,
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
    N: Learn<Scalar = f64> + Copy,
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

/// What was counted of steps, more of them than samples, goes on where a run was stopped within an epoch.
#[test]
fn a_run_that_is_stopped_goes_on() {
    struct After(usize);
    impl<N: Parameters, O: Optimizer<N::Number>> Callback<N, O> for After {
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
