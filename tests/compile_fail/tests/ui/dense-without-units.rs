use constrata::prelude::*;

network! { pub struct Net: 64 => Dense => Dense<10> }

fn main() {}
