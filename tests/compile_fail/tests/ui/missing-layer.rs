use constrata::prelude::*;

network! { pub struct Net: 64 => Dense<32, Relu> => }

fn main() {
    let _ = Net::zeros().predict(&[0.0; 64]);
}
