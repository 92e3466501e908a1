use constrata::prelude::*;

network! { pub struct Net: 784 => Conv2d<6, 5> => Flatten => Dense<10> }

fn main() {}
