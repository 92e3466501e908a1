use constrata::prelude::*;

network! { pub struct Net: 64 => hidden: Dense<32, Relu> => hidden: Dense<10> }

fn main() {}
