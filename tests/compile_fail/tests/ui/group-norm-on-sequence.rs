use constrata::prelude::*;

network! { struct Net: [6, 4] => GroupNorm<2> => Flatten => Dense<1> }

fn main() {}
