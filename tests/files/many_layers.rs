//! As many layers as one likes: reading them has no table that could be full.

use constrata::prelude::*;
use rand::SeedableRng;
use rand::rngs::SmallRng;

network! { pub struct Deep: 4 => Repeat<1500>(Residual(Dense<4, Relu> => Dense<4>)) => Dense<1> }

#[test]
fn three_thousand_layers_are_read_as_by_the_compiler() {
    let net = Deep::boxed(&mut SmallRng::seed_from_u64(8));
    let read = std::thread::Builder::new().stack_size(1 << 26);
    let same = read.spawn(move || Deep::from_bytes(&net.to_bytes()) == *net);
    assert!(same.unwrap().join().unwrap());
}
