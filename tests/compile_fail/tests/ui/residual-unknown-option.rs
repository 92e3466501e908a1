use constrata::prelude::*;

network! { pub struct Net: 16 => Residual(Dense<16>, shortcut = Dense<16>) }

fn main() {}
