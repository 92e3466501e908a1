//! Cross-entropies and binary cross-entropies in all forms against pairs of doubles: loss and gradient have their digits where
//! an output is nearly certain, and a common offset of the logits changes no bit.

use constrata::activation::{Elementwise, Elu, Function, Identity, Sigmoid, Softmax, Softplus, Tanh};
use constrata::kernel::Level;
use constrata::loss::Loss;
use constrata::prelude::*;

use crate::double_precision::pair::{ONE, Pair, exp, ln_1p, scale};
use crate::levels::at_every_level;
use crate::random::Random;

impl Random {
    /// -1..1, of 62 bits.
    fn fine_number(&mut self) -> f64 {
        let bits = self.next() << 31 | self.next();
        bits as f64 / (1_u64 << 61) as f64 - 1.0
    }
}

fn power(x: Pair) -> Pair {
    if x.0 < -750.0 {
        return Pair::of(0.0);
    }
    let (e, n) = exp(x);
    e.scale(n)
}

/// How far `found` is from the exact number, in units of the last place of a `T` there, or at `term` if that is larger.
fn ulps<T: Scalar>(found: T, exact: Pair, term: f64) -> f64 {
    let (digits, least) = if T::NAME == "f32" { (23, -126) } else { (52, -1022) };
    let size = exact.0.abs().max(term.abs());
    let exponent = ((size.to_bits() >> 52) as i32 - 1023).max(least);
    (((found.to_f64() - exact.0) - exact.1) / scale(1.0, exponent - digits)).abs()
}

/// Of one sample: the loss, the gradient, and the larger term of each of its numbers.
fn exact<T: Scalar>(z: &[T], t: &[T]) -> (Pair, Vec<Pair>, Vec<f64>) {
    let z: Vec<f64> = z.iter().map(|z| z.to_f64()).collect();
    let t: Vec<f64> = t.iter().map(|t| t.to_f64()).collect();
    let largest = (0..z.len()).fold(0, |best, i| if z[i] > z[best] { i } else { best });
    let apart: Vec<Pair> = z.iter().map(|own| Pair::sum(*own, -z[largest])).collect();
    let e: Vec<Pair> = apart.iter().map(|x| power(*x)).collect();
    let none = Pair::of(0.0);
    let rest = (0..z.len()).filter(|i| *i != largest).fold(none, |sum, i| sum.add(e[i]));
    let sum = ONE.add(rest);
    let weight = t.iter().fold(none, |sum, t| sum.add(Pair::of(*t)));
    let loss =
        t.iter().zip(&apart).fold(weight.mul(ln_1p(rest)), |sum, (t, x)| sum.add(Pair::of(-t).mul(*x)));
    let gradient = (0..z.len()).map(|i| {
        // sum over j of (e_i t_j - t_i e_j) / S: no term that vanishes stands beside a large one
        let terms = (0..z.len()).filter(|j| *j != i);
        let all = terms.fold(none, |sum, j| sum.add(e[i].mul(Pair::of(t[j]))).add(Pair::of(-t[i]).mul(e[j])));
        all.div(sum)
    });
    let larger = (0..z.len()).map(|i| e[i].div(sum).mul(weight).0.max(t[i])).collect();
    (loss, gradient.collect(), larger)
}

/// Softmax and logits, alone and in a batch; the largest errors of loss and gradient.
fn both<T: Scalar>(z: &[T], t: &[T], width: usize) -> [f64; 2] {
    let mut worst = [0.0_f64; 2];
    let (mut all_z, mut all_t, mut logits_t) = (z.to_vec(), t.to_vec(), t.to_vec());
    Loss::<Softmax>::gradient(&CrossEntropy, &mut all_z, &mut all_t, width, T::ONE);
    Loss::<Identity>::gradient(&CrossEntropyWithLogits, &mut z.to_vec(), &mut logits_t, width, T::ONE);
    for (sample, (z, t)) in z.chunks(width).zip(t.chunks(width)).enumerate() {
        let (loss, gradient, larger) = exact(z, t);
        let one_class = t.iter().filter(|t| **t != T::ZERO).count() == 1;
        let (mut y, mut one, mut logits) = (z.to_vec(), t.to_vec(), t.to_vec());
        let found = Loss::<Softmax>::gradient(&CrossEntropy, &mut y, &mut one, width, T::ONE);
        let mut same = z.to_vec();
        let of_logits =
            Loss::<Identity>::gradient(&CrossEntropyWithLogits, &mut same, &mut logits, width, T::ONE);
        assert_eq!((found, same), (of_logits, z.to_vec()));
        worst[0] = worst[0].max(ulps(found, loss, 0.0));
        for found in
            [&one[..], &logits, &all_t[sample * width..][..width], &logits_t[sample * width..][..width]]
        {
            for ((found, exact), larger) in found.iter().zip(&gradient).zip(&larger) {
                worst[1] = worst[1].max(ulps(*found, *exact, if one_class { 0.0 } else { *larger }));
            }
        }
    }
    worst
}

fn cross_entropy<T: Scalar>(level: Level) {
    let random = &mut Random(5);
    let mut worst = [0.0_f64; 2];
    for round in 0..160 {
        let width = [2, 3, 4, 5, 7, 10, 17, 33][round % 8];
        let samples = [1, 9, 16, 33][round / 8 % 4];
        let size = [0.1, 1.0, 5.0, 20.0, 60.0][round / 32];
        let z: Vec<T> = (0..width * samples).map(|_| T::of(size * random.fine_number())).collect();
        let mut t = vec![T::ZERO; z.len()];
        for (t, z) in t.chunks_mut(width).zip(z.chunks(width)) {
            let likeliest = (0..width).fold(0, |best, i| if z[i] > z[best] { i } else { best });
            let class =
                if random.next().is_multiple_of(2) { likeliest } else { random.next() as usize % width };
            match round % 3 {
                // smoothed
                0 => {
                    t.fill(T::of(0.1 / width as f64));
                    t[class] += T::of(0.9);
                }
                // a class, of some weight
                1 => t[class] = T::of(0.5 + 0.5 * random.fine_number().abs()),
                _ => t[class] = T::ONE,
            }
        }
        let found = both(&z, &t, width);
        (0..2).for_each(|i| worst[i] = worst[i].max(found[i]));
    }
    println!("cross-entropy {} {level:?}: {worst:.2?}", T::NAME);
    assert!(worst.iter().all(|worst| *worst <= 4.0), "{} {level:?}: {worst:?}", T::NAME);
}

/// Logits on a grid that an `f32` has up to a million: the same bits, whatever is added to all of them.
fn offset<T: Scalar>(level: Level) {
    let random = &mut Random(6);
    for round in 0..60 {
        let (width, samples) = (2 + round % 12, [1, 10, 33][round % 3]);
        let z: Vec<f64> = (0..width * samples).map(|_| (random.next() % 512) as f64 / 16.0 - 16.0).collect();
        let t: Vec<T> = (0..z.len()).map(|_| T::of((random.next() % 5) as f64 / 4.0)).collect();
        let at = |offset: f64| {
            let mut z: Vec<T> = z.iter().map(|z| T::of(z + offset)).collect();
            let (mut logits, mut softmax, mut logits_z) = (t.clone(), t.clone(), z.clone());
            let one = Loss::<Identity>::gradient(
                &CrossEntropyWithLogits,
                &mut logits_z,
                &mut logits,
                width,
                T::ONE,
            );
            let two = Loss::<Softmax>::gradient(&CrossEntropy, &mut z, &mut softmax, width, T::ONE);
            ([one, two], logits, softmax, z)
        };
        for other in [1e6, -1e6, 1000.0, 524_288.0, -37.5] {
            assert_eq!(at(other), at(0.0), "{} {level:?}, {other}", T::NAME);
        }
    }
    let pair = |z: [f64; 2], t: [f64; 2]| {
        let (mut z, mut t) = (z.map(T::of), t.map(T::of));
        (
            Loss::<Identity>::gradient(&CrossEntropyWithLogits, &mut z, &mut t, 2, T::ONE).to_f64(),
            t.map(T::to_f64),
        )
    };
    assert_eq!(pair([1e6, 1e6], [1.0, 0.0]).1, [-0.5, 0.5]);
    assert!((pair([1e6, 1e6], [1.0, 0.0]).0 - 2_f64.ln()).abs() < 6e-8);
    assert!((pair([1000.0, 990.0], [1.0, 0.0]).0 / 4.539_889_921_682_063e-5 - 1.0).abs() < 3e-7);
}

fn binary<T: Scalar>(level: Level) {
    let random = &mut Random(7);
    let mut worst = [0.0_f64; 2];
    for round in 0..3000 {
        let size = [0.01, 1.0, 16.0, 40.0, 80.0][round % 5];
        let z = T::of(size * random.fine_number());
        let t = T::of([0.0, 1.0, 0.5 + 0.5 * random.fine_number()][round / 5 % 3]);
        // |z| w + ln(1 + e^-|z|) and w - sigmoid(-|z|), or its negative
        let yes = z.to_f64() > 0.0;
        let wrong = if yes { Pair::sum(1.0, -t.to_f64()) } else { Pair::of(t.to_f64()) };
        let far = Pair::of(z.to_f64().abs());
        let e = power(far.neg());
        let (loss, tail) = (far.mul(wrong).add(ln_1p(e)), e.div(ONE.add(e)));
        let slope = wrong.add(tail.neg());
        let slope = if yes { slope } else { slope.neg() };
        let soft = t != T::ZERO && t != T::ONE;
        let larger = if soft { wrong.0.max(tail.0) } else { 0.0 };
        let mut found = [(); 2].map(|()| ([z; 40], [t; 40]));
        // alone and in a batch
        for count in [1, 40] {
            let [one, two] = &mut found;
            (*one, *two) = (([z; 40], [t; 40]), ([z; 40], [t; 40]));
            let (z_all, t_all) = (&mut one.0[..count], &mut one.1[..count]);
            let logits = Loss::<Identity>::gradient(&BinaryCrossEntropyWithLogits, z_all, t_all, 1, T::ONE);
            let (z_all, t_all) = (&mut two.0[..count], &mut two.1[..count]);
            let sigmoid = Loss::<Sigmoid>::gradient(&BinaryCrossEntropy, z_all, t_all, 1, T::ONE);
            assert_eq!((logits, one.0[0], one.1), (sigmoid, z, two.1));
            if count == 1 {
                worst[0] = worst[0].max(ulps(logits, loss, 0.0));
            }
            one.1[..count].iter().for_each(|found| worst[1] = worst[1].max(ulps(*found, slope, larger)));
        }
    }
    println!("binary {} {level:?}: {worst:.2?}", T::NAME);
    assert!(worst.iter().all(|worst| *worst <= 4.0), "{} {level:?}: {worst:?}", T::NAME);
    let (infinity, zero) = (T::of(f64::INFINITY), T::ZERO);
    for (z, t, loss, slope) in [
        (infinity, zero, infinity, T::ONE),
        (infinity, T::ONE, zero, zero),
        (-infinity, zero, zero, zero),
        (-infinity, T::ONE, infinity, -T::ONE),
    ] {
        let (mut z, mut t) = ([z], [t]);
        let found = Loss::<Identity>::gradient(&BinaryCrossEntropyWithLogits, &mut z, &mut t, 1, T::ONE);
        assert_eq!((found, t[0]), (loss, slope));
    }
    let (mut z, mut t) = ([T::of(f64::NAN)], [T::ONE]);
    assert!(Loss::<Identity>::gradient(&BinaryCrossEntropyWithLogits, &mut z, &mut t, 1, T::ONE).is_nan());
    assert!(t[0].is_nan());
}

/// Slopes that are computed from the output are within the bounds of their documentation; those of functions that see their
/// input keep their digits.
#[test]
fn slopes_are_as_exact_as_they_say() {
    fn check<T: Scalar>(bound: f64, ulp: f64) {
        for step in -8000..=8000 {
            let z = T::of(f64::from(step) / 100.0);
            let e = power(Pair::of(z.to_f64().abs()).neg());
            let (small, large) = (e.div(ONE.add(e)), ONE.div(ONE.add(e)));
            let sigmoid = if z.to_f64() < 0.0 { small } else { large };
            let off = |found: T, exact: Pair| (found.to_f64() - exact.0 - exact.1).abs();
            let elu = if z.to_f64() > 0.0 { ONE } else { e };
            assert!(off(<Elu>::derivative(<Elu>::value(z)), elu) <= 3.0 * bound, "Elu at {z}");
            assert!(
                off(Sigmoid::derivative(Sigmoid::value(z)), small.mul(large)) <= 2.0 * bound,
                "Sigmoid at {z}"
            );
            let root = ONE.add(e.mul(e));
            let tanh = e.mul(e).scale(2).div(root.mul(root));
            assert!(off(Tanh::derivative(Tanh::value(z)), tanh) <= 4.0 * bound, "Tanh at {z}");
            assert!(ulps(Softplus::derivative(z), sigmoid, 0.0) <= ulp, "Softplus at {z}");
        }
    }
    check::<f32>(6e-8, 2.0);
    check::<f64>(1.12e-16, 2.0);
}

#[test]
fn losses_keep_their_digits_at_every_level() {
    at_every_level(|level| {
        cross_entropy::<f32>(level);
        cross_entropy::<f64>(level);
        offset::<f32>(level);
        offset::<f64>(level);
        binary::<f32>(level);
        binary::<f64>(level);
    });
}
