use constrata::prelude::*;

network! { pub struct Net: 16 => Residual(inner: Dense<16>) => Dense<2> }

fn main() {}
