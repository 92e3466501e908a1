use constrata::prelude::*;

network! { pub struct Net: 64 => Dense<10, Softmax> }

fn main() {
    let mut pass = Pass::<Net, 1>::zeros();
    pass.loss(&CrossEntropyWithLogits, &3_usize);
}
