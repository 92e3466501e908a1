use constrata::prelude::*;

network! { pub struct Net: 64 => Lstm<8> => LastStep => Dense<2> }

fn main() {}
