use constrata::prelude::*;

type Small = network!(3 => Dense<2, Tanh> => Dense<1, Sigmoid>);

static NET: Small = Small::from_bytes(include_bytes!("toolchain"));

fn main() {}
