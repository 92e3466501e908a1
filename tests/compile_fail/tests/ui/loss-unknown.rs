use constrata::prelude::*;

network! { pub struct Net: 64 => Dense<10, Softmax> }

fn main() {
    let mut pass = Net::pass();
    pass.loss(&Adam::default(), &3_usize);
}
