//! Metrics against scikit-learn's.

use constrata::nalgebra::SMatrix;
use constrata::prelude::*;
use constrata::train::{Data, Evaluation, Metric, evaluate};
use constrata::{Targets, Vector};

use crate::reader::{Case, Golden};

network! { struct Same<const N: usize>: f64; N => all: Dense<N> }

const ALL: &[Metric] = &[
    Metric::Accuracy,
    Metric::TopK(1),
    Metric::TopK(2),
    Metric::TopK(3),
    Metric::Precision,
    Metric::Recall,
    Metric::F1,
    Metric::PrecisionOf(1),
    Metric::RecallOf(1),
    Metric::F1Of(1),
    Metric::Mae,
    Metric::Rmse,
    Metric::R2,
];

/// What `y`, as outputs of a network that hands its input on, are against `t`.
fn judged<Y, const N: usize>(y: &[[f64; N]], t: &[Y]) -> Evaluation
where
    Y: Targets<Vector<N>, f64, 1>,
{
    let mut same = Same::<N>::zeros();
    same.all.weights = SMatrix::identity();
    // what would say nothing is refused: numbers have no classes, one output has two
    let numbers = [Metric::Mae, Metric::Rmse, Metric::R2];
    let told = |metric: &Metric| match metric {
        Metric::TopK(k) => Y::CLASSES && *k <= N.max(2),
        metric => Y::CLASSES || numbers.contains(metric),
    };
    let metrics: Vec<Metric> = ALL.iter().copied().filter(told).collect();
    evaluate(&same, Data::new(y, t), &MeanSquaredError, &metrics).expect("numbers")
}

fn rows<const N: usize>(case: Case, key: &str) -> Vec<[f64; N]> {
    case.numbers(key).as_chunks().0.to_vec()
}

fn classes<const N: usize>(case: Case) {
    let t: Vec<usize> = case.numbers("t").iter().map(|t| *t as usize).collect();
    let found = judged(&rows::<N>(case, "y"), &t);
    let metric = |metric| found.scores.metric(metric).expect("it was asked for");
    case.compare("accuracy", &[metric(Metric::Accuracy)]);
    case.compare("precision", &[metric(Metric::Precision)]);
    case.compare("recall", &[metric(Metric::Recall)]);
    case.compare("f1", &[metric(Metric::F1)]);
    let confusion = found.confusion.as_ref().expect("precision needs it");
    let all = 0..confusion.classes();
    let each = |of: &dyn Fn(usize) -> f64| all.clone().map(of).collect::<Vec<f64>>();
    case.compare("precision_each", &each(&|class| confusion.precision(class)));
    case.compare("recall_each", &each(&|class| confusion.recall(class)));
    case.compare("f1_each", &each(&|class| confusion.f1(class)));
    let counts = all.clone().flat_map(|wanted| all.clone().map(move |predicted| (wanted, predicted)));
    let counts: Vec<f64> =
        counts.map(|(wanted, predicted)| confusion.count(wanted, predicted) as f64).collect();
    case.compare("confusion", &counts);
    assert_eq!(confusion.accuracy(), metric(Metric::Accuracy));
    assert_eq!(confusion.precision(1), metric(Metric::PrecisionOf(1)));
    assert_eq!(confusion.recall(1), metric(Metric::RecallOf(1)));
    assert_eq!(confusion.f1(1), metric(Metric::F1Of(1)));
    for k in [1, 2, 3].into_iter().filter(|_| N > 1) {
        case.compare(&format!("top{k}"), &[metric(Metric::TopK(k))]);
    }
}

fn regression(case: Case) {
    let found = judged(&rows::<3>(case, "y"), &rows::<3>(case, "t"));
    let metric = |metric| [found.scores.metric(metric).expect("it was asked for")];
    case.compare("mae", &metric(Metric::Mae));
    case.compare("rmse", &metric(Metric::Rmse));
    case.compare("r2", &metric(Metric::R2));
}

#[test]
fn as_scikit_learn_has_them() {
    let golden = Golden::new(include_str!("metrics.f64.txt"), 1e-12);
    classes::<5>(golden.case("classes"));
    classes::<5>(golden.case("a class that is not wanted"));
    classes::<5>(golden.case("a class that does not occur"));
    classes::<1>(golden.case("two classes in one output"));
    regression(golden.case("three outputs"));
    regression(golden.case("far from 0"));
    regression(golden.case("targets all alike"));
    golden.finish("metrics");
}
