use constrata::prelude::*;

network! { pub struct Net: 64 => Dense<10, Softmax> }

fn main() {
    let mut pass = Net::pass::<4>();
    pass.loss(&CrossEntropy, &[0_usize, 1, 2]);
}
