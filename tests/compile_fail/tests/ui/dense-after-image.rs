use constrata::prelude::*;

network! { pub struct Net: [1, 28, 28] => Dense<10, Softmax> }

fn main() {
    let _ = Net::zeros();
}
