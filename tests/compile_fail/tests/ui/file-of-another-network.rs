use constrata::prelude::*;

network! { struct Small: 3 => Dense<4, Relu> => Dense<1, Sigmoid> }

static NET: Small = Small::from_bytes(include_bytes!("../../../files/small.net"));

fn main() {}
