use constrata::prelude::*;

network! { pub struct Net 64 => Dense<10> }

fn main() {}
