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
    /// Four lengths of a flower in, one probability for each species out.
    #[budget(flash = 512, ram = 128)]
    pub struct Iris: 4 => Dense<8, Tanh> => Dense<3, Softmax>
}
// three lengths of a flower in, the fourth out
network! { pub struct PetalWidth: 3 => Dense<4, Tanh> => Dense<1> }
network! {
    /// An image of 8 x 8 pixels in, one probability for each digit out.
    #[budget(flash = 8 * 1024, ram = 4 * 1024)]
    pub struct DigitsCnn: [1, 8, 8]
        => Conv2d<8, 3, Relu, pad = same> => Conv2d<16, 3, Relu, stride = 2, pad = same> => MaxPool2d<2>
        => Flatten => output: Dense<10, Softmax>
}
// one layer each, as large as those of small networks, for what a multiply-add takes
network! { pub struct Conv3x3: [16, 8, 8] => Conv2d<16, 3, pad = same> }
network! { pub struct Conv1x1: [32, 8, 8] => Conv2d<32, 1> }
network! { pub struct Depthwise: [32, 8, 8] => DepthwiseConv2d<3, pad = same> }
network! {
    /// Every kind of block and norm.
    pub struct Blocks: [2, 6, 6] => Conv2d<4, 3, pad = same, bias = false> => BatchNorm<Relu>
        => Residual(Conv2d<4, 3, pad = same, bias = false> => BatchNorm<Relu> => Dropout<0.25> => Conv2d<4, 1>, Relu)
        => Repeat<2>(Residual(GroupNorm<2> => Conv2d<4, 1, Relu>))
        => Parallel(concat: MaxPool2d<2>, AvgPool2d<2> => Conv2d<2, 1>)
        => LayerNorm => Flatten => Dense<3, Softmax>
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
