use constrata::prelude::*;

network! { pub struct Net: [1, 8, 8] => MaxPool2d<2, pad = 2> => Flatten }

fn main() {}
