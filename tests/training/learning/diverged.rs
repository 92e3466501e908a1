//! A number that is not finite: which layer, which epoch.

use constrata::prelude::*;
use constrata::train::{Data, Fit, Schedule};
use constrata::{Error, NotFinite};

network! { struct Deep: 2 => a: Dense<4, Relu> => b: Dense<4, Tanh> => c: Dense<4, Relu> => d: Dense<1> }
type Chained = network!(2 => Dense<4, Relu> => Dense<4, Tanh> => Dense<4, Relu> => Dense<1>);
network! { struct Outer: 2 => Inner => Dense<1> }
network! { struct Inner: 2 => Dense<3, Relu> => Dense<3, Relu> }

const X: [[f32; 2]; 3] = [[1.0, 2.0], [0.5, -1.0], [2.0, 0.0]];
const Y: [[f32; 1]; 3] = [[1.0], [2.0], [3.0]];

fn run<N>(net: &mut N) -> Error
where
    N: Learn<
            Scalar = f32,
            Input = constrata::Vector<2>,
            Output = constrata::Vector<1>,
            Activation = constrata::activation::Identity,
        >,
{
    let fit = Fit { batch: 2, ..Fit::new(MeanSquaredError, Sgd) };
    fit.run(net, Data::new(&X, &Y), ()).unwrap_err()
}

#[test]
fn a_parameter() {
    let mut net = Deep::zeros();
    net.c.bias[2] = f32::NAN;
    net.d.weights[0] = f32::INFINITY;
    let name = "Dense<4, Relu>";
    let first = NotFinite::Parameters { layer: 3, name };
    assert_eq!(run(&mut net), Error::Diverged { epoch: 1, first });
    let message = "a parameter of layer 3, Dense<4, Relu>, stopped being finite in epoch 1: \
                   try a smaller learning rate, or scaled inputs and targets";
    assert_eq!(run(&mut net).to_string(), message);
    let mut net = Chained::zeros();
    net.rest.first.weights[(1, 1)] = f32::NEG_INFINITY;
    assert_eq!(run(&mut net), Error::Diverged { epoch: 1, first });
}

/// The second layer's weights are finite, its sums are not.
#[test]
fn an_output() {
    let mut net = Outer::zeros();
    net.inner1.dense1.weights.fill(1e30);
    net.inner1.dense2.weights.fill(1e30);
    let first = NotFinite::Output { layer: 2, name: "Dense<3, Relu>" };
    assert_eq!(run(&mut net), Error::Diverged { epoch: 1, first });
    let message = run(&mut net).to_string();
    assert!(message.starts_with("an output of layer 2, Dense<3, Relu>, stopped being finite"), "{message}");
    type Chain = network!(2 => Dense<3, Relu> => Dense<3, Relu> => Dense<1>);
    let mut net = Chain::zeros();
    net.first.first.weights.fill(1e30);
    net.first.rest.weights.fill(1e30);
    assert_eq!(run(&mut net), Error::Diverged { epoch: 1, first });
}

/// Outputs are finite, their squares are not.
#[test]
fn the_loss_itself() {
    let mut net = Deep::zeros();
    net.d.bias[0] = 1e25;
    assert_eq!(run(&mut net), Error::Diverged { epoch: 1, first: NotFinite::LossItself });
    assert!(run(&mut net).to_string().starts_with("the loss stopped being finite in epoch 1"));
}

/// Nothing but the penalty is infinite.
#[test]
fn the_penalty() {
    let mut net = <network!(2 => Dense<1, bias = false>)>::zeros();
    net.weights.fill(1e30);
    let l2 = L2 { lambda: 1.0 };
    let fit = Fit { epochs: 1, learning_rate: 0.0, l2, ..Fit::new(MeanSquaredError, Sgd) };
    let found = fit.run(&mut net, Data::new(&[[0.0; 2]], &[[0.0]]), ());
    assert_eq!(found, Err(Error::Diverged { epoch: 1, first: NotFinite::LossItself }));
}

/// The last step of an epoch ruins the weights: nothing comes after it to find that out.
#[test]
fn the_last_step() {
    let schedule = Schedule::Own(|moment| if moment.step == 5 { f64::INFINITY } else { 1.0 });
    let fit = Fit { batch: 1, schedule, learning_rate: 1e-3, ..Fit::new(MeanSquaredError, Sgd) };
    let mut net = Deep::random(&mut rand::rng());
    let found = fit.run(&mut net, Data::new(&X, &Y), ()).unwrap_err();
    assert!(matches!(found, Error::Diverged { epoch: 2, first: NotFinite::Parameters { .. } }), "{found:?}");
}
