//! Batches shared among threads: the same bits for any number of them, and what is random or counted stays in order.
//!
//! Without the feature `threads` the same tests run on one thread.

use crate::pool::in_pool;
use constrata::Vector;
use constrata::activation::Identity;
use constrata::layer::{Input, Output};
use constrata::prelude::*;
use constrata::rand_core::Rng;
use constrata::train::{Data, Epoch, Fit, Metric, stream};
use nalgebra::SVector;
use rand::rngs::SmallRng;
use rand::seq::SliceRandom;
use rand::{RngExt, SeedableRng};

// 43 520 multiply-adds a sample: 96 samples are a shard
network! { struct Wide<T>: T; 128 => Dense<320, Tanh> => Dense<8, Softmax> }
network! { struct Normal: 128 => Dense<320, bias = false> => BatchNorm<Relu> => Dropout<0.25> => Dense<8, Softmax> }
network! { struct Noisy: 128 => Dense<320, Relu> => noise: Noise<320> => Dense<8, Softmax> }

/// z = mask x while it learns, with a random mask; remembers the masks it met, the last most.
#[derive(Clone, Copy, Debug, PartialEq, Module)]
#[module(own(Learn))]
struct Noise<const N: usize> {
    #[bias]
    met: SVector<f32, 1>,
}

impl<const N: usize> Layer for Noise<N> {
    type Scalar = f32;
    type Input = Vector<N>;
    type Output = Vector<N>;
    type Activation = Identity;
    fn infer<const B: usize>(&self, x: &Input<Self, B>, z: &mut Output<Self, B>) {
        *z = *x;
    }
}

impl<const N: usize> Train for Noise<N> {
    type Tape<const B: usize> = [[f32; N]; B];
    fn forward<const B: usize>(&self, x: &Input<Self, B>, mask: &mut [[f32; N]; B], z: &mut Output<Self, B>) {
        let numbers = z.as_flattened_mut().iter_mut().zip(x.as_flattened());
        numbers.zip(mask.as_flattened()).for_each(|((z, x), mask)| *z = mask * x);
    }
    fn backward<const B: usize>(
        &self,
        _x: &Input<Self, B>,
        mask: &mut [[f32; N]; B],
        dz: &Output<Self, B>,
        dx: Option<&mut Input<Self, B>>,
        _gradient: &mut Self,
    ) {
        let Some(dx) = dx else { return };
        let numbers = dx.as_flattened_mut().iter_mut().zip(dz.as_flattened());
        numbers.zip(mask.as_flattened()).for_each(|((dx, dz), mask)| *dx = mask * dz);
    }
}

impl<const N: usize> Learn for Noise<N> {
    fn sample_noise<const B: usize>(mask: &mut [[f32; N]; B], rng: &mut impl Rng) {
        mask.iter_mut().for_each(|mask| *mask = draw(rng));
    }
    fn update_buffers<const B: usize>(&mut self, mask: &[[f32; N]; B]) {
        mask.iter().for_each(|mask| self.met[0] = meet(self.met[0], mask));
    }
}

/// A mask of 0 and 2.
fn draw<const N: usize>(rng: &mut impl Rng) -> [f32; N] {
    std::array::from_fn(|_| (rng.next_u32() >> 31) as f32 * 2.0)
}

fn meet(met: f32, mask: &[f32]) -> f32 {
    0.9 * met + mask.iter().enumerate().map(|(i, mask)| i as f32 * mask).sum::<f32>() / 1e5
}

fn samples<T: Scalar>(count: usize) -> (Vec<[T; 128]>, Vec<usize>) {
    let rng = &mut SmallRng::seed_from_u64(8);
    let mut number = || T::of(rng.random());
    let x: Vec<[T; 128]> = (0..count).map(|_| std::array::from_fn(|_| number())).collect();
    let y = x.iter().map(|x| (x[0].to_f64() * 8.0) as usize).collect();
    (x, y)
}

/// Two epochs in batches of 776, which are eight shards, the last of 92 samples, and 224, which are two.
fn train<N>(threads: usize) -> (Vec<u32>, Vec<String>)
where
    N: Learn<
            Scalar = f32,
            Input = Vector<128>,
            Output = Vector<8>,
            Activation = constrata::activation::Softmax,
        >,
{
    in_pool(threads, || {
        let (x, y) = samples(1000);
        let rng = &mut SmallRng::seed_from_u64(9);
        let mut net = N::boxed(rng);
        let metrics = &[Metric::Accuracy, Metric::F1, Metric::R2];
        let fit = Fit { epochs: 2, batch: 776, learning_rate: 0.1, metrics, ..Fit::new(CrossEntropy, Sgd) };
        let data = Data::new(&x, &y).validate(&x[..100], &y[..100]);
        let history = fit.run(&mut *net, data, ()).expect("it learns");
        let bits = (0..N::TENSORS).flat_map(|index| net.tensor(index)).map(|w| w.to_bits()).collect();
        (bits, history.epochs.iter().map(timeless).collect())
    })
}

/// A report to the last bit, but for what a clock says.
fn timeless(epoch: &Epoch) -> String {
    format!("{:?}", Epoch { time: std::time::Duration::ZERO, ..epoch.clone() })
}

#[cfg(feature = "threads")]
const THREADS: [usize; 5] = [2, 3, 8, 2, 8];
#[cfg(not(feature = "threads"))]
const THREADS: [usize; 1] = [1];

#[test]
fn the_same_bits_for_any_number_of_threads() {
    let (plain, noisy, normal) = (train::<Wide<f32>>(1), train::<Noisy>(1), train::<Normal>(1));
    for threads in THREADS {
        assert!(train::<Wide<f32>>(threads) == plain, "{threads} threads");
        assert!(train::<Noisy>(threads) == noisy, "{threads} threads, with a random layer");
        assert!(train::<Normal>(threads) == normal, "{threads} threads, with statistics");
    }
}

/// To the bit, this is what one shard after the other comes to, added up from the first.
#[test]
fn shards_are_added_in_order() {
    let (x, y) = samples::<f32>(384);
    let fresh = Wide::<f32>::boxed(&mut SmallRng::seed_from_u64(9));
    let mut order: Vec<usize> = (0..384).collect();
    order.shuffle(&mut stream(0, 1));

    let (mut sum, mut pass) = (constrata::boxed::<Wide<f32>>(), constrata::boxed::<Pass<Wide<f32>, 32>>());
    for shard in order.chunks(96) {
        let mut gradient = constrata::boxed::<Wide<f32>>();
        for tile in shard.chunks(32) {
            let tile_x: [_; 32] = std::array::from_fn(|i| x[tile[i]]);
            let tile_y: [_; 32] = std::array::from_fn(|i| y[tile[i]]);
            pass.logits(&fresh, &tile_x);
            constrata::Targets::<Vector<8>, f32, 32>::write(&tile_y, &mut pass.gradient);
            pass.loss_share(&CrossEntropy, 384.0);
            pass.backward(&fresh, &tile_x, &mut gradient);
        }
        for index in 0..Wide::<f32>::TENSORS {
            let numbers = sum.tensor_mut(index).iter_mut().zip(gradient.tensor(index));
            numbers.for_each(|(sum, dw)| *sum += dw);
        }
    }
    let mut by_hand = fresh.clone();
    Sgd.step(&mut *by_hand, &sum, &mut (), 0.5);

    let found = in_pool(2, || {
        let mut net = fresh.clone();
        let fit = Fit { epochs: 1, batch: 384, learning_rate: 0.5, ..Fit::new(CrossEntropy, Sgd) };
        fit.run(&mut *net, Data::new(&x, &y), ()).expect("it learns");
        net
    });
    assert!(found == by_hand);
}

/// A step over 205 samples, in two shards that are not whole tiles, is a step over a batch of 205.
#[test]
fn shards_add_up_to_the_batch() {
    let (x, y) = samples::<f64>(205);
    let start = Wide::<f64>::boxed(&mut SmallRng::seed_from_u64(9));
    let (mut in_shards, mut at_once) = (start.clone(), start.clone());
    let fit = Fit { epochs: 1, batch: 205, learning_rate: 0.5, ..Fit::new(CrossEntropy, Sgd) };
    let history = fit.run(&mut *in_shards, Data::new(&x, &y), ()).unwrap();

    let (mut gradient, mut pass) = (constrata::boxed::<Wide<f64>>(), constrata::boxed::<Pass<_, 205>>());
    let x: Box<[[f64; 128]; 205]> = x.into_boxed_slice().try_into().unwrap();
    let y: [usize; 205] = y.try_into().unwrap();
    let loss = at_once.gradient(&x, &y, &CrossEntropy, &mut pass, &mut gradient);
    Sgd.step(&mut *at_once, &gradient, &mut (), 0.5);

    assert!((history.epochs[0].loss - loss).abs() < 1e-13);
    for index in 0..Wide::<f64>::TENSORS {
        for (a, b) in in_shards.tensor(index).iter().zip(at_once.tensor(index)) {
            assert!((a - b).abs() < 1e-13, "{a} {b}");
        }
    }
    assert!(in_shards != start);
}

/// The last batch of an epoch has fewer samples than the others, and here larger shards: 4 of 96, then 2 of 192.
#[test]
fn a_smaller_batch_may_have_larger_shards() {
    let (x, y) = samples::<f32>(384 + 383);
    let losses = [1, 2].map(|threads| {
        in_pool(threads, || {
            let mut net = Wide::<f32>::boxed(&mut SmallRng::seed_from_u64(1));
            let fit = Fit { epochs: 2, batch: 384, ..Fit::new(CrossEntropy, Sgd) };
            let history = fit.run(&mut *net, Data::new(&x, &y), ());
            history.expect("it learns").epochs[1].loss
        })
    });
    assert_eq!(losses[0].to_bits(), losses[1].to_bits());
}

/// Every sample gets its own mask, drawn in the order of the samples, and every mask is met once, in that order.
#[test]
fn what_is_random_and_what_is_kept_are_in_order() {
    let (x, y) = samples(1000);
    let net = in_pool(3, || {
        let mut net = Noisy::boxed(&mut SmallRng::seed_from_u64(1));
        let fit = Fit { epochs: 2, batch: 776, ..Fit::new(CrossEntropy, Sgd) };
        fit.run(&mut *net, Data::new(&x, &y), ()).expect("it learns");
        net
    });
    let mut met = 0.0;
    for epoch in 1..=2 {
        let rng = &mut stream(0, epoch);
        (0..1000).collect::<Vec<usize>>().shuffle(rng);
        for _ in 0..1000 {
            met = meet(met, &draw::<320>(rng));
        }
    }
    assert_eq!(net.noise.met[0].to_bits(), met.to_bits());
    assert!(met > 0.0);
}
