use constrata::prelude::*;

network! { pub struct Net: [1, 8, 8] => Conv2d<6, 9> => MaxPool2d<3> => Conv2d<4, 3, groups = 5> => Flatten }

fn main() {}
