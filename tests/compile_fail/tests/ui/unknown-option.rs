use constrata::prelude::*;

network! { pub struct Net: 64 => Dense<32, Relu, biass = false> }

fn main() {}
