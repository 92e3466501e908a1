#![forbid(unsafe_code)]

use constrata::bytemuck::Zeroable;
use constrata::layers::Dense;
use constrata::prelude::*;

#[derive(Clone, Copy, Parameters)]
struct PhantomData {
    dense: Dense<2, 2>,
}

#[derive(Clone, Copy, Parameters)]
struct Layers {
    first: Dense<2, 2>,
    passed_over: PhantomData,
}

fn main() {
    assert_eq!(Layers::zeroed().passed_over.dense.bias[0], 0.0);
}
