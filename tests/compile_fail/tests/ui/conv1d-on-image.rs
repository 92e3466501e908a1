use constrata::prelude::*;

network! { pub struct Net: [1, 8, 8] => Conv1d<6, 3> => Flatten }

fn main() {}
