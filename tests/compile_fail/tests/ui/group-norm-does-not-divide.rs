use constrata::prelude::*;

network! { struct Net: [6, 4, 4] => Conv2d<10, 3> => GroupNorm<4> => Flatten => Dense<1> }

fn main() {}
