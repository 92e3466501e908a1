use constrata::prelude::*;

network! { pub struct Net: 16 => Parallel(max: Dense<8>, Dense<8>) => Dense<2> }

fn main() {}
