//! Classes for some of the steps: metrics, what is refused, and a batch without any.

use constrata::layer::Output;
use constrata::prelude::*;
use constrata::train::{Data, Fit, Metric, evaluate, predict_classes, score};
use constrata::{Error, Targets};
use rand::{RngExt, SeedableRng, rngs::SmallRng};

network! { struct Small: [3, 2] => Dense<3, Softmax> }

/// The first of two inputs says the class: 0 below 0, 1 above; the third class is never said.
fn small() -> Small {
    let mut net = Small::zeros();
    (net.dense1.weights[(0, 0)], net.dense1.weights[(1, 0)], net.dense1.bias[2]) = (-1.0, 1.0, -9.0);
    net
}

#[test]
fn metrics_are_over_the_steps_that_have_a_target() {
    let (net, x) = (small(), [[[-1.0, 0.0], [1.0, 0.0], [1.0, 0.0]], [[-1.0, 0.0], [-1.0, 0.0], [1.0, 0.0]]]);
    let y = [[Some(0), Some(1), Some(0)], [None, Some(2), None]];
    let metrics = &[
        Metric::Accuracy,
        Metric::TopK(2),
        Metric::TopK(3),
        Metric::RecallOf(0),
        Metric::PrecisionOf(1),
        Metric::RocAuc,
    ];
    let found = evaluate(&net, Data::new(&x, &y), &CrossEntropy, metrics).unwrap();
    let values: Vec<f64> = found.scores.metrics.iter().map(|(_, value)| *value).collect();
    assert_eq!(values[..5], [0.5, 0.75, 1.0, 0.5, 0.5]);
    assert_eq!(score(&net, Data::new(&x, &y)).unwrap(), 0.5);
    let confusion = found.confusion.unwrap();
    assert_eq!([[0, 0], [0, 1], [1, 1], [2, 0], [2, 2]].map(|[t, y]| confusion.count(t, y)), [1, 1, 1, 1, 0]);
    assert_eq!((0..3).map(|class| confusion.wanted(class)).sum::<u64>(), 4);
    assert_eq!(predict_classes(&net, &x), [0, 1, 1, 0, 0, 1].map(Some));
    // of all steps
    let all = [[0, 1, 0], [0, 2, 1_usize]];
    assert!((score(&net, Data::new(&x, &all)).unwrap() - 4.0 / 6.0).abs() < 1e-15);
}

/// One output at each step tells two classes apart; a loss of numbers takes one-hot steps for classes.
#[test]
fn classes_are_read_off_each_step() {
    let mut net = <network!([3, 1] => Dense<1>)>::zeros();
    net.weights[0] = 1.0;
    let x = [[[-0.2], [0.2], [f32::NAN]]];
    assert_eq!(predict_classes(&net, &x), [Some(0), Some(1), None]); // of a logit, above 0
    let y = [[Some(0), Some(0), None]];
    let x = [[[-0.2], [0.2], [5.0]]];
    let accuracy = &[Metric::Accuracy];
    let found = evaluate(&net, Data::new(&x, &y), &BinaryCrossEntropyWithLogits, accuracy).unwrap();
    assert_eq!(found.scores.metric(Metric::Accuracy), Some(0.5));

    let x = [[[-1.0, 0.0], [1.0, 0.0], [1.0, 0.0]]];
    let one_hot = [[[1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0]]];
    let found = evaluate(&small(), Data::new(&x, &one_hot), &MeanSquaredError, accuracy).unwrap();
    assert_eq!(found.scores.metric(Metric::Accuracy), Some(2.0 / 3.0));
    let neither = [[[1.0, 0.0, 0.0], [1.0, 1.0, 0.0], [0.0, 0.0, 0.0]]];
    let refused = evaluate(&small(), Data::new(&x, &neither), &MeanSquaredError, accuracy);
    assert!(matches!(refused, Err(Error::Metric { metric: Metric::Accuracy, .. })));
}

#[test]
fn errors_are_by_feature_and_in_the_unit_of_the_targets() {
    let (net, x) = (<network!([2, 1] => Dense<2>)>::zeros(), [[[1.0], [2.0]]]);
    let y = [[[1.0, 10.0], [3.0, 30.0]]];
    let of = |units: &[f64]| {
        let data = Data::new(&x, &y).in_units(units);
        evaluate(&net, data, &MeanSquaredError, &[Metric::Mae, Metric::Rmse]).unwrap().scores.metrics
    };
    assert_eq!(of(&[])[0].1, (2.0 + 20.0) / 2.0);
    assert!((of(&[])[1].1 - (5_f64.sqrt() + 500_f64.sqrt()) / 2.0).abs() < 1e-12);
    assert_eq!(of(&[2.0, 1.0])[0].1, (4.0 + 20.0) / 2.0); // by feature
    assert_eq!(of(&[2.0, 1.0, 2.0, 1.0])[0].1, (4.0 + 20.0) / 2.0); // of each number
}

#[test]
fn without_any_target_nothing_is_learned_and_nothing_is_nan() {
    let (net, mut gradient, mut pass) = (small(), Small::zeros(), Small::pass());
    let x = [[[f32::NAN, 1.0], [1.0, 0.0], [1.0, 0.0]]; 2];
    assert_eq!(net.gradient(&x, &[[None; 3]; 2], &CrossEntropy, &mut pass, &mut gradient), 0.0);
    let targets = [[None, Some(1), None], [None; 3]];
    assert_eq!(pass.gradient, [[[0.0; 3]; 3]; 2]);
    pass.logits(&net, &x);
    // what an ignored step puts out counts nothing, be it NaN
    assert!(pass.loss(&CrossEntropy, &targets).is_finite());
    assert_eq!(pass.gradient[1], [[0.0; 3]; 3]);
    assert!(pass.output[0][0][0].is_nan() && (pass.output[1][1].iter().sum::<f32>() - 1.0).abs() < 1e-6);

    /// Of the second step only, whatever is written for the others.
    struct Second;
    impl Targets<constrata::Sequence<3, 3>, f32, 1> for Second {
        const OPTIONAL: bool = true;
        fn write(&self, target: &mut [[[f32; 3]; 3]; 1]) {
            *target = [[[7.0, 7.0, 7.0], [0.0, 1.0, 0.0], [7.0, 7.0, 7.0]]];
        }
        fn has(&self, row: usize) -> bool {
            row == 1
        }
    }
    let mut pass = Small::pass();
    pass.loss(&CrossEntropy, &Second);
    assert_eq!((pass.gradient[0][0], pass.gradient[0][2]), ([0.0; 3], [0.0; 3]));

    let (x, mut trained) = ([[[0.5, 1.0]; 3]; 4], small());
    let fit = Fit { batch: 2, ..Fit::new(CrossEntropy, Sgd) };
    let refused = fit.run(&mut trained, Data::new(&x, &[[None; 3]; 4]), ());
    assert_eq!(refused.unwrap_err(), Error::Empty);
    let y = [[Some(1), None, None], [None; 3], [None; 3], [None; 3]];
    let history = fit.run(&mut trained, Data::new(&x, &y), ()).unwrap();
    assert!(history.epochs.iter().all(|epoch| epoch.loss.is_finite()) && trained != small());
    let unvalidated = fit.run(&mut trained, Data::new(&x, &y).validate(&x, &[[None; 3]; 4]), ());
    assert_eq!(unvalidated.unwrap_err(), Error::Empty);
    let weighed_out = fit.run(&mut trained, Data::new(&x, &y).weighted(&[0.0, 1.0, 1.0, 1.0]), ());
    assert_eq!(weighed_out.unwrap_err(), Error::Empty);
    assert_eq!(evaluate(&net, Data::new(&x, &[[None; 3]; 4]), &CrossEntropy, &[]).unwrap_err(), Error::Empty);
}

#[test]
fn a_class_there_is_not_is_refused() {
    let (x, mut net) = ([[[0.5, 1.0]; 3]; 2], small());
    let fit = Fit::new(CrossEntropy, Sgd);
    let wrong = fit.run(&mut net, Data::new(&x, &[[Some(0), None, None], [None, None, Some(3)]]), ());
    assert_eq!(wrong.unwrap_err(), Error::Target { sample: 1, classes: 3 });
    let mut pass = Small::pass();
    assert!(pass.loss(&CrossEntropy, &[Some(0), None, Some(3)]).is_nan());
}

/// Tells whether a step is larger than the one at its place on average; learned through layers at every step.
#[test]
fn it_learns_to_tag_steps() {
    network! { struct Net: [5, 2] => Dense<8, Tanh> => LayerNorm => Residual(Dense<8, Tanh>) => Dense<2, Softmax> }
    let rng = &mut SmallRng::seed_from_u64(5);
    let x: Vec<[[f32; 2]; 5]> = (0..400).map(|_| rng.random()).collect();
    let class = |[a, b]: [f32; 2]| (a + b < 1.6).then(|| usize::from(a * b > 0.2));
    let y: Vec<_> = x.iter().map(|steps| steps.map(class)).collect();
    let mut net = Net::random(rng);
    let (epochs, validation_split, metrics) = (60, 0.2, &[Metric::Accuracy]);
    let fit = Fit {
        epochs,
        validation_split,
        metrics,
        learning_rate: 0.01,
        ..Fit::new(CrossEntropy, Adam::default())
    };
    let history = fit.run(&mut net, Data::new(&x, &y), ()).unwrap();
    let accuracy = history.epochs[epochs - 1].validation.as_ref().unwrap().metric(Metric::Accuracy);
    assert!(accuracy > Some(0.97), "{accuracy:?}");
}

/// `loss_share` counts samples, which are all steps of a sequence.
#[test]
fn the_share_of_a_part_of_a_batch() {
    let (x, mut pass) = ([[[0.5, 1.0], [0.1, 0.2], [0.3, 0.4]]; 2], Small::pass());
    let targets: [[usize; 3]; 2] = [[0, 1, 2], [2, 2, 0]];
    pass.logits(&small(), &x);
    let (whole, gradient) = (pass.loss(&CrossEntropy, &targets), pass.gradient);
    pass.logits(&small(), &x);
    Targets::<constrata::Sequence<3, 3>, f32, 2>::write(&targets, &mut pass.gradient);
    assert!((pass.loss_share(&CrossEntropy, 8.0) - whole / 4.0).abs() < 1e-6);
    let numbers = |gradient: &Output<Small, 2>| gradient.as_flattened().as_flattened().to_vec();
    for (part, whole) in numbers(&pass.gradient).iter().zip(numbers(&gradient)) {
        assert!((part - whole / 4.0).abs() < 1e-6);
    }
}
