use constrata::prelude::*;

network! { struct Net: [5, 3] => Conv1d<4, 3, Relu, pad = causal> => Residual(Conv1d<4, 3, pad = same>) => Dense<2> }

fn main() {
    let _ = Net::zeros().predict(&[[1.0; 3]; 5]);
    let _ = Net::start();
}
