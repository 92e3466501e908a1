use constrata::prelude::*;

network! { pub struct Net: 64 => Dense<1, Softmax> }

fn main() {}
