use constrata::prelude::*;

network! {
    #[budget(state = 16)]
    struct Net: [9, 3] => Conv1d<4, 3, Relu, pad = causal> => Dense<2>
}

fn main() {
    let _ = Net::zeros();
}
