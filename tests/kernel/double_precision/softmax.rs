//! Softmax of random vectors, in both precisions, against pairs.

use super::pair::{Pair, exp, scale};
use constrata::Scalar;
use constrata::activation::{Activation, Softmax};

/// Numbers that are evenly spread in 0..1, from a seed.
fn unit(seed: &mut u64) -> f64 {
    *seed = seed.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let bits = (*seed ^ *seed >> 30).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let bits = (bits ^ bits >> 27).wrapping_mul(0x94d0_49bb_1331_11eb);
    ((bits ^ bits >> 31) >> 11) as f64 / (1_u64 << 53) as f64
}

/// The exact probabilities; a vanishing one is 0.
fn exact(z: &[f64]) -> Vec<Pair> {
    let max = z.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let e = |z: f64| {
        if z - max < -750.0 {
            return Pair::of(0.0);
        }
        let (e, n) = exp(Pair::sum(z, -max));
        e.scale(n)
    };
    let e: Vec<Pair> = z.iter().map(|z| e(*z)).collect();
    let sum = e.iter().fold(Pair::of(0.0), |sum, e| sum.add(*e));
    e.iter().map(|e| e.div(sum)).collect()
}

/// The largest error among `rounds` vectors of 1 to 64 numbers: in units of 2⁻²⁴ or 2⁻⁵³, and in the last place of the
/// probability itself, beyond the one that each unit of distance from the maximum may cost, which is a rounded difference.
fn worst<T: Scalar>(rounds: u64) -> [f64; 2] {
    let digits = if T::NAME == "f32" { 24 } else { 53 };
    let least = if T::NAME == "f32" { -126 } else { -1022 };
    let last = 2_f64.powi(-digits);
    let (mut seed, mut worst) = (1, [0.0_f64; 2]);
    for round in 0..rounds {
        let width = 1 + (64.0 * unit(&mut seed)) as usize;
        // among denormal numbers, small, usual and far apart
        let size = [1e-310, 1e-40, 1e-6, 1.0, 10.0, 100.0, 1e4, 1e30][round as usize % 8];
        let middle = if round % 3 == 0 { 0.0 } else { size * unit(&mut seed) };
        let mut z: Vec<T> = (0..width).map(|_| T::of(middle + size * (unit(&mut seed) - 0.5))).collect();
        let wide: Vec<f64> = z.iter().map(|z| z.to_f64()).collect();
        let max = wide.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        Softmax::apply(&mut z, width);
        for ((y, exact), z) in z.iter().zip(exact(&wide)).zip(wide) {
            let error = ((y.to_f64() - exact.0) - exact.1).abs();
            let exponent = (exact.0.to_bits() >> 52) as i32 - 1023;
            let ulp = scale(1.0, exponent.max(least) + 1 - digits);
            worst[0] = worst[0].max(error / last);
            worst[1] = worst[1].max(error / ulp - (max - z).min(750.0));
        }
    }
    worst
}

const SINGLE: f64 = 4.1;
const DOUBLE: f64 = 5.9;

fn check<T: Scalar>(rounds: u64, bound: f64) {
    let found = worst::<T>(rounds);
    println!("softmax {}: {found:.3?}", T::NAME);
    assert!(found[0] <= bound && found[1] <= bound, "{}: {found:.3?}", T::NAME);
}

#[test]
fn softmax_is_right() {
    check::<f32>(20_000, SINGLE);
    check::<f64>(20_000, DOUBLE);
}

#[test]
#[ignore = "takes 10^6 vectors"]
fn softmax_maxima() {
    check::<f32>(1_000_000, SINGLE);
    check::<f64>(1_000_000, DOUBLE);
}

fn ends<T: Scalar>() {
    let (zero, one, far, inf, nan) =
        (T::ZERO, T::ONE, T::of(if T::NAME == "f32" { 3e38 } else { 1e308 }), f64::INFINITY, f64::NAN);
    let softmax = |mut z: Vec<T>| {
        let width = z.len();
        Softmax::apply(&mut z, width);
        z
    };
    for width in 1..12 {
        for place in 0..width {
            let one_of = |other: T, own: T| {
                let mut z = vec![other; width];
                z[place] = own;
                softmax(z)
            };
            // one far above, or all others excluded
            for y in [one_of(-far, far), one_of(T::of(-inf), one), one_of(zero, far)] {
                assert!(y.iter().enumerate().all(|(i, y)| *y == if i == place { one } else { zero }));
            }
            // as far apart as denormal numbers are
            let y = one_of(zero, T::of(if T::NAME == "f32" { 1e-45 } else { 5e-324 }));
            assert!(y.iter().all(|y| *y == one / T::from_usize(width)));
            for own in [nan, inf] {
                assert!(one_of(zero, T::of(own)).iter().all(|y| y.is_nan()), "{own} at {place} of {width}");
            }
        }
        assert!(softmax(vec![T::of(-inf); width]).iter().all(|y| y.is_nan()));
    }
}

#[test]
fn softmax_is_right_at_the_ends() {
    ends::<f32>();
    ends::<f64>();
}
