use constrata::prelude::*;

network! { pub struct Small: 2 => Dense<1> }
network! { pub struct Large: 2 => Dense<2> }

fn main() {
    let mut net = Small::zeros();
    Sgd.step(&mut net, &Large::zeros(), &mut (), 0.1);
}
