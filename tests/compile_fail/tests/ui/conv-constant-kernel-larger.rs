use constrata::prelude::*;

const KERNEL: usize = 5;

network! { pub struct Net: [1, 4, 4] => Conv2d<6, KERNEL> => GlobalAvgPool }

fn main() {}
