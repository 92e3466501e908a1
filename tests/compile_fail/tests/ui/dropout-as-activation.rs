use constrata::prelude::*;

network! { struct Net: 3 => Dense<4, Dropout<0.5>> }

fn main() {}
