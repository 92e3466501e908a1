use constrata::prelude::*;

network! { struct Net: 4 => BatchNorm<Relu, momentum = 0.1> => Dense<1> }

fn main() {}
