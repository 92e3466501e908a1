use constrata::prelude::*;

network! { pub struct Net<const H: usize>: [1, H, 28] => Flatten => Dense<10> }

fn main() {}
