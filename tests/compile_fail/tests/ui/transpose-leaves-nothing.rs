use constrata::prelude::*;

network! { pub struct Net: [1, 2, 2] => ConvTranspose2d<6, 2, pad = 2> => Flatten }

fn main() {}
