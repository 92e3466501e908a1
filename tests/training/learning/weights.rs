//! Weights of samples.

use constrata::Error;
use constrata::prelude::*;
use constrata::train::{Data, Fit, balanced_weights, class_weights, evaluate};

use super::{Net, bits, fit, net, samples};

fn run(data: Data<[f32; 3], usize>) -> Net {
    let mut net = net();
    Fit { validation_split: 0.0, schedule: Default::default(), ..fit() }.run(&mut net, data, ()).unwrap();
    net
}

/// Per sample or per tile, the sums are of the same numbers in the same order.
#[test]
fn weights_that_are_all_alike_change_no_more_than_rounding() {
    let (x, y) = samples(60);
    let plain = run(Data::new(&x, &y));
    for weight in [1.0, 0.5, 7.0] {
        let weights = vec![weight; 60];
        let weighted = run(Data::new(&x, &y).weighted(&weights));
        for index in 0..Net::TENSORS {
            for (a, b) in plain.tensor(index).iter().zip(weighted.tensor(index)) {
                assert!((a - b).abs() < 2e-3 * a.abs().max(1.0), "{a} {b}");
            }
        }
    }
}

/// In one batch, a sample of weight 2 is two samples, and one of weight 0 is none.
#[test]
fn a_weight_is_how_often_a_sample_counts() {
    let (x, y) = samples(12);
    let weights: Vec<f64> = (0..12).map(|i| f64::from(i % 3)).collect();
    let copies = |i: usize| std::iter::repeat_n(i, i % 3);
    let (many_x, many_y): (Vec<_>, Vec<_>) = (0..12).flat_map(copies).map(|i| (x[i], y[i])).unzip();
    let learn = |data| {
        let mut net = net();
        let fit = Fit { epochs: 5, batch: 100, learning_rate: 0.5, ..Fit::new(CrossEntropy, Sgd) };
        let losses: Vec<f64> = fit.run(&mut net, data, ()).unwrap().epochs.iter().map(|e| e.loss).collect();
        (net, losses)
    };
    let (weighted, losses) = learn(Data::new(&x, &y).weighted(&weights));
    let (repeated, many_losses) = learn(Data::new(&many_x, &many_y));
    assert!(losses.iter().zip(&many_losses).all(|(a, b)| (a - b).abs() < 1e-5), "{losses:?} {many_losses:?}");
    for index in 0..Net::TENSORS {
        for (a, b) in weighted.tensor(index).iter().zip(repeated.tensor(index)) {
            assert!((a - b).abs() < 1e-5, "{a} {b}");
        }
    }
    assert_ne!(bits(&weighted), bits(&net()));
    let judge = |data| evaluate(&net(), data, &CrossEntropy, &[]).unwrap().scores.loss;
    let (a, b) = (judge(Data::new(&x, &y).weighted(&weights)), judge(Data::new(&many_x, &many_y)));
    assert!((a - b).abs() < 1e-6, "{a} {b}");
}

/// A batch in which nothing counts is no step.
#[test]
fn a_batch_without_weight_is_passed_over() {
    let (x, y) = samples(6);
    let mut net = net();
    let fit = Fit { epochs: 3, batch: 1, learning_rate: 0.1, ..Fit::new(CrossEntropy, Sgd) };
    let weights = [0.0, 0.0, 1.0, 0.0, 0.0, 0.0];
    let history = fit.run(&mut net, Data::new(&x, &y).weighted(&weights), ()).unwrap();
    let mut alone = super::net();
    let of_one = fit.run(&mut alone, Data::new(&x[2..3], &y[2..3]), ()).unwrap();
    assert_eq!(bits(&net), bits(&alone));
    assert_eq!(history.epochs[2].loss, of_one.epochs[2].loss);
}

#[test]
fn weights_that_mean_nothing_are_refused() {
    let (x, y) = samples(4);
    let run = |weights: &[f64]| fit().run(&mut net(), Data::new(&x, &y).weighted(weights), ()).map(drop);
    assert_eq!(run(&[1.0; 3]), Err(Error::Weights { samples: 4, weights: 3 }));
    assert_eq!(run(&[1.0, -1.0, 1.0, 1.0]), Err(Error::Weight { sample: 1 }));
    assert_eq!(run(&[1.0, 1.0, f64::NAN, 1.0]), Err(Error::Weight { sample: 2 }));
    assert_eq!(run(&[f64::INFINITY, 1.0, 1.0, 1.0]), Err(Error::Weight { sample: 0 }));
    assert_eq!(run(&[0.0; 4]), Err(Error::Empty));
    // wherever it goes, one side of the split weighs nothing
    assert_eq!(run(&[0.0, 0.0, 1.0, 0.0]), Err(Error::Empty));
    assert_eq!(class_weights(&[0, 1, 2], &[1.0, 2.0]), Err(Error::Target { sample: 2, classes: 2 }));
}

#[test]
fn balanced_classes_count_the_same() {
    let y = [0, 2, 2, 2, 2, 0, 2, 5];
    let weights = balanced_weights(&y);
    for class in [0, 2, 5] {
        let sum: f64 = y.iter().zip(&weights).filter(|(y, _)| **y == class).map(|(_, w)| w).sum();
        assert!((sum - 8.0 / 3.0).abs() < 1e-12);
    }
}
