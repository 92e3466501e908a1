use constrata::prelude::*;

network! { pub struct Net: 64 => Dens<32, Relu> => Dense<10, Softmax> }

fn main() {
}
