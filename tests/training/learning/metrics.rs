//! Metrics beyond what scikit-learn is asked: ties, NaN, tables, many samples.

use constrata::prelude::*;
use constrata::train::{Data, Metric, balanced_weights, evaluate, predict, predict_classes, score};

use super::{Net, net, samples};

/// Predictions in tiles are those of one sample at a time, up to rounding.
#[test]
fn predictions_of_many_are_predictions_of_each() {
    for count in [0, 1, 7, 8, 9, 31, 32, 33, 77] {
        let (x, _) = samples(count);
        let y = predict(&net(), &x);
        assert_eq!(y.len(), count);
        for (x, y) in x.iter().zip(&y) {
            assert!(net().predict(x).iter().zip(y).all(|(a, b)| (a - b).abs() < 1e-6));
        }
        let classes = y.iter().map(|y| (0..3).rev().max_by(|a, b| y[*a].total_cmp(&y[*b])).unwrap());
        assert_eq!(predict_classes(&net(), &x), classes.collect::<Vec<_>>());
    }
}

#[test]
fn a_score_is_accuracy_or_r2() {
    let (x, y) = samples(50);
    let right = predict_classes(&net(), &x).iter().zip(&y).filter(|(a, b)| a == b).count();
    assert_eq!(score(&net(), Data::new(&x, &y)), Ok(right as f64 / 50.0));
    let line = <network!(1 => Dense<1>)>::zeros();
    assert_eq!(score(&line, Data::new(&[[0.0], [1.0]], &[[-1.0], [1.0]])), Ok(0.0));
    // a network that cannot be trained can be scored
    let step = <network!(1 => Dense<1, Step>)>::zeros();
    assert_eq!(score(&step, Data::new(&[[0.0], [1.0]], &[1_usize, 1])), Ok(1.0));
}

/// A class index is a target for one output too: 0 or 1, and nothing else.
#[test]
fn two_classes_in_one_output() {
    type One = network!(3 => Dense<4, Tanh> => Dense<1, Sigmoid>);
    let (x, _) = samples(40);
    let classes: Vec<usize> = x.iter().map(|x| usize::from(x[0] > x[1])).collect();
    let numbers: Vec<[f32; 1]> = classes.iter().map(|class| [*class as f32]).collect();
    let fit = constrata::train::Fit {
        epochs: 30,
        learning_rate: 0.1,
        metrics: &[Metric::Accuracy, Metric::RecallOf(1)],
        ..constrata::train::Fit::new(BinaryCrossEntropy, Adam::default())
    };
    let (mut by_class, mut by_number) = (One::zeros(), One::zeros());
    let history = fit.run(&mut by_class, Data::new(&x, &classes), ()).unwrap();
    fit.run(&mut by_number, Data::new(&x, &numbers), ()).unwrap();
    assert_eq!(by_class, by_number);
    let right = x.iter().zip(&classes).filter(|(x, c)| (by_class.predict(*x)[0] > 0.5) == (**c == 1)).count();
    assert_eq!(score(&by_class, Data::new(&x, &classes)), Ok(right as f64 / 40.0));
    assert!(history.epochs[29].metrics[0].1 > history.epochs[0].metrics[0].1);
    let two = fit.run(&mut by_class, Data::new(&x[..1], &[2_usize]), ());
    let message = two.unwrap_err().to_string();
    assert_eq!(message, "the target of sample 0 is not finite or not one of the 2 classes 0 to 1");
    assert_eq!(balanced_weights(&classes).len(), 40);
}

/// With logits, class 1 begins at 0.
#[test]
fn logits_have_another_threshold() {
    let mut line = <network!(1 => Dense<1>)>::zeros();
    line.weights[0] = 1.0;
    let data = Data::new(&[[0.3], [-0.3], [0.7]], &[1_usize, 0, 1]);
    let accuracy = |found: constrata::train::Evaluation| found.scores.metric(Metric::Accuracy);
    let logits = evaluate(&line, data, &BinaryCrossEntropyWithLogits, &[Metric::Accuracy]).unwrap();
    assert_eq!(accuracy(logits), Some(1.0));
    let numbers = evaluate(&line, data, &MeanSquaredError, &[Metric::Accuracy]).unwrap();
    assert_eq!(accuracy(numbers), Some(2.0 / 3.0));
}

/// Of equal outputs the first is taken; NaN is never right.
#[test]
fn ties_and_nan() {
    type Same = network!(3 => Identity);
    let judge = |y: [f32; 3], class: usize| {
        let metrics = &[Metric::Accuracy, Metric::TopK(2), Metric::F1];
        let same = Same::zeros();
        let found = evaluate(&same, Data::new(&[y], &[class]), &MeanSquaredError, metrics).unwrap();
        [Metric::Accuracy, Metric::TopK(2)].map(|metric| found.scores.metric(metric).unwrap())
    };
    assert_eq!(judge([1.0, 1.0, 1.0], 0), [1.0, 1.0]);
    assert_eq!(judge([1.0, 1.0, 1.0], 1), [0.0, 1.0]);
    assert_eq!(judge([1.0, 1.0, 1.0], 2), [0.0, 0.0]);
    let mut ruined = Net::zeros();
    ruined.dense2.bias[1] = f32::NAN; // and so every probability is
    let data = Data::new(&[[0.0; 3]], &[1_usize]);
    let found = evaluate(&ruined, data, &CrossEntropy, &[Metric::Accuracy, Metric::TopK(2)]).unwrap();
    assert_eq!(found.scores.metrics.iter().map(|(_, value)| *value).collect::<Vec<_>>(), [0.0, 0.0]);
    assert!(found.scores.loss.is_nan());
}

#[test]
fn a_confusion_matrix_is_a_table() {
    let x = [[1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0]];
    let same = <network!(3 => Identity)>::zeros();
    let found =
        evaluate(&same, Data::new(&x, &[0_usize, 1, 2, 2]), &MeanSquaredError, &[Metric::F1]).unwrap();
    let confusion = found.confusion.unwrap();
    let wanted = "\
wanted | 0 1 2 | recall
-------+-------+-------
0      | 1 0 0 | 1.0000
1      | 0 1 0 | 1.0000
2      | 0 1 1 | 0.5000
";
    assert_eq!(confusion.to_string(), wanted);
    let named = "\
wanted     |     setosa versicolor          2 | recall
-----------+----------------------------------+-------
setosa     |          1          0          0 | 1.0000
versicolor |          0          1          0 | 1.0000
2          |          0          1          1 | 0.5000
";
    assert_eq!(confusion.named(&["setosa", "versicolor"]).to_string(), named);
    assert_eq!((confusion.count(3, 0), confusion.count(0, 3), confusion.precision(7)), (0, 0, 0.0));
}
