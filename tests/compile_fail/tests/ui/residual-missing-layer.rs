use constrata::prelude::*;

network! { pub struct Net: 16 => Residual(Dense<16> =>) => Dense<2> }

fn main() {}
