use constrata::prelude::*;

network! { pub struct Net: 64 => Dense<10, Relu> }

fn main() {
    let mut pass = Net::pass();
    pass.loss(&CrossEntropy, &3_usize);
}
