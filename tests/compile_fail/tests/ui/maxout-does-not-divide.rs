use constrata::prelude::*;

network! { pub struct Net: 64 => Dense<32> => Maxout<3> }

fn main() {}
