use constrata::prelude::*;

const HIDDEN: usize = 32;
const CODE: usize = 16;

network! { pub struct Net: 64 => Dense<HIDDEN, Relu> => Dense<CODE => 10, Softmax> }

fn main() {}
