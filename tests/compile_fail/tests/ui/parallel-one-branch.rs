use constrata::prelude::*;

network! { pub struct Net: 16 => Parallel(concat: Dense<8>) => Dense<2> }

fn main() {}
