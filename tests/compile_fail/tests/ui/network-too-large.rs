use constrata::prelude::*;

network! { struct Net: 100000 => Dense<100000> => Dense<1> }

fn main() {}
