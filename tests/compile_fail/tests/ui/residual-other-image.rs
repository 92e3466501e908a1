use constrata::prelude::*;

network! { pub struct Net: [16, 8, 8] => Residual(Conv2d<32, 3, Relu, stride = 2, pad = same> => Conv2d<32, 3, pad = same>, Relu) => Flatten }

fn main() {}
