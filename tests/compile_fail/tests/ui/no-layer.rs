use constrata::prelude::*;

network! { pub struct Net: 64 }

fn main() {}
