use constrata::prelude::*;

network! { pub struct Net: [1, 2, 3, 4] => Flatten }

fn main() {}
