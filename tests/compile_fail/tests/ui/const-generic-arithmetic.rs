use constrata::prelude::*;

network! { pub struct Net<const H: usize>: 64 => Dense<{ 2 * H }, Relu> => Dense<10> }

fn main() {}
