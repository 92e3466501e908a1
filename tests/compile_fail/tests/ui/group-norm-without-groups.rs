use constrata::prelude::*;

network! { struct Net: [6, 4, 4] => GroupNorm => Flatten => Dense<1> }

fn main() {}
