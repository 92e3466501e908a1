use constrata::activation::Identity;
use constrata::bytemuck::Zeroable;
use constrata::prelude::*;

/// Has more in it than its parameters, which the compiler cannot know to be numbers.
#[derive(Clone, Copy, Debug, PartialEq, Module)]
#[module(own(Parameters))]
struct Gate {
    open: bool,
}
// SAFETY: `false` is a zero byte
unsafe impl Zeroable for Gate {}
impl Parameters for Gate {
    type Number = f32;
}
impl Layer for Gate {
    type Scalar = f32;
    type Input = Vector<3>;
    type Output = Vector<3>;
    type Activation = Identity;
    fn infer<const B: usize>(&self, x: &[[f32; 3]; B], z: &mut [[f32; 3]; B]) {
        z.copy_from_slice(x);
    }
}

network! { struct Gated: 3 => Gate => Dense<1, Sigmoid> }

static NET: Gated = Gated::from_bytes(include_bytes!("../../../files/small.net"));

fn main() {}
