use constrata::prelude::*;

network! { pub struct Net: [1, 4, 4] => PRelu => Flatten }

fn main() {}
