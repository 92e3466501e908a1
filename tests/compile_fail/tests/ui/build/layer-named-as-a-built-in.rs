use constrata::activation::Identity;
use constrata::prelude::*;

/// Not a layer of weights and a bias: folding would put a norm into it.
#[derive(Clone, Copy, Debug, PartialEq, Module)]
#[module(name = "Dense<4, Identity>")]
struct Mine {
    #[bias]
    shift: constrata::nalgebra::SVector<f32, 4>,
}

impl Layer for Mine {
    type Scalar = f32;
    type Input = Vector<4>;
    type Output = Vector<4>;
    type Activation = Identity;
    fn infer<const B: usize>(&self, x: &[[f32; 4]; B], z: &mut [[f32; 4]; B]) {
        *z = *x;
    }
}

network! { struct Learns: 4 => Mine => BatchNorm<Relu> }
network! { struct Runs: 4 => Dense<4, Relu> }

fn main() {
    let _: Runs = Learns::zeros().fold();
}
