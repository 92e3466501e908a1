use constrata::prelude::*;

network! { struct Net: 4 => Dense<8, BatchNorm> => Dense<1> }

fn main() {}
