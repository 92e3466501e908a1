use constrata::prelude::*;

network! { pub struct Net: 64 => Dense<0, Relu> => Dense<10> }

fn main() {
    let _ = Net::zeros().predict(&[0.0; 64]);
}
