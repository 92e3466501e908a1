use constrata::prelude::*;

network! { pub struct Net: 2 => Dense<4, Tanh> => Dense<1, Step> }

fn main() {
    let _ = Net::zeros().predict(&[0.0, 1.0]);
    let mut pass = Pass::<Net, 1>::zeros();
    pass.loss(&MeanSquaredError, &[1.0]);
}
