//! Dead ReLUs: units that are 0 for every sample, learn nothing any more, and stay so. The leaky ReLU's cure.
//!
//! `cargo run --release --example 15_dead_relus`

use constrata::layer::Output;
use constrata::prelude::*;
use constrata::train::{Data, Fit};
use rand::{RngExt, SeedableRng, rngs::StdRng};

network! { struct WithRelu: 4 => Dense<32, Relu> => Dense<32, Relu> => Dense<1> }
network! { struct WithLeaky: 4 => Dense<32, LeakyRelu<0.01>> => Dense<32, LeakyRelu<0.01>> => Dense<1> }

const SAMPLES: usize = 512;

/// How many of the hidden units are below or at 0 for all samples.
fn silent<N: Layer<Scalar = f32, Input = constrata::Vector<4>>>(net: &N, x: &[[f32; 4]]) -> usize {
    let mut largest = vec![f32::NEG_INFINITY; 64];
    let mut y: Output<N, 1> = constrata::bytemuck::Zeroable::zeroed();
    for x in x {
        let mut unit = 0;
        // `inspect` shows what every layer inside says
        net.inspect(&[*x], &mut y, &mut |row, output| {
            if row.output == "32" {
                output.iter().for_each(|output| {
                    largest[unit] = largest[unit].max(*output);
                    unit += 1;
                });
            }
        });
    }
    largest.iter().filter(|largest| **largest <= 0.0).count()
}

fn main() -> Result<(), constrata::Error> {
    let rng = &mut StdRng::seed_from_u64(1);
    let x: Vec<[f32; 4]> = (0..SAMPLES).map(|_| [(); 4].map(|()| rng.random_range(-1.0..1.0))).collect();
    let y: Vec<[f32; 1]> = x.iter().map(|[a, b, c, d]| [a * b + (3.0 * c).sin() - d.abs()]).collect();
    let data = Data::new(&x, &y);

    println!(
        "hidden units, of 64, that are not above 0 for any of {SAMPLES} samples, and the loss, after 40 epochs\n"
    );
    println!("learning rate |  ReLU    loss | leaky ReLU    loss");
    println!("--------------|---------------|-------------------");
    let mut last = [0; 2];
    for learning_rate in [0.01, 0.1, 0.3] {
        let fit =
            Fit { epochs: 40, batch: 16, learning_rate, ..Fit::new(MeanSquaredError, Momentum::default()) };
        let (mut relu, mut leaky) = (WithRelu::random(rng), WithLeaky::random(rng));
        let fit = Fit { clip_norm: Some(1.0), ..fit };
        let losses =
            [fit.run(&mut relu, data, ())?, fit.run(&mut leaky, data, ())?].map(|h| h.epochs[39].loss);
        last = [silent(&relu, &x), silent(&leaky, &x)];
        println!("{learning_rate:13} | {:5} {:7.3} | {:10} {:7.3}", last[0], losses[0], last[1], losses[1]);
    }
    println!(
        "\nA ReLU that is 0 everywhere has gradient 0 everywhere: nothing brings it back. A leaky one has 0.01."
    );
    assert!(last[0] > last[1]);
    Ok(())
}
