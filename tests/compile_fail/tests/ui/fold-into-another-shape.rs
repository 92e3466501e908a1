use constrata::prelude::*;

network! { struct Learns: 8 => Dense<4> => BatchNorm<Relu> => Dense<2> }
network! { struct Runs: 8 => Dense<4, Relu> => Dense<3> }

fn main() {
    let _: Runs = Learns::zeros().fold();
}
