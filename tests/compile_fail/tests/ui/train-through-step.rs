use constrata::prelude::*;
use constrata::train::{Data, Fit};

network! { pub struct Net: 2 => Dense<4, Step> => Dense<1> }

fn main() {
    let mut net = Net::random(&mut rand::rng());
    let _ = net.predict(&[0.0, 1.0]);
    let (x, y) = ([[0.0, 1.0]], [[1.0]]);
    let _ = Fit::new(MeanSquaredError, Sgd).run(&mut net, Data::new(&x, &y), ());
}
