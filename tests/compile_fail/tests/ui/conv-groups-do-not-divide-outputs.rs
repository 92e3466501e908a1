use constrata::prelude::*;

network! { pub struct Net: [6, 8, 8] => Conv2d<8, 3, groups = 3> => Flatten }

fn main() {}
