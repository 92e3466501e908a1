use constrata::prelude::*;

network! { pub struct Net: [50, 8] => Dense<3 => 10> }

fn main() {}
