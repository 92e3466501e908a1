#![forbid(unsafe_code)]

use compile_fail_attributes::also;
use constrata::bytemuck::Zeroable;
use constrata::layers::Dense;
use constrata::prelude::*;

#[derive(Parameters)]
#[also(extra: &'static f32)]
struct Layers {
    dense: Dense<2, 1>,
}

fn main() {
    println!("{}", Layers::zeroed().extra);
}
