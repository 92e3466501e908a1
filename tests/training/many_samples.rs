//! Means over millions of numbers: each share counts, however small beside the sum.

use constrata::loss::RootMeanSquaredError;
use constrata::prelude::*;
use constrata::train::{Data, Fit, evaluate};

#[test]
fn the_loss_of_millions_of_samples() {
    network! { struct Net: 1 => Dense<2, Softmax> }
    let net = Net::zeros();
    let (x, t) = (vec![[0.0_f32]; 4_000_000], vec![1_usize; 4_000_000]);
    let loss = evaluate(&net, Data::new(&x, &t), &CrossEntropy, &[]).unwrap().scores.loss;
    assert!((loss / 2_f64.ln() - 1.0).abs() < 1e-6, "{loss}");
    // with weights
    let (x, t) = (&x[..1_000_000], &t[..1_000_000]);
    let weights = vec![0.1; x.len()];
    let data = Data::new(x, t).weighted(&weights);
    let loss = evaluate(&net, data, &CrossEntropy, &[]).unwrap().scores.loss;
    assert!((loss / 2_f64.ln() - 1.0).abs() < 1e-6, "{loss}");
    // and as one batch
    let fit = Fit { epochs: 1, batch: x.len(), learning_rate: 0.0, ..Fit::new(CrossEntropy, Sgd) };
    let loss = fit.run(&mut Net::zeros(), Data::new(x, t), ()).unwrap().epochs[0].loss;
    assert!((loss / 2_f64.ln() - 1.0).abs() < 1e-6, "{loss}");
}

#[test]
fn the_loss_of_wide_outputs() {
    network! { struct Net: 1 => Dense<4096> }
    let net = Net::zeros();
    let (x, t) = (vec![[0.0_f32]; 32], vec![[0.3_f32; 4096]; 32]);
    let right = f64::from(0.3_f32) * f64::from(0.3_f32);
    let off = |loss: f64, right: f64| assert!((loss / right - 1.0).abs() < 2e-6, "{loss}, not {right}");
    off(evaluate(&net, Data::new(&x, &t), &MeanSquaredError, &[]).unwrap().scores.loss, right);
    off(evaluate(&net, Data::new(&x, &t), &RootMeanSquaredError, &[]).unwrap().scores.loss, right.sqrt());
    let binary = evaluate(&net, Data::new(&x, &t), &BinaryCrossEntropyWithLogits, &[]).unwrap();
    off(binary.scores.loss, 2_f64.ln());
}

#[test]
fn the_norm_and_the_penalty_of_many_weights() {
    network! { struct Net: 1000 => Dense<4000> }
    let [mut net, mut gradient] = [(); 2].map(|()| constrata::boxed::<Net>());
    net.fill(0.3);
    let right = (f64::from(0.3_f32) * f64::from(0.3_f32) * 4_004_000.0).sqrt();
    let found = f64::from(constrata::optimizer::norm(&*net));
    assert!((found / right - 1.0).abs() < 2e-6, "{found}, not {right}");
    let (found, right) =
        (f64::from(L2 { lambda: 1.0 }.gradient(&*net, &mut gradient)), 0.5 * 0.09 * 4_000_000.0);
    assert!((found / right - 1.0).abs() < 2e-6, "{found}, not {right}");
}

/// One batch of a million samples that all say the same has the gradient of one of them, whole or cut to a length; in shards too.
#[test]
fn the_gradient_of_millions_of_samples() {
    network! { struct Line: 1 => Dense<1> }
    network! { struct Wide: 1 => Dense<40, Tanh> => Dense<1> }
    let count = 1_000_000;
    let (x, t) = (vec![[1.0_f32]; count], vec![[0.3_f32]; count]);
    let data = Data::new(&x, &t);
    let near = |found: f32, right: f32| assert!((found / right - 1.0).abs() < 2e-5, "{found}, not {right}");
    let fit = Fit { epochs: 1, batch: count, learning_rate: 1.0, ..Fit::new(MeanSquaredError, Sgd) };
    let mut line = Line::zeros();
    fit.run(&mut line, data, ()).unwrap();
    near(line.dense1.bias[0], 0.6);
    near(line.dense1.weights[0], 0.6);
    let clipped = Fit { clip_norm: Some(0.5), ..fit };
    let mut line = Line::zeros();
    clipped.run(&mut line, data, ()).unwrap();
    near(line.dense1.bias[0], 0.5 * 0.5_f32.sqrt());
    // whose slope is 1, whatever the error
    let root = Fit { epochs: 1, batch: count, learning_rate: 1.0, ..Fit::new(RootMeanSquaredError, Sgd) };
    let mut line = Line::zeros();
    let history = root.run(&mut line, data, ()).unwrap();
    near(history.epochs[0].loss as f32, 0.3);
    near(line.dense1.bias[0], 1.0);
    // too few to be cut into shards
    let mut line = Line::zeros();
    Fit { batch: 60_000, ..fit }.run(&mut line, Data::new(&x[..60_000], &t[..60_000]), ()).unwrap();
    assert!((line.dense1.bias[0] / 0.6 - 1.0).abs() < 2e-6);
    // in shards
    let data = Data::new(&x[..200_000], &t[..200_000]);
    let (mut wide, mut one) = (Wide::zeros(), Wide::zeros());
    wide.fill(0.1);
    one.fill(0.1);
    Fit { batch: 200_000, ..fit }.run(&mut wide, data, ()).unwrap();
    Fit { batch: 1, ..fit }.run(&mut one, Data::new(&x[..1], &t[..1]), ()).unwrap();
    near(wide.dense2.bias[0] - 0.1, one.dense2.bias[0] - 0.1);
    near(wide.dense1.bias[7] - 0.1, one.dense1.bias[7] - 0.1);
}
