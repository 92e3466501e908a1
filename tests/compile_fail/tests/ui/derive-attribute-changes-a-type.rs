#![forbid(unsafe_code)]

use compile_fail_attributes::instead;
use constrata::layers::Dense;
use constrata::prelude::*;

#[derive(Parameters)]
#[instead(dense: Dense<1, 1>)]
struct Layers {
    dense: Dense<100, 100>,
}

fn main() {}
