use constrata::prelude::*;

network! { pub struct Net: 0 => Dense<10> }

fn main() {}
