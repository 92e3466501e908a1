//! The network that the laptop trains and the chip runs.
#![no_std]

use constrata::prelude::*;

network! {
    /// Four lengths in centimeters in, one probability for each of three species out.
    #[budget(flash = 1024, ram = 256, stack = 1024)]
    pub struct Iris: 4 => Dense<16, Tanh> => Dense<3, Softmax>
}
