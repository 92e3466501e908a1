use constrata::prelude::*;

network! { pub struct Net: 16 => Repeat(Dense<16, Relu>) => Dense<2> }

fn main() {}
