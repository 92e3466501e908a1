use constrata::prelude::*;

network! { struct Net: 8 => Dense<4> => BatchNorm<Relu> => Dense<2> }

fn main() {
    let (net, mut pass) = (Net::zeros(), Net::pass());
    pass.logits(&net, &[[0.0; 8]]);
}
