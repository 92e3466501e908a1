use constrata::prelude::*;

network! { struct Inner: [5, 3] => Dense<4> => Reshape<[4, 5]> => Reshape<[5, 4]> }
network! { struct Net: [5, 3] => Inner => Parallel(concat: Inner2, Identity) }
network! { struct Inner2: [5, 4] => Dense<4> }

fn main() {
    let net = Net::zeros();
    let mut state = Net::state();
    let _ = net.step(&mut state, &[1.0; 3]);
}
