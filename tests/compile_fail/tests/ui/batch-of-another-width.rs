use constrata::prelude::*;

network! { pub struct Net: 64 => Dense<10, Softmax> }

fn main() {
    Net::zeros().predict(&[[0.0; 63]; 4]);
}
