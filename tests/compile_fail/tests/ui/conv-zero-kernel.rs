use constrata::prelude::*;

network! { pub struct Net: [1, 8, 8] => Conv2d<6, 0> => Flatten }

fn main() {}
