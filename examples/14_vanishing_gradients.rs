//! Vanishing gradients: what is left of the gradient at the first layer of a deep network, by the activation.
//!
//! `cargo run --release --example 14_vanishing_gradients`
//!
//! On its way back the gradient is multiplied by the derivative of every activation it passes. The sigmoid's is at most 1/4, so
//! that ten layers divide it by a million; ReLU's is 0 or 1.

use constrata::optimizer::norm;
use constrata::prelude::*;
use rand::{RngExt, SeedableRng, rngs::StdRng};

/// The norm of the gradient of each layer's weights, from the first on.
fn norms<N>(rng: &mut StdRng) -> Vec<f64>
where
    N: Train<
            Scalar = f64,
            Input = constrata::Vector<16>,
            Output = constrata::Vector<16>,
            Activation = constrata::activation::Identity,
        >,
{
    let net = N::boxed(rng);
    let (mut gradient, mut pass) = (constrata::boxed::<N>(), constrata::boxed::<Pass<N, 32>>());
    let mut numbers = || [(); 32].map(|()| [(); 16].map(|()| rng.random_range(-1.0..1.0)));
    net.gradient(&numbers(), &numbers(), &MeanSquaredError, &mut pass, &mut gradient);
    assert!(norm(&*gradient) > 0.0);
    let weights = (0..N::TENSORS).filter(|index| N::role(*index) == Role::Weights);
    weights.map(|index| gradient.tensor(index).iter().map(|g| g * g).sum::<f64>().sqrt()).collect()
}

/// A network of `$count` hidden layers: 1, 9 and 99 are one, one more and one more row of ten.
macro_rules! deep {
    ($name:ident, $activation:ident) => {
        mod $name {
            use constrata::prelude::*;
            network! { pub(super) struct Three: f64; 16 => Dense<16, $activation> => Dense<16, $activation> => Dense<16> }
            network! { pub(super) struct Ten: f64; 16
                => Dense<16, $activation> => Dense<16, $activation> => Dense<16, $activation>
                => Dense<16, $activation> => Dense<16, $activation> => Dense<16, $activation>
                => Dense<16, $activation> => Dense<16, $activation> => Dense<16, $activation> => Dense<16> }
            network! { struct Row: f64; 16
                => Dense<16, $activation> => Dense<16, $activation> => Dense<16, $activation>
                => Dense<16, $activation> => Dense<16, $activation> => Dense<16, $activation>
                => Dense<16, $activation> => Dense<16, $activation> => Dense<16, $activation>
                => Dense<16, $activation> => Dense<16, $activation> }
            network! { pub(super) struct Hundred: f64; 16
                => Row => Row => Row => Row => Row => Row => Row => Row => Row => Dense<16> }
        }
    };
}
deep!(sigmoid, Sigmoid);
deep!(tanh, Tanh);
deep!(relu, Relu);

fn main() {
    let rng = &mut StdRng::seed_from_u64(1);
    println!("gradient norm of the first layer's weights, divided by that of the last layer's\n");
    println!("layers |  sigmoid |     tanh |     ReLU");
    println!("-------|----------|----------|---------");
    let mut row = |layers: usize, all: [Vec<f64>; 3]| {
        let left = all.map(|norms| {
            assert_eq!(norms.len(), layers);
            norms[0] / norms[layers - 1]
        });
        println!("{layers:6} | {:8.1e} | {:8.1e} | {:8.1e}", left[0], left[1], left[2]);
        left
    };
    row(3, [norms::<sigmoid::Three>(rng), norms::<tanh::Three>(rng), norms::<relu::Three>(rng)]);
    let ten = row(10, [norms::<sigmoid::Ten>(rng), norms::<tanh::Ten>(rng), norms::<relu::Ten>(rng)]);
    row(100, [norms::<sigmoid::Hundred>(rng), norms::<tanh::Hundred>(rng), norms::<relu::Hundred>(rng)]);
    assert!(ten[0] < 1e-3 && ten[2] > 1e-2);

    println!("\nlayer by layer, of the ten: sigmoid against ReLU");
    for (layer, (s, r)) in norms::<sigmoid::Ten>(rng).iter().zip(norms::<relu::Ten>(rng)).enumerate() {
        println!("{:6} | {s:8.1e} | {r:8.1e}", layer + 1);
    }
}
