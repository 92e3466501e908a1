use constrata::prelude::*;

network! { pub struct Net<const H: usize>: [5, 8] => Lstm<H> => LastStep }

fn main() {}
