use constrata::prelude::*;

network! { pub struct Net: 64 => Dense<32, Relo> => Dense<10, Sotfmax> }

fn main() {
    let _ = Net::zeros().predict(&[0.0; 64]);
}
