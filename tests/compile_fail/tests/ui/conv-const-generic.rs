use constrata::prelude::*;

network! { pub struct Net<const SIDE: usize>: [1, SIDE, SIDE] => Conv2d<6, 5> => GlobalAvgPool }

fn main() {}
