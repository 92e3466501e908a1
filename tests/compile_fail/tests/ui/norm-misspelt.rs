use constrata::prelude::*;

network! { struct Net: 4 => Dense<8> => BatchNorn<Relu> => Dense<1> }

fn main() {}
