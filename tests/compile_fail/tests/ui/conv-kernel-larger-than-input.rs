use constrata::prelude::*;

network! { pub struct Net: [1, 4, 4] => Conv2d<6, 5> => Flatten }

fn main() {}
