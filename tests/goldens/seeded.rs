//! The same seed gives the same bits: fresh networks, and whole training runs.

use constrata::bytemuck::Zeroable;
use constrata::prelude::*;
use constrata::rand_core::Rng;
use constrata::train::{Data, Fit};
use rand::{SeedableRng, rngs::SmallRng};

network! { struct Net<T>: T; 3 => Dense<16, Relu> => Dense<12, PRelu> => Dense<3, Softmax> }

fn bits<T: Scalar>(net: &Net<T>) -> Vec<u64> {
    let all = (0..Net::<T>::TENSORS).flat_map(|index| net.tensor(index));
    all.map(|w| w.to_f64().to_bits()).collect()
}

/// 60 steps on batches drawn at random.
fn train<T: Scalar, O: Optimizer<T>>(optimizer: &O, seed: u64) -> (Vec<u64>, u64) {
    let rng = &mut SmallRng::seed_from_u64(seed);
    let mut net = Net::<T>::random(rng);
    let (mut pass, mut gradient, mut state) = (Net::<T>::pass::<7>(), Net::<T>::zeros(), Zeroable::zeroed());
    let mut last = T::ZERO;
    for _ in 0..60 {
        let x = [[(); 3]; 7].map(|x| x.map(|()| T::of(f64::from(rng.next_u32()) / 4e9 - 0.5)));
        let classes = x.map(|x| usize::from(x[0] > x[1]) + usize::from(x[0] > x[2]));
        gradient.fill(T::ZERO);
        last = net.gradient(&x, &classes, &CrossEntropy, &mut pass, &mut gradient);
        optimizer.step(&mut net, &gradient, &mut state, T::of(0.02));
    }
    (bits(&net), last.to_f64().to_bits())
}

#[test]
fn random_networks() {
    fn of<T: Scalar>() {
        let random = |seed| bits(&Net::<T>::random(&mut SmallRng::seed_from_u64(seed)));
        assert_eq!(random(1), random(1));
        assert_ne!(random(1), random(2));
        let boxed = Net::<T>::boxed(&mut SmallRng::seed_from_u64(1));
        assert_eq!(bits(&boxed), random(1));
        for with in [Initialization::GlorotNormal, Initialization::HeUniform, Initialization::LeCunNormal] {
            let random = |seed| bits(&Net::<T>::random_with(with, &mut SmallRng::seed_from_u64(seed)));
            assert_eq!(random(1), random(1));
            assert_ne!(random(1), random(2));
        }
    }
    of::<f32>();
    of::<f64>();
}

/// A draw has the same 24 random bits in both precisions: a network in `f32` is the one in `f64`, rounded.
#[test]
fn both_precisions_draw_alike() {
    let single = Net::<f32>::random(&mut SmallRng::seed_from_u64(1));
    let double = Net::<f64>::random(&mut SmallRng::seed_from_u64(1));
    for index in 0..Net::<f64>::TENSORS {
        for (single, double) in single.tensor(index).iter().zip(double.tensor(index)) {
            assert!((f64::from(*single) - double).abs() <= 2e-7 * double.abs());
        }
    }
}

#[test]
fn training_runs() {
    fn of<T: Scalar>(optimizer: impl Optimizer<T>) {
        assert_eq!(train::<T, _>(&optimizer, 1), train::<T, _>(&optimizer, 1));
        assert_ne!(train::<T, _>(&optimizer, 1), train::<T, _>(&optimizer, 2));
    }
    fn all<T: Scalar>() {
        of::<T>(Sgd);
        of::<T>(Momentum { nesterov: true, ..Momentum::default() });
        of::<T>(RmsProp::default());
        of::<T>(AdaGrad::default());
        of::<T>(AdamW::default());
    }
    all::<f32>();
    all::<f64>();
}

/// The loop that draws its own batches.
#[test]
fn fit() {
    let run = |seed: u64| {
        let mut net = Net::<f32>::random(&mut SmallRng::seed_from_u64(1));
        let x: Vec<[f32; 3]> = (0..50).map(|i| [0.1, 0.7, 0.3].map(|k| (k * i as f32).fract())).collect();
        let y: Vec<usize> = x.iter().map(|x| usize::from(x[0] > x[1])).collect();
        let fit = Fit { epochs: 4, batch: 8, seed, ..Fit::new(CrossEntropy, Adam::default()) };
        let history = fit.run(&mut net, Data::new(&x, &y), ()).expect("it trains");
        (bits(&net), history.epochs.iter().map(|epoch| epoch.loss.to_bits()).collect::<Vec<_>>())
    };
    assert_eq!(run(1), run(1));
    assert_ne!(run(1), run(2));
}

/// The bits of a run on x86-64, which any other processor has to find too.
#[test]
#[cfg(all(feature = "reproducible", target_pointer_width = "64"))]
fn a_run_on_another_processor() {
    fn hash<T: Scalar>() -> u64 {
        let (weights, loss) = train::<T, _>(&Adam::default(), 1);
        weights
            .into_iter()
            .chain([loss])
            .fold(0xcbf2_9ce4_8422_2325, |hash, bits| (hash ^ bits).wrapping_mul(0x100_0000_01b3))
    }
    assert_eq!([hash::<f32>(), hash::<f64>()], [11_270_108_611_740_343_333, 14_745_666_787_184_317_108]);
}
