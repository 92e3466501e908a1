use constrata::prelude::*;

network! { pub struct Net: 2 => Dense<4, Tanh> => Dense<1, Step> }

fn train<N: Learn>(_net: &mut N) {}

fn main() {
    let mut net = Net::zeros();
    let _ = net.predict(&[0.0, 1.0]);
    train(&mut net);
}
