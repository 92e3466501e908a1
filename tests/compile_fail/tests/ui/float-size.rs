use constrata::prelude::*;

network! { pub struct Net: 64 => Dense<32.0, Relu> => Dense<10> }

fn main() {}
