//! What outputs are taken for, by the loss: binary, classes, labels, numbers; and what is refused before a run begins.

use constrata::file::Names;
use constrata::loss::{Huber, RootMeanSquaredError};
use constrata::optimizer::{AdaGrad, Momentum, RmsProp};
use constrata::prelude::*;
use constrata::train::{
    Checkpoints, CrossValidation, Data, EarlyStopping, Fit, LossBelow, LossChangeBelow, Metric, Monitor,
    RandomSearch, Schedule, Stop, evaluate, predict_classes, score,
};
use constrata::{Error, Model};

type Three = network!(3 => Identity);
type ThreeSigmoid = network!(3 => Sigmoid);

/// The metrics of the outputs of a network that hands its input on.
fn found<N, Y, L>(x: &[[f32; 3]], t: &[Y], loss: &L, metrics: &'static [Metric]) -> Result<Vec<f64>, Error>
where
    N: Learn<Input = Vector<3>, Output = Vector<3>, Scalar = f32>,
    Y: constrata::Targets<Vector<3>, f32, 1>,
    L: constrata::loss::Loss<N::Activation>,
{
    let scores = evaluate(&N::zeros(), Data::new(x, t), loss, metrics)?.scores;
    Ok(scores.metrics.into_iter().map(|(_, value)| value).collect())
}

const X: [[f32; 3]; 4] = [[2.0, -1.0, 0.5], [-0.5, 1.0, 2.0], [-3.0, -0.25, -1.0], [0.25, 0.5, -2.0]];
/// All right, but for the last sample's first label.
const T: [[f32; 3]; 4] = [[1.0, 0.0, 1.0], [0.0, 1.0, 1.0], [0.0, 0.0, 0.0], [0.0, 1.0, 0.0]];

/// As Keras' `BinaryAccuracy` and scikit-learn's `accuracy_score`, `precision_score(average="macro")`, .. of labels.
#[test]
fn labels_are_judged_one_by_one() {
    let metrics = &[
        Metric::Accuracy,
        Metric::SubsetAccuracy,
        Metric::Precision,
        Metric::Recall,
        Metric::F1,
        Metric::PrecisionOf(0),
        Metric::RecallOf(0),
        Metric::F1Of(2),
        Metric::RocAuc,
    ];
    let (mean_f1, area) = ((2.0 / 3.0 + 2.0) / 3.0, 1.0);
    let right = [11.0 / 12.0, 0.75, 2.5 / 3.0, 1.0, mean_f1, 0.5, 1.0, 1.0, area];
    let logits = found::<Three, _, _>(&X, &T, &BinaryCrossEntropyWithLogits, metrics).unwrap();
    let sigmoid = found::<ThreeSigmoid, _, _>(&X, &T, &BinaryCrossEntropy, metrics).unwrap();
    for found in [logits, sigmoid] {
        assert!(found.iter().zip(right).all(|(a, b)| (a - b).abs() < 1e-12), "{found:?}, not {right:?}");
    }
    // all right, where the largest output is mostly another
    let all: Vec<[f32; 3]> = X.iter().map(|x| x.map(|x| f32::from(u8::from(x > 0.0)))).collect();
    let both = &[Metric::Accuracy, Metric::SubsetAccuracy];
    assert_eq!(found::<Three, _, _>(&X, &all, &BinaryCrossEntropyWithLogits, both).unwrap(), [1.0, 1.0]);
    // class indices are classes with this loss too
    assert_eq!(
        found::<Three, _, _>(&X, &[0_usize, 2, 1, 0], &BinaryCrossEntropyWithLogits, both).unwrap(),
        [0.75, 0.75]
    );
}

/// Fit tells the same as evaluate, in shards and tiles.
#[test]
fn labels_while_learning() {
    let x: Vec<[f32; 3]> = (0..300).map(|k| X[k % 4]).collect();
    let t: Vec<[f32; 3]> = (0..300).map(|k| T[k % 4]).collect();
    network! { struct Net: 3 => Dense<3, Sigmoid> }
    let metrics: &[Metric] = &[Metric::Accuracy, Metric::SubsetAccuracy, Metric::F1, Metric::RocAuc];
    let fit = Fit { epochs: 1, learning_rate: 0.0, metrics, ..Fit::new(BinaryCrossEntropy, Sgd) };
    let mut net = Net::zeros();
    net.dense1.weights.fill_with_identity();
    let history = fit.run(&mut net, Data::new(&x, &t).validate(&x, &t), ()).unwrap();
    let epoch = &history.epochs[0];
    assert_eq!(epoch.metrics, epoch.validation.as_ref().unwrap().metrics);
    assert_eq!(
        epoch.metrics,
        evaluate(&net, Data::new(&x, &t), &BinaryCrossEntropy, metrics).unwrap().scores.metrics
    );
    assert_eq!(epoch.metrics[1].1, 0.75);
}

/// The area under the curve, as scikit-learn's `roc_auc_score`: ties count half.
#[test]
fn roc_auc() {
    type One = network!(1 => Dense<1>);
    let mut one = One::zeros();
    one.weights[0] = 1.0;
    let area = |y: &[[f32; 1]], t: &[usize]| {
        let found =
            evaluate(&one, Data::new(y, t), &BinaryCrossEntropyWithLogits, &[Metric::RocAuc]).unwrap();
        found.scores.metrics[0].1
    };
    assert_eq!(area(&[[0.1], [0.4], [0.35], [0.8]], &[0, 0, 1, 1]), 0.75); // scikit-learn's own example
    assert_eq!(area(&[[1.0], [1.0], [0.0], [1.0]], &[1, 0, 0, 0]), (0.5 + 1.0 + 0.5) / 3.0);
    assert_eq!(area(&[[-1.0], [2.0]], &[1, 0]), 0.0);
    assert_eq!(area(&[[0.0], [-0.0]], &[1, 0]), 0.5);
    assert!(area(&[[-1.0], [2.0]], &[1, 1]).is_nan());
    // one against the rest: 3 / 4, 3 / 4 and 1
    let y = [[2.0, 0.0, -1.0], [1.0, 3.0, 0.0], [0.0, 1.0, 2.0], [1.5, 0.5, 5.0]];
    let t = [0_usize, 1, 0, 2];
    let found = found::<Three, _, _>(&y, &t, &CrossEntropyWithLogits, &[Metric::RocAuc]).unwrap();
    let right = (2.0 / 4.0 + 1.0 + 1.0) / 3.0;
    assert!((found[0] - right).abs() < 1e-12, "{found:?}, not {right}");
}

#[test]
fn a_metric_that_says_nothing_is_refused() {
    let refused = |found: Result<Vec<f64>, Error>| found.unwrap_err().to_string();
    let numbers = [[0.5, 1.5, 2.5]; 4];
    for metrics in
        [&[Metric::Accuracy], &[Metric::TopK(2)], &[Metric::F1], &[Metric::RocAuc], &[Metric::SubsetAccuracy]]
    {
        let found = found::<Three, _, _>(&X, &numbers, &MeanSquaredError, metrics);
        let name = metrics[0].to_string();
        let wanted = format!(
            "no {name} of these outputs: the target of sample 0 is no class; MAE, RMSE and R^2 are for numbers"
        );
        assert_eq!(refused(found), wanted);
    }
    // one-hot targets are classes
    let hot = [[1.0, 0.0, 0.0], [0.0, 0.0, 1.0], [0.0, 1.0, 0.0], [0.0, 1.0, 0.0]];
    assert_eq!(found::<Three, _, _>(&X, &hot, &MeanSquaredError, &[Metric::Accuracy]).unwrap(), [1.0]);
    assert_eq!(
        refused(found::<Three, _, _>(&X, &[0_usize; 4], &CrossEntropyWithLogits, &[Metric::R2])),
        "no R^2 of these outputs: the outputs are logits, which are not in the unit of the targets"
    );
    assert_eq!(
        refused(found::<ThreeSigmoid, _, _>(&X, &T, &BinaryCrossEntropy, &[Metric::TopK(2)])),
        "no top-2 accuracy of these outputs: each output is a label of its own, so that none is first; take accuracy or F1"
    );
    for (metrics, why) in [
        (&[Metric::TopK(0)], "no top-0 accuracy of these outputs: there are 3 classes: take 1 to 3"),
        (&[Metric::TopK(4)], "no top-4 accuracy of these outputs: there are 3 classes: take 1 to 3"),
        (&[Metric::F1Of(3)], "no F1 of class 3 of these outputs: there are 3 classes: take 0 to 2"),
    ] {
        assert_eq!(refused(found::<Three, _, _>(&X, &[0_usize; 4], &CrossEntropyWithLogits, metrics)), why);
    }
    // and before the first step of a run
    let mut net = <network!(3 => Dense<3>)>::zeros();
    let fit = Fit { metrics: &[Metric::Accuracy], ..Fit::new(MeanSquaredError, Sgd) };
    assert!(matches!(
        fit.run(&mut net, Data::new(&X, &numbers), ()),
        Err(Error::Metric { metric: Metric::Accuracy, .. })
    ));
    assert!(matches!(
        CrossValidation::new(2)
            .run(&fit, Data::new(&X, &numbers), |_| constrata::boxed::<network!(3 => Dense<3>)>()),
        Err(Error::Metric { .. })
    ));
}

/// One threshold: the loss's, or where there is none that of the network's end.
#[test]
fn one_output_has_one_threshold() {
    type Logit = network!(1 => Dense<1>);
    type Probability = network!(1 => Dense<1, Sigmoid>);
    let (mut logit, mut probability) = (Logit::zeros(), Probability::zeros());
    logit.weights[0] = 1.0;
    probability.weights[0] = 1.0;
    let (x, t) = ([[0.3], [-0.3], [0.0]], [1_usize, 0, 0]); // at the threshold it is class 0
    let names = || Names::of(&["no", "yes"]);
    let metrics = &[Metric::Accuracy];
    for all in [
        evaluate(&logit, Data::new(&x, &t), &BinaryCrossEntropyWithLogits, metrics).unwrap().scores.metrics
            [0]
        .1,
        evaluate(&probability, Data::new(&x, &t), &BinaryCrossEntropy, metrics).unwrap().scores.metrics[0].1,
        score(&logit, Data::new(&x, &t)).unwrap(),
        score(&probability, Data::new(&x, &t)).unwrap(),
    ] {
        assert_eq!(all, 1.0);
    }
    assert_eq!(predict_classes(&logit, &x), [Some(1), Some(0), Some(0)]);
    assert_eq!(predict_classes(&probability, &x), [Some(1), Some(0), Some(0)]);
    let (logit, probability) = (
        Model { classes: names(), ..Model::new(logit) },
        Model { classes: names(), ..Model::new(probability) },
    );
    for (x, t) in x.iter().zip(t) {
        assert_eq!(logit.class(x), Some(["no", "yes"][t]));
        assert_eq!(probability.class(x), Some(["no", "yes"][t]));
    }
}

/// What is NaN has no class, wherever it is asked for; and is never right.
#[test]
fn nan_is_no_class() {
    let x = [[1.0, f32::NAN, 0.0], [f32::NAN; 3], [0.0, 1.0, 0.5], [f32::NAN, 0.0, 1.0]];
    assert_eq!(predict_classes(&Three::zeros(), &x), [None, None, Some(1), None]);
    let model = Model { classes: Names::of(&["a", "b", "c"]), ..Model::new(Three::zeros()) };
    assert_eq!(x.map(|x| model.class(&x).map(String::from)), [None, None, Some("b".into()), None]);
    let mut one = <network!(1 => Dense<1, Sigmoid>)>::zeros();
    one.bias[0] = f32::NAN;
    assert_eq!(predict_classes(&one, &[[0.0]]), [None]);
    for class in [0_usize, 1] {
        let found = evaluate(
            &one,
            Data::new(&[[0.0]], &[class]),
            &BinaryCrossEntropy,
            &[Metric::Accuracy, Metric::F1],
        );
        let found = found.unwrap();
        assert_eq!(found.scores.metrics.iter().map(|(_, value)| *value).collect::<Vec<_>>(), [0.0, 0.0]);
        let confusion = found.confusion.unwrap();
        assert_eq!((confusion.undecided(class), confusion.wanted(class), confusion.predicted(0)), (1, 1, 0));
        let table = confusion.to_string();
        assert!(table.starts_with("wanted | 0 1 | NaN | recall\n-------+-----+-----+-------\n"), "{table}");
    }
}

/// A target that is no probability would train to a loss below 0.
#[test]
fn targets_of_cross_entropies_are_probabilities() {
    let mut net = <network!(3 => Dense<3, Sigmoid>)>::zeros();
    let t = [[0.0, 1.0, 0.5], [0.0, 255.0, 0.0]];
    let fit = Fit::new(BinaryCrossEntropy, Sgd);
    let error = fit.run(&mut net, Data::new(&X[..2], &t), ()).unwrap_err();
    assert_eq!(
        error.to_string(),
        "number 1 of the target of sample 1 is 255: cross-entropies take probabilities from 0 to 1, or class indices"
    );
    let mut net = <network!(3 => Dense<3, Softmax>)>::zeros();
    let t = [[0.0, 1.5, -0.5]];
    let fit = Fit::new(CrossEntropy, Sgd);
    assert!(matches!(
        fit.run(&mut net, Data::new(&X[..1], &t), ()),
        Err(Error::Probability { sample: 0, index: 1, value: 1.5 })
    ));
    assert!(evaluate(&net, Data::new(&X[..1], &t), &CrossEntropy, &[]).is_err());
    let good = Data::new(&X[..1], &[[0.0, 1.0, 0.0]]);
    assert!(matches!(
        fit.run(&mut net, good.validate(&X[..1], &[[2.0, 0.0, 0.0]]), ()),
        Err(Error::Probability { sample: 0, index: 0, value: 2.0 })
    ));
}

type Line = network!(1 => Dense<1>);
const LINE: ([[f32; 1]; 4], [[f32; 1]; 4]) = ([[0.0], [1.0], [2.0], [3.0]], [[1.0], [3.0], [5.0], [7.0]]);

/// What `fit` says before its first step; the network must be untouched.
fn said<L: constrata::loss::Loss<constrata::activation::Identity>, O: Optimizer<f32>>(
    fit: &Fit<L, O>,
) -> String {
    let mut line = Line::zeros();
    let error = fit.run(&mut line, Data::new(&LINE.0, &LINE.1), ()).unwrap_err();
    assert_eq!(line, Line::zeros());
    error.to_string()
}

#[test]
fn settings_are_refused_by_name_and_value() {
    let new = || Fit::new(MeanSquaredError, Sgd);
    let nan = f64::NAN;
    for value in [-1.0, nan, 0.0] {
        assert_eq!(
            said(&Fit { clip_norm: Some(value), ..new() }),
            format!("`Fit::clip_norm` is {value}: give a number above 0, or `None`")
        );
    }
    for value in [-0.1, nan, f64::INFINITY] {
        let more = "give 0 or a number above it";
        assert_eq!(
            said(&Fit { learning_rate: value, ..new() }),
            format!("`Fit::learning_rate` is {value}: {more}")
        );
        assert_eq!(
            said(&Fit { l2: L2 { lambda: value }, ..new() }),
            format!("`L2::lambda` is {value}: {more}")
        );
    }
    for value in [-0.1, 1.0, 20.0, nan] {
        let found = said(&Fit { validation_split: value, ..new() });
        assert_eq!(found, format!("`Fit::validation_split` is {value}: give a number from 0 to below 1"));
    }
    let with = |name: &str, value: f64| format!("`{name}` is {value}: give ");
    fn adam(beta1: f32, beta2: f32, epsilon: f32) -> Adam {
        Adam { beta1, beta2, epsilon }
    }
    let share = "a number from 0 to below 1";
    assert_eq!(said(&Fit::new(MeanSquaredError, adam(1.0, 0.9, 1e-8))), with("Adam::beta1", 1.0) + share);
    assert_eq!(said(&Fit::new(MeanSquaredError, adam(0.9, 1.5, 1e-8))), with("Adam::beta2", 1.5) + share);
    assert_eq!(
        said(&Fit::new(MeanSquaredError, adam(0.9, 0.9, 0.0))),
        with("Adam::epsilon", 0.0) + "a number above 0"
    );
    let decay = AdamW { weight_decay: -0.5, ..AdamW::default() };
    assert_eq!(
        said(&Fit::new(MeanSquaredError, decay)),
        with("AdamW::weight_decay", -0.5) + "0 or a number above it"
    );
    let inner = AdamW { adam: adam(0.9, -0.5, 1e-8), ..AdamW::default() };
    assert_eq!(said(&Fit::new(MeanSquaredError, inner)), with("Adam::beta2", -0.5) + share);
    let rms = RmsProp { rho: 1.0, ..RmsProp::default() };
    assert_eq!(said(&Fit::new(MeanSquaredError, rms)), with("RmsProp::rho", 1.0) + share);
    let grad = AdaGrad { epsilon: -1.0 };
    assert_eq!(said(&Fit::new(MeanSquaredError, grad)), with("AdaGrad::epsilon", -1.0) + "a number above 0");
    let momentum = Momentum { momentum: 1.0, nesterov: false };
    assert_eq!(said(&Fit::new(MeanSquaredError, momentum)), with("Momentum::momentum", 1.0) + share);
    assert_eq!(said(&Fit::new(Huber { delta: 0.0 }, Sgd)), with("Huber::delta", 0.0) + "a number above 0");
    // the losses without settings say nothing
    assert!(
        Fit::new(RootMeanSquaredError, Sgd).run(&mut Line::zeros(), Data::new(&LINE.0, &LINE.1), ()).is_ok()
    );
}

#[test]
fn settings_of_schedules_and_callbacks_too() {
    static BAD: Schedule = Schedule::Cosine { end: -0.5 };
    let monitor = Monitor::TrainingLoss;
    for (schedule, name, value) in [
        (Schedule::Step { every: 0, factor: 0.5 }, "Step::every", 0.0),
        (Schedule::Step { every: 1, factor: -0.5 }, "Step::factor", -0.5),
        (Schedule::Exponential { factor: f64::NAN }, "Exponential::factor", f64::NAN),
        (Schedule::InverseTime { decay: -2.0 }, "InverseTime::decay", -2.0),
        (Schedule::Geometric { end: 0.0 }, "Geometric::end", 0.0),
        (Schedule::WarmUp { steps: 1, start: -1.0, then: &Schedule::Constant }, "WarmUp::start", -1.0),
        (Schedule::WarmUp { steps: 1, start: 0.0, then: &BAD }, "Cosine::end", -0.5),
        (Schedule::OneCycle { rise: 1.5, start: 0.1, end: 0.1 }, "OneCycle::rise", 1.5),
        (
            Schedule::ReduceOnPlateau { monitor, factor: 1.0, patience: 1, threshold: 0.0, end: 0.0 },
            "ReduceOnPlateau::factor",
            1.0,
        ),
    ] {
        let found = said(&Fit { schedule, ..Fit::new(MeanSquaredError, Sgd) });
        assert!(found.starts_with(&format!("`Schedule::{name}` is {value}: give ")), "{found}");
    }
    let fit = Fit::new(MeanSquaredError, Sgd);
    let data = Data::new(&LINE.0, &LINE.1);
    let mut line = Line::zeros();
    let mut stopping = EarlyStopping { min_delta: f64::NAN, ..EarlyStopping::new(monitor, 3) };
    let error = fit.run(&mut line, data, ((), &mut stopping)).unwrap_err();
    assert_eq!(error.to_string(), "`EarlyStopping::min_delta` is NaN: give a finite number");
    let error = fit.run(&mut line, data, Some(LossBelow(f64::NAN))).unwrap_err();
    assert_eq!(error.to_string(), "`LossBelow` is NaN: give a number");
    assert!(fit.run(&mut line, data, LossChangeBelow(f64::NAN)).is_err());
    let error = fit.run(&mut line, data, Checkpoints::new("never").every(0)).unwrap_err();
    assert_eq!(error.to_string(), "`Checkpoints::every` is 0: give 1 or more");
    assert_eq!(line, Line::zeros());
    let search = RandomSearch::new(3, (0.0, 0.1)).run(&fit, data, |_| constrata::boxed::<Line>());
    assert_eq!(search.unwrap_err().to_string(), "`RandomSearch::learning_rate` is 0: give a number above 0");
    assert_eq!(
        fit.try_rates(&line, data, 0.1, 0.01, 5).unwrap_err().to_string(),
        "`high` is 0.01: give a rate above `low`"
    );
}

/// A report with this loss.
fn epoch(number: usize, loss: f64, r2: f64) -> constrata::train::Epoch {
    let (validation, time) = (None, std::time::Duration::ZERO);
    let metrics = vec![(Metric::R2, r2)];
    constrata::train::Epoch {
        epoch: number,
        epochs: 99,
        loss,
        metrics,
        validation,
        learning_rate: 0.1,
        samples: 1,
        time,
    }
}

/// Progress is measured by the size of the best, whatever its sign; NaN is not the best.
#[test]
fn plateaus_below_zero_and_after_nan() {
    let factor = |monitor, values: &[f64]| {
        let schedule =
            Schedule::ReduceOnPlateau { monitor, factor: 0.5, patience: 1, threshold: 0.1, end: 0.0 };
        let history: Vec<_> =
            values.iter().enumerate().map(|(k, value)| epoch(k + 1, *value, *value)).collect();
        let step = history.len();
        schedule.factor(&constrata::train::Moment { step, steps: 99, per_epoch: 1, history: &history })
    };
    let (r2, loss) = (Monitor::Training(Metric::R2), Monitor::TrainingLoss);
    assert_eq!(factor(r2, &[-1.0, -1.0, -1.0]), 0.5);
    assert_eq!(factor(r2, &[-1.0, -0.95, -0.95]), 0.5);
    assert_eq!(factor(r2, &[-1.0, -0.8, -0.6]), 1.0);
    assert_eq!(factor(loss, &[-1.0, -1.0, -1.0]), 0.5);
    assert_eq!(factor(loss, &[-1.0, -1.2, -1.5]), 1.0);
    assert_eq!(factor(loss, &[1.0, 1.0, 1.0]), 0.5);
    assert_eq!(factor(loss, &[f64::NAN, 1.0, 0.5, 0.25]), 1.0);
    assert_eq!(factor(loss, &[f64::NAN, 1.0, 1.0, 1.0]), 0.5);
    assert_eq!(factor(loss, &[f64::INFINITY, 1.0, 0.5]), 1.0);
}

/// The weights of one run are not those of the next; and with patience 0, a run goes on while it gets better.
#[test]
fn early_stopping_begins_anew() {
    let data = Data::new(&LINE.0, &LINE.1);
    let fit = Fit { epochs: 5, learning_rate: 0.01, ..Fit::new(MeanSquaredError, Sgd) };
    let mut stopping = EarlyStopping::new(Monitor::TrainingLoss, 0);
    let (mut first, mut second, mut alone) = (Line::zeros(), Line::zeros(), Line::zeros());
    let history = fit.run(&mut first, data, &mut stopping).unwrap();
    assert_eq!((history.stop, history.epochs.len()), (Stop::Epochs, 5)); // better in each
    let short = Fit { epochs: 1, ..fit };
    short.run(&mut alone, data, ()).unwrap();
    short.run(&mut second, data, &mut stopping).unwrap();
    assert_eq!(second, alone);
    // a run that fails at once has no best either
    let mut failed = Line::zeros();
    let endless = Fit { learning_rate: 1e30, ..fit };
    assert!(endless.run(&mut failed, data, &mut stopping).is_err());
    assert_ne!(failed, second);
    // no better: over after one epoch, with patience 0 and 1 alike
    for patience in [0, 1] {
        let still = Fit { learning_rate: 0.0, ..fit };
        let history =
            still.run(&mut Line::zeros(), data, EarlyStopping::new(Monitor::TrainingLoss, patience)).unwrap();
        assert_eq!((history.stop, history.epochs.len()), (Stop::NoBetter { since: 1 }, 2));
    }
}
