use constrata::prelude::*;

network! { pub struct Net: 2 => Dense<1> }

fn main() {
    Net::zeros().predict(&[0.0_f64, 1.0]);
}
