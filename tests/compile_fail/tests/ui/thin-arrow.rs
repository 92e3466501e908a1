use constrata::prelude::*;

network! { pub struct Net: 64 -> Dense<32, Relu> -> Dense<10, Softmax> }

fn main() {
    let _ = Net::zeros().predict(&[0.0; 64]);
}
