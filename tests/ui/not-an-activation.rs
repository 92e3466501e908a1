use constrata::prelude::*;

struct Square;
network! { pub struct Net: 64 => Dense<32, self::Square> }

fn main() {}
