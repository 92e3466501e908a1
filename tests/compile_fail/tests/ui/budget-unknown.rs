use constrata::prelude::*;

network! {
    #[budget(rom = 2_000)]
    pub struct Digits: 64 => Dense<10, Softmax>
}

fn main() {}
