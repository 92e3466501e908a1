use constrata::prelude::*;

network! { pub struct Net: [1, 7, 8] => MaxPool2d<2> => Flatten }

fn main() {}
