use constrata::prelude::*;

network! { pub struct Net: 64 => LastStep => Dense<2> }

fn main() {}
