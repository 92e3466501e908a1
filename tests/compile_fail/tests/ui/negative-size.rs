use constrata::prelude::*;

network! { pub struct Net: 64 => Dense<-3> }

fn main() {}
