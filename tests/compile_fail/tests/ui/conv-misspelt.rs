use constrata::prelude::*;

network! { pub struct Net: [1, 8, 8] => Conv2D<6, 3> => Flatten }

fn main() {}
