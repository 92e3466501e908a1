use constrata::prelude::*;

network! { pub struct Net: [1, 8, 8] => Gru<8> }

fn main() {}
