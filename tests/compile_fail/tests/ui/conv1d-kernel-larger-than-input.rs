use constrata::prelude::*;

network! { pub struct Net: [2, 8] => Conv1d<6, 3> => Flatten }

fn main() {}
