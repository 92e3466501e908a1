//! One neuron: weights, a bias, an activation. It learns what AND is.
//!
//! `cargo run --release --example 01_neuron`

use constrata::prelude::*;
use constrata::train::{Data, Fit, each};

network! {
    /// y = sigmoid(w1 x1 + w2 x2 + b)
    struct Neuron: 2 => it: Dense<1, Sigmoid>
}

const INPUTS: [[f32; 2]; 4] = [[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]];
const AND: [[f32; 1]; 4] = [[0.0], [0.0], [0.0], [1.0]];

fn main() -> Result<(), constrata::Error> {
    // Before it has learned, all is 0, and sigmoid(0) is 1/2.
    let mut neuron = Neuron::zeros();
    assert_eq!(neuron.predict(&[1.0, 1.0]), [0.5]);

    let fit = Fit { epochs: 2000, batch: 4, learning_rate: 1.0, ..Fit::new(BinaryCrossEntropy, Sgd) };
    let report = each(|epoch| {
        if epoch.epoch.is_multiple_of(400) {
            println!("{epoch}");
        }
    });
    fit.run(&mut neuron, Data::new(&INPUTS, &AND), report)?;

    let [w1, w2] = [neuron.it.weights[0], neuron.it.weights[1]];
    println!("\ny = sigmoid({w1:.2} x1 + {w2:.2} x2 {:+.2})", neuron.it.bias[0]);
    for (x, [wanted]) in INPUTS.iter().zip(AND) {
        let [y] = neuron.predict(x);
        println!("{} and {}: {y:.3}, wanted {wanted}", x[0], x[1]);
        assert!((y - wanted).abs() < 0.1);
    }
    Ok(())
}
