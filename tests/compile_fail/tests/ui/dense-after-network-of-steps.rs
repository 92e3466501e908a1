use constrata::prelude::*;

network! { pub struct Tagger: [50, 8] => Dense<4> }
network! { pub struct Net: [50, 8] => Tagger => Dense<10> }

fn main() {}
