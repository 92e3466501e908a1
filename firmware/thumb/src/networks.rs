//! The networks of the programs; `build.rs` draws the weights of two of them.
#![allow(dead_code)]

use constrata::prelude::*;

network! {
    /// The worked example of the textbooks.
    pub struct Worked: 3 => hidden: Dense<2, Sigmoid> => output: Dense<1, Sigmoid>
}
network! {
    #[budget(flash = 256, train_ram = 512)]
    pub struct Xor: 2 => Dense<4, Tanh> => Dense<1, Sigmoid>
}
network! { pub struct Sine: 1 => Dense<16, Tanh> => Dense<1> }
network! {
    /// 8 x 8 pixels in, one probability for each digit out.
    #[budget(flash = 10 * 1024, ram = 512)]
    pub struct Digits: 64 => hidden: Dense<32, Relu> => output: Dense<10, Softmax>
}
network! {
    /// What flies a quadrocopter: state in, four motors out.
    #[budget(flash = 22 * 1024, ram = 1024)]
    pub struct Policy: 13 => Dense<64, Relu> => Dense<64, Relu> => Dense<4>
}
network! {
    /// The shape of MLPerf Tiny's reference model for anomalies in machine sounds.
    #[budget(flash = 1040 * 1024, ram = 10 * 1024)]
    pub struct Autoencoder: 640
        => Dense<128, Relu> => Dense<128, Relu> => Dense<128, Relu> => Dense<128, Relu>
        => Dense<8, Relu>
        => Dense<128, Relu> => Dense<128, Relu> => Dense<128, Relu> => Dense<128, Relu>
        => Dense<640>
}
