use constrata::prelude::*;

network! { pub struct Net: [16, 8, 8] => Residual(Conv2d<32, 3, stride = 2, pad = same>, Relu, project = Conv2d<32, 1>) => Flatten }

fn main() {}
