use constrata::prelude::*;

network! {
    #[budget(parameters = 2_000, flash = 16 * 1024, ram = 100, stack = 200, train_ram = 4_096)]
    pub struct Digits: 64 => Dense<32, Relu> => Dense<10, Softmax>
}

fn main() {}
