//! What decays ends at 0, and not among the numbers below the normal range, with which a processor is many times slower.

use constrata::bytemuck::zeroed;
use constrata::prelude::*;

type Net = network!(1 => Dense<1>);

fn net(value: f32) -> Net {
    let mut net = Net::zeros();
    net.fill(value);
    net
}

fn normal(net: &Net) -> bool {
    (0..Net::TENSORS).flat_map(|index| net.tensor(index)).all(|x| *x == 0.0 || x.is_normal())
}

/// Steps without a gradient until `remembered` is all zeros.
fn forgets<O: Optimizer<f32>>(optimizer: O, remembered: impl Fn(&O::State<Net>) -> Vec<Net>) {
    let (mut network, mut state) = (net(1.0), zeroed());
    optimizer.step(&mut network, &net(1.0), &mut state, 1e-3);
    let start = remembered(&state);
    assert!(start.iter().all(|kept| *kept != net(0.0)), "{} remembers", O::NAME.as_str());
    for _ in 0..200_000 {
        optimizer.step(&mut network, &net(0.0), &mut state, 1e-3);
        let kept = remembered(&state);
        assert!(kept.iter().all(normal) && normal(&network), "{}: {kept:?}", O::NAME.as_str());
        if kept.iter().all(|kept| *kept == net(0.0)) {
            return;
        }
    }
    panic!("{} still remembers {:?}", O::NAME.as_str(), remembered(&state));
}

#[test]
fn means_of_gradients_that_are_gone_end_at_zero() {
    forgets(Momentum::default(), |velocity| vec![*velocity]);
    forgets(Momentum { nesterov: true, ..Momentum::default() }, |velocity| vec![*velocity]);
    forgets(RmsProp::default(), |squares| vec![*squares]);
    forgets(Adam::default(), |moments| vec![moments.mean, moments.square]);
    forgets(AdamW::default(), |moments| vec![moments.mean, moments.square]);
}

/// A penalty alone shrinks weights, in the end by factors: they must not stop half way to 0.
fn shrinks<O: Optimizer<f32>>(optimizer: O, rate: f32) {
    let (mut network, mut state) = (net(1e-37), zeroed());
    for _ in 0..1000 {
        let gradient = network;
        optimizer.step(&mut network, &gradient, &mut state, rate);
        assert!(normal(&network), "{}: {network:?}", O::NAME.as_str());
    }
}

#[test]
fn weights_that_shrink_skip_what_is_below_the_normal_range() {
    shrinks(Sgd, 0.1);
    shrinks(Momentum { momentum: 0.0, nesterov: false }, 0.1);
}

/// A gradient whose square is no normal number counts as none.
fn ignores<O: Optimizer<f32>>(optimizer: O) {
    for (gradient, counts) in [(1e-20, false), (-1e-20, false), (1e-17, true), (-1e-17, true)] {
        let (mut network, mut state) = (net(0.0), zeroed());
        optimizer.step(&mut network, &net(gradient), &mut state, 1.0);
        let moved = network != net(0.0);
        assert_eq!(moved, counts, "{} with {gradient:e}", O::NAME.as_str());
    }
}

#[test]
fn gradients_without_a_square_count_as_none() {
    ignores(AdaGrad::default());
    ignores(RmsProp::default());
    ignores(Adam::default());
}

#[test]
fn a_number_is_flushed_below_the_normal_range_only() {
    let least = f32::MIN_POSITIVE;
    assert_eq!([least, -least, 0.0, 1.0].map(Scalar::flush_subnormal), [least, -least, 0.0, 1.0]);
    let below = f32::from_bits(least.to_bits() - 1);
    assert_eq!([below, -below, 1e-45].map(Scalar::flush_subnormal), [0.0; 3]);
    assert!(f32::NAN.flush_subnormal().is_nan() && f32::NAN.flush_if_square_underflows().is_nan());
    assert_eq!(f32::NEG_INFINITY.flush_subnormal(), f32::NEG_INFINITY);
    assert_eq!([f64::MIN_POSITIVE, 5e-324].map(Scalar::flush_subnormal), [f64::MIN_POSITIVE, 0.0]);
    assert_eq!([1e-17_f32, -1e-18].map(Scalar::flush_if_square_underflows), [1e-17, 0.0]);
    assert_eq!([1e-150_f64, -1e-151].map(Scalar::flush_if_square_underflows), [1e-150, 0.0]);
}
