//! What training does around its products, the loss of a classifier and the step of Adam: to the same bits at every level.

use crate::levels::at_every_level;
use crate::random::Random;
use constrata::activation::Softmax;
use constrata::loss::Loss;
use constrata::optimizer::Moments;
use constrata::prelude::*;

impl Random {
    /// -1..1
    fn number(&mut self) -> f64 {
        self.next() as f64 / (1_u64 << 30) as f64 - 1.0
    }
    /// 0, ±∞, NaN, or of any size.
    fn any(&mut self) -> f64 {
        match self.next() % 24 {
            0 => 0.0,
            1 => f64::INFINITY,
            2 => f64::NEG_INFINITY,
            3 => f64::NAN,
            _ => self.number() * 2_f64.powi(self.next() as i32 % 300 - 150),
        }
    }
}

fn bits<T: Scalar>(x: T) -> u64 {
    // which NaN it is, is the processor's choice
    if x.is_nan() { f64::NAN.to_bits() } else { x.to_f64().to_bits() }
}

/// y, ∂z and the loss of random batches, whose targets are classes or any weights.
fn losses<T: Scalar>(random: &mut Random) -> Vec<u64> {
    let mut all = Vec::new();
    for width in (1..=18).chain([31, 32, 33, 40]) {
        for samples in [1, 2, 3, 8, 9, 15, 16, 17, 24, 25, 31, 32, 33, 50] {
            let kind = random.next() % 3;
            let mut z: Vec<T> = (0..width * samples).map(|_| T::of(8.0 * random.number())).collect();
            let mut t = vec![T::ZERO; width * samples];
            for t in t.chunks_exact_mut(width) {
                if kind == 0 {
                    t[random.next() as usize % width] = T::ONE;
                } else {
                    t.iter_mut().for_each(|t| *t = T::of(random.number()));
                }
            }
            if kind == 2 {
                for _ in 0..2 {
                    z[random.next() as usize % (width * samples)] = T::of(random.any());
                }
            }
            let loss = Loss::<Softmax>::gradient(&CrossEntropy, &mut z, &mut t, width, T::of(7.0));
            all.extend([loss].into_iter().chain(z).chain(t).map(bits));
        }
    }
    all
}

type Net = network!(f32; 7 => Dense<13> => Dense<3>);
type Net64 = network!(f64; 7 => Dense<13> => Dense<3>);

/// Parameters and moments after a few steps of each of many runs, whose gradients are ordinary or anything.
fn steps<N: Network<Scalar = T>, T: Scalar>(random: &mut Random) -> Vec<u64> {
    let mut all = Vec::new();
    for run in 0..200 {
        let (mut net, mut gradient) = (N::zeros(), N::zeros());
        let mut moments: Moments<N> = constrata::bytemuck::zeroed();
        let epsilon = T::of([1e-8, 0.0, 1e-3][run % 3]);
        let adam = Adam { epsilon, ..Adam::default() };
        for _ in 0..1 + run % 7 {
            for index in 0..N::TENSORS {
                for g in gradient.tensor_mut(index) {
                    *g = T::of(if run % 2 == 0 { random.number() } else { random.any() });
                }
            }
            adam.step(&mut net, &gradient, &mut moments, T::of(0.1));
        }
        for state in [&net, &moments.mean, &moments.square] {
            for index in 0..N::TENSORS {
                all.extend(state.tensor(index).iter().copied().map(bits));
            }
        }
    }
    all
}

#[test]
fn every_level_trains_to_the_same_bits() {
    let mut wanted: Option<Vec<u64>> = None;
    at_every_level(|level| {
        let mut random = Random(11);
        let mut all = losses::<f32>(&mut random);
        all.extend(losses::<f64>(&mut random));
        all.extend(steps::<Net, f32>(&mut random));
        all.extend(steps::<Net64, f64>(&mut random));
        let wanted = wanted.get_or_insert_with(|| all.clone());
        let differ = all.iter().zip(wanted.iter()).filter(|(a, b)| a != b).count();
        assert_eq!((all.len(), differ), (wanted.len(), 0), "numbers, and how many differ at {level:?}");
    });
}
