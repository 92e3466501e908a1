use constrata::prelude::*;

network! { pub struct Encoder: 64 => Dense<5, Tanh> }
network! { pub struct Decoder: 7 => Dense<64> }
network! { pub struct Autoencoder: 64 => Encoder => Decoder }

fn main() {
    let _ = Autoencoder::zeros().predict(&[0.0; 64]);
}
