#![forbid(unsafe_code)]

use compile_fail_attributes::also;
use constrata::bytemuck::Zeroable;
use constrata::prelude::*;

network! {
    #[derive(Clone, Copy, Debug, PartialEq)]
    #[also(pub extra: &'static f32)]
    pub struct Net: 2 => Dense<1>
}

fn main() {
    println!("{}", Net::zeroed().extra);
}
