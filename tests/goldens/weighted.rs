//! Training on weighted samples against PyTorch.

use constrata::loss::Loss;
use constrata::prelude::*;
use constrata::train::{Data, Fit, class_weights};
use constrata::{Targets, Vector};

use crate::reader::{Case, Golden};

network! { struct Net<const N: usize>: f64; 3 => Dense<5, Tanh> => Dense<N> }

/// Ten steps on all samples at once.
fn train<Y, L, const N: usize>(case: Case, targets: &[Y], weights: &[f64], loss: L)
where
    Y: Targets<Vector<N>, f64, 1>,
    L: Loss<constrata::activation::Identity>,
{
    let mut net: Net<N> = case.network();
    let x = case.numbers("x").as_chunks::<3>().0.to_vec();
    let fit = Fit { epochs: 10, learning_rate: 0.25, ..Fit::new(loss, Sgd) };
    let history = fit.run(&mut net, Data::new(&x, targets).weighted(weights), ()).expect("it learns");
    let losses: Vec<f64> = history.epochs.iter().map(|epoch| epoch.loss).collect();
    case.compare("losses", &losses);
    case.compare_network('q', &net);
}

#[test]
fn as_pytorch_has_them() {
    let golden = Golden::new(include_str!("weighted.f64.txt"), 1e-12);
    let case = golden.case("class weights");
    let classes = case.classes::<8>();
    let by_class = class_weights(&classes, &case.numbers("weights")).expect("a weight each");
    train::<_, _, 3>(case, &classes, &by_class, CrossEntropyWithLogits);
    let case = golden.case("cross-entropy");
    train::<_, _, 3>(case, &case.classes::<8>(), &case.numbers("weights"), CrossEntropyWithLogits);
    let case = golden.case("squared error");
    let t = case.numbers("t").as_chunks::<2>().0.to_vec();
    train(case, &t, &case.numbers("weights"), MeanSquaredError);
    let case = golden.case("root");
    let t = case.numbers("t").as_chunks::<2>().0.to_vec();
    train(case, &t, &case.numbers("weights"), RootMeanSquaredError);
    let case = golden.case("binary");
    let t = case.numbers("t").as_chunks::<1>().0.to_vec();
    train(case, &t, &case.numbers("weights"), BinaryCrossEntropyWithLogits);
    golden.finish("weighted");
}
