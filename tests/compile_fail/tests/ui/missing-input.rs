use constrata::prelude::*;

network! { pub struct Net: Dense<32, Relu> => Dense<10, Softmax> }

fn main() {
    let _: Option<Net> = None;
}
