use constrata::prelude::*;

network! { pub struct Net: 16 => Parallel(add: Dense<8>, Dense<4, Tanh>) => Dense<2> }

fn main() {}
