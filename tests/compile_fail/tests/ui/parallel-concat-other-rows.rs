use constrata::prelude::*;

network! { pub struct Net: [1, 8, 8] => Parallel(concat: Conv2d<4, 1>, Conv2d<4, 3>) => Flatten }

fn main() {}
