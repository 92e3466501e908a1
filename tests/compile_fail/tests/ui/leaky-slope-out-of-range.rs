use constrata::prelude::*;

network! { pub struct Net: 64 => Dense<8, LeakyRelu<1.5>> => Dense<1> }

fn main() {}
