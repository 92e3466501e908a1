use constrata::prelude::*;

network! { pub struct Net: [5, 8] => Lstm<4, Relu> => LastStep }

fn main() {}
