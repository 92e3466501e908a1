//! What is right builds: a suite with such a file is built, and not only checked.
use constrata::prelude::*;

network! { struct Learns: 8 => Dense<4> => BatchNorm<Relu> => Dense<2> }
network! { struct Runs: 8 => Dense<4, Relu> => Dense<2> }

fn main() {
    let _: Runs = Learns::zeros().fold();
    Learns::pass().logits(&Learns::zeros(), &[[0.0; 8]; 2]);
}
