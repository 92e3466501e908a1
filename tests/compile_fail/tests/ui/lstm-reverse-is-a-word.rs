use constrata::prelude::*;

network! { pub struct Net: [5, 8] => Lstm<4, reverse = yes> => LastStep }

fn main() {}
