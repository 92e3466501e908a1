use constrata::prelude::*;

network! { pub struct Net: 10 => Reshape<[1, 3, 4]> => Flatten }

fn main() {}
