//! The functions whose instructions `benches/gates/assembly/run` reads: prediction by networks so small that it must be straight-line
//! code.

use std::hint::black_box;

use constrata::prelude::*;
use rand::{SeedableRng, rngs::SmallRng};

network! { struct Control: 3 => Dense<2, Sigmoid> => Dense<1, Sigmoid> }
network! { struct ControlRelu: 3 => Dense<2, Relu> => Dense<1> }
network! { struct Curve: 2 => Dense<16, Tanh> => Dense<16, Tanh> => Dense<1> }
network! { struct CurveRelu: 2 => Dense<16, Relu> => Dense<16, Relu> => Dense<1> }

macro_rules! predict {
    ($($name:ident: $Network:ident, $inputs:literal;)*) => {
        $(
            #[inline(never)]
            fn $name(net: &$Network, x: &[f32; $inputs]) -> [f32; 1] {
                net.predict(x)
            }
        )*
        fn main() {
            let rng = &mut SmallRng::seed_from_u64(1);
            $(
                let net = $Network::random(rng);
                let [y] = $name(black_box(&net), black_box(&[0.5; $inputs]));
                assert!(y.is_finite());
                println!("{}: {y}", stringify!($name));
            )*
        }
    };
}

predict! {
    predict_3_2_1_sigmoid: Control, 3;
    predict_3_2_1_relu: ControlRelu, 3;
    predict_2_16_16_1_tanh: Curve, 2;
    predict_2_16_16_1_relu: CurveRelu, 2;
}
