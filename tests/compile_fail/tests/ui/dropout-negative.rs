use constrata::prelude::*;

network! { struct Net: 3 => Dropout<-0.5> => Dense<1> }

fn main() {}
