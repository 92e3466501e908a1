//! What is held out is not learned from, and is judged as any data are.

use constrata::Error;
use constrata::prelude::*;
use constrata::train::{Data, Fit, Metric, evaluate};

use super::{fit, net, samples};

/// One weight for each sample: a weight that is still 0 belongs to a sample that was never seen.
#[test]
fn the_split_is_not_learned_from() {
    network! { struct OfEach: 50 => Dense<1, bias = false> }
    let x: Vec<[f32; 50]> = (0..50).map(|i| std::array::from_fn(|j| f32::from(u8::from(i == j)))).collect();
    let y = [[1.0]; 50];
    for (split, held) in [(0.2, 10), (0.011, 1), (0.98, 49), (0.3, 15)] {
        for batch in [1, 3, 50, 1000] {
            let (mut net, fit) = (OfEach::zeros(), Fit::new(MeanSquaredError, Sgd));
            let fit = Fit { epochs: 2, batch, validation_split: split, ..fit };
            let history = fit.run(&mut net, Data::new(&x, &y), ()).unwrap();
            let untouched = net.dense1.weights.iter().filter(|w| **w == 0.0).count();
            assert_eq!((untouched, history.epochs[1].samples), (held, 50 - held));
            let scores = history.epochs[1].validation.as_ref().unwrap();
            assert_eq!(scores.loss, 1.0, "of what the network knows nothing about");
        }
    }
}

#[test]
fn a_split_depends_on_the_seed() {
    let (x, y) = samples(60);
    let split = |seed| {
        let fit = Fit { epochs: 1, learning_rate: 0.0, seed, ..fit() };
        fit.run(&mut net(), Data::new(&x, &y), ()).unwrap().epochs[0].validation.clone().unwrap()
    };
    assert_eq!(split(1), split(1));
    assert_ne!(split(1), split(2));
}

#[test]
fn samples_of_their_own() {
    let ((x, y), (other_x, other_y)) = (samples(40), samples(90));
    let (other_x, other_y) = (&other_x[40..], &other_y[40..]);
    let mut net = net();
    let history = fit().run(&mut net, Data::new(&x, &y).validate(other_x, other_y), ()).unwrap();
    let last = history.epochs.last().unwrap();
    assert_eq!(last.samples, 40, "the split of `fit` gives way");
    let found = evaluate(&net, Data::new(other_x, other_y), &CrossEntropy, fit().metrics).unwrap();
    assert_eq!(last.validation.as_ref(), Some(&found.scores));
}

/// With a learning rate of 0, an epoch judges the samples it learns from.
#[test]
fn metrics_of_batches_are_those_of_all() {
    let (x, y) = samples(77);
    for batch in [1, 10, 32, 77] {
        let metrics = &[Metric::Accuracy, Metric::F1, Metric::TopK(2), Metric::R2, Metric::Mae];
        let fit = Fit { epochs: 1, batch, learning_rate: 0.0, metrics, ..Fit::new(CrossEntropy, Sgd) };
        let epoch = fit.run(&mut net(), Data::new(&x, &y), ()).unwrap().epochs.remove(0);
        let found = evaluate(&net(), Data::new(&x, &y), &CrossEntropy, metrics).unwrap().scores;
        assert!((epoch.loss - found.loss).abs() < 1e-6);
        for ((metric, of_batches), (_, of_all)) in epoch.metrics.iter().zip(&found.metrics) {
            assert!((of_batches - of_all).abs() < 1e-6, "{metric}: {of_batches}, {of_all}");
        }
    }
}

#[test]
fn what_leaves_nothing_is_refused() {
    let (x, y) = samples(10);
    let run = |validation_split| {
        let fit = Fit { epochs: 1, validation_split, ..Fit::new(CrossEntropy, Sgd) };
        fit.run(&mut net(), Data::new(&x, &y), ()).map(|history| history.epochs[0].samples)
    };
    assert_eq!(run(0.1), Ok(9));
    for split in [1.0, 0.96, 0.04, -0.5, 2.0, f64::NAN] {
        assert_eq!(run(split), Err(Error::Split { samples: 10 }), "{split}");
    }
    let no_validation = Data::new(&x, &y).validate(&[], &[]);
    assert_eq!(fit().run(&mut net(), no_validation, ()), Err(Error::Empty));
    let unseen = Fit { validation_split: 0.0, ..fit() }.run(&mut net(), Data::new(&x, &y), ());
    assert_eq!(unseen, Err(Error::Monitor(constrata::train::Monitor::ValidationLoss)));
}
