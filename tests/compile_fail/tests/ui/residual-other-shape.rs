use constrata::prelude::*;

network! { pub struct Net: 16 => Residual(Dense<16, Relu> => Dense<8>) => Dense<2> }

fn main() {}
