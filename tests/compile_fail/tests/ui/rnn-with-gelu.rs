use constrata::prelude::*;

network! { pub struct Net: [5, 8] => Rnn<4, Gelu> => LastStep }

fn main() {}
