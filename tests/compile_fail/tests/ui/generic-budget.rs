use constrata::prelude::*;

network! {
    #[budget(parameters = 100)]
    pub struct Net<const H: usize>: 4 => Dense<H, Tanh> => Dense<1>
}

fn main() {}
