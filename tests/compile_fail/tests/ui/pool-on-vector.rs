use constrata::prelude::*;

network! { pub struct Net: 8 => GlobalAvgPool }

fn main() {}
