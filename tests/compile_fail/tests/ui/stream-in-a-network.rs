use constrata::prelude::*;

network! { struct Inner: [5, 3] => Dense<4> => Reshape<[10, 2]> }
network! { struct Net: [5, 3] => Inner => Parallel(concat: Outer, Identity) }
network! { struct Outer: [10, 2] => Dense<4> }

fn main() {
    let net = Net::zeros();
    let mut state = Net::start();
    let _ = net.step(&mut state, &[1.0; 3]);
}
