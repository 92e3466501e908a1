use constrata::prelude::*;

network! { pub struct Encoder: 4 => Dense<8, Tanh> }
network! { pub struct Net: 4 => Encoder => Conv2d<6, 3> => Flatten }

fn main() {}
