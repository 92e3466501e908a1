use constrata::prelude::*;

network! { struct Net: 4 => GroupNorm<0> => Dense<1> }

fn main() {}
