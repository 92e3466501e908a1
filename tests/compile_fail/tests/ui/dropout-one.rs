use constrata::prelude::*;

network! { struct Net: 3 => Dropout<1.0> => Dense<1> }

fn main() {}
