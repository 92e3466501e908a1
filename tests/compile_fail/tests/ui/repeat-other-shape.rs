use constrata::prelude::*;

network! { pub struct Net: 16 => Repeat<3>(Dense<8, Relu>) => Dense<2> }

fn main() {}
