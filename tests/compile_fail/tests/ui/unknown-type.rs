use constrata::prelude::*;

network! { pub struct Net: 64 => Encoder => Dense<10> }

fn main() {}
