use constrata::prelude::*;

network! { struct Net: 3 => Dropout => Dense<1> }

fn main() {}
