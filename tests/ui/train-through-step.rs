use constrata::prelude::*;

network! { pub struct Net: 2 => Dense<4, Step> => Dense<1> }

fn main() {
    let _ = Net::zeros().predict(&[0.0, 1.0]);
    let _ = Pass::<Net, 1>::zeros();
}
