use constrata::prelude::*;

network! { pub struct Encoder: 64 => Dense<5, Tanh> }
network! { pub struct Decoder: 7 => Dense<64> }
type Autoencoder = network!(64 => Encoder => Decoder);

struct Robot {
    _memory: Autoencoder,
}

fn main() {}
