use constrata::prelude::*;

network! { pub struct Encoder: 64 => Dense<5, Tanh> }
network! { pub struct Classifier: 32 => Encoder => Dense<2, Softmax> }

fn main() {}
