use constrata::prelude::*;

network! { pub struct Net: 16 => Parallel(Dense<8>, Dense<8>) => Dense<2> }

fn main() {}
