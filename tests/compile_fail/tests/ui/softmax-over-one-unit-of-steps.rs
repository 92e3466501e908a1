use constrata::prelude::*;

network! { pub struct Net: [50, 8] => Dense<1, Softmax> }

fn main() {}
