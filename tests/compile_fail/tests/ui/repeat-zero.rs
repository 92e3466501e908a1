use constrata::prelude::*;

network! { pub struct Net: 16 => Repeat<0>(Dense<16, Relu>) => Dense<2> }

fn main() {}
