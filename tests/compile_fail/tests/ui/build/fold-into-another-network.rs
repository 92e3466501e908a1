use constrata::prelude::*;

network! { struct Learns: [1, 8, 8] => Conv2d<4, 3, bias = false> => BatchNorm<Relu> => Flatten => Dropout<0.2> => Dense<2> }
network! { struct Runs: [1, 8, 8] => Conv2d<4, 3> => Relu => Flatten => Dense<2> }

fn main() {
    let _: Runs = Learns::zeros().fold();
}
