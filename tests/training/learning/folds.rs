//! Cross-validation: every sample is held out once.

use constrata::Error;
use constrata::prelude::*;
use constrata::train::{CrossValidation, Data, Fit, Metric, folds, stratified_folds};

use super::{Net, fit, samples};
use rand::{SeedableRng, rngs::SmallRng};

#[test]
fn parts_are_even_and_hold_everything_once() {
    for (count, parts) in [(10, 2), (10, 3), (7, 7), (100, 9)] {
        let dealt = folds(count, parts, 1);
        let sizes: Vec<usize> = dealt.iter().map(Vec::len).collect();
        assert!(sizes.iter().all(|size| size - count / parts <= 1), "{sizes:?}");
        let mut all = dealt.concat();
        all.sort_unstable();
        assert_eq!(all, (0..count).collect::<Vec<_>>());
        assert_ne!(dealt, folds(count, parts, 2));
        assert_eq!(dealt, folds(count, parts, 1));
    }
}

#[test]
fn strata_are_even() {
    let classes: Vec<usize> = (0..101).map(|i| [0, 0, 0, 1, 1, 2][i * i % 6]).collect();
    let dealt = stratified_folds(&classes, 4, 3);
    for class in 0..3 {
        let counts: Vec<usize> =
            dealt.iter().map(|part| part.iter().filter(|i| classes[**i] == class).count()).collect();
        assert!(counts.iter().max().unwrap() - counts.iter().min().unwrap() <= 1, "{counts:?}");
    }
    assert!(dealt.iter().all(|part| part.len() == 25 || part.len() == 26));
}

/// To the last bit, a fold is a run on the other samples, judged by its own.
#[test]
fn a_fold_is_a_run_on_the_others() {
    network! { struct OfEach: 12 => Dense<1, bias = false> }
    let x: Vec<[f32; 12]> = (0..12).map(|i| std::array::from_fn(|j| f32::from(u8::from(i == j)))).collect();
    let y: Vec<[f32; 1]> = (0..12).map(|i| [i as f32]).collect();
    let fit = Fit { epochs: 50, learning_rate: 0.5, batch: 1, ..Fit::new(MeanSquaredError, Sgd) };
    let found = CrossValidation::new(4).run(&fit, Data::new(&x, &y), |_| Box::new(OfEach::zeros())).unwrap();
    // of its own samples a network knows nothing: it says 0
    let expected: Vec<f64> = folds(12, 4, 0)
        .iter()
        .map(|part| part.iter().map(|i| (i * i) as f64).sum::<f64>() / part.len() as f64)
        .collect();
    for (scores, expected) in found.scores.iter().zip(&expected) {
        assert!((scores.loss - expected).abs() < 1e-4, "{scores} {expected}");
    }
    assert_eq!(found.scores.len(), 4);
}

#[test]
fn means_deviations_and_a_table() {
    let (x, y) = samples(60);
    let make = |seed| Net::boxed(&mut SmallRng::seed_from_u64(seed));
    let validation = CrossValidation { stratified: true, ..CrossValidation::new(3) };
    let found = validation.run(&fit(), Data::new(&x, &y), make).unwrap();
    let each: Vec<f64> = found.scores.iter().map(|s| s.metric(Metric::Accuracy).unwrap()).collect();
    let mean = (each[0] + each[1] + each[2]) / 3.0;
    let squares: f64 = each.iter().map(|a| (a - mean).powi(2)).sum();
    assert!((found.mean(Metric::Accuracy).unwrap() - mean).abs() < 1e-12 && mean > 0.6);
    assert!((found.deviation(Metric::Accuracy).unwrap() - (squares / 2.0).sqrt()).abs() < 1e-12);
    assert_eq!(found.mean(Metric::R2), None);
    let table = found.to_string();
    assert!(table.starts_with("fold 1  loss ") && table.contains("\nmean    loss "), "{table}");
    assert_eq!(validation.run(&fit(), Data::new(&x, &y), make).unwrap(), found);
}

#[test]
fn too_few_samples_or_folds_are_refused() {
    let (x, y) = samples(5);
    let run = |folds| {
        let make = |seed| Net::boxed(&mut SmallRng::seed_from_u64(seed));
        CrossValidation::new(folds).run(&fit(), Data::new(&x, &y), make).map(|found| found.scores.len())
    };
    assert_eq!([0, 1, 6].map(run), [const { Err(Error::Split { samples: 5 }) }; 3]);
    assert_eq!(run(5), Ok(5));
}
