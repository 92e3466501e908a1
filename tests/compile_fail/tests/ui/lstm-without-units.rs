use constrata::prelude::*;

network! { pub struct Net: [5, 8] => Lstm => LastStep }

fn main() {}
