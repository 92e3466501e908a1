//! XOR: what one neuron cannot learn, and a hidden layer can.
//!
//! `cargo run --release --example 02_xor`

use constrata::prelude::*;
use constrata::train::{Data, Fit};
use rand::{SeedableRng, rngs::SmallRng};

network! { struct Neuron: 2 => Dense<1, Sigmoid> }
network! { struct Hidden: 2 => hidden: Dense<4, Tanh> => output: Dense<1, Sigmoid> }

const INPUTS: [[f32; 2]; 4] = [[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]];
const XOR: [[f32; 1]; 4] = [[0.0], [1.0], [1.0], [0.0]];

fn main() -> Result<(), constrata::Error> {
    let data = Data::new(&INPUTS, &XOR);
    let fit =
        Fit { epochs: 1000, batch: 4, learning_rate: 0.05, ..Fit::new(BinaryCrossEntropy, Adam::default()) };

    // No straight line has (0, 1) and (1, 0) on one side and (0, 0) and (1, 1) on the other. The best a neuron can do is
    // to say 1/2, whose loss is ln 2.
    let mut neuron = Neuron::random(&mut SmallRng::seed_from_u64(1));
    let epochs = fit.run(&mut neuron, data, ())?.epochs;
    println!("one neuron:     loss {:.4}, ln 2 = {:.4}", epochs[999].loss, 2_f64.ln());
    assert!(epochs[999].loss > 0.69);

    // The hidden layer bends the plane until a line will do.
    let mut net = Hidden::random(&mut SmallRng::seed_from_u64(1));
    let epochs = fit.run(&mut net, data, ())?.epochs;
    println!("a hidden layer: loss {:.4}\n", epochs[999].loss);
    for (x, [wanted]) in INPUTS.iter().zip(XOR) {
        let [y] = net.predict(x);
        println!("{} xor {}: {y:.3}, wanted {wanted}", x[0], x[1]);
        assert!((y - wanted).abs() < 0.1);
    }
    Ok(())
}
