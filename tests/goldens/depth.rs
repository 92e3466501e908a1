//! Layers with layers inside: residual blocks, repeated layers, branches.

use constrata::prelude::*;

use crate::reader::Golden;

in_both_precisions!(all, "depth", f64: 1e-13, f32: 4e-6);

fn all<T: Scalar>(golden: &Golden) {
    networks! { golden, T,
        "residual", 3, [5 => Residual(Dense<4, Tanh> => Dense<5>)], 5;
        "residual activated", 2, [4 => Dense<6> => Residual(Dense<6, Tanh>, Sigmoid)], 6;
        "residual projected", 3,
            [4 => Residual(Dense<7, Tanh> => Dense<3>, Tanh, project = Dense<3, bias = false>)], 3;
        "residual image", 2, [
            [3, 6, 5] => Residual(Conv2d<4, 3, Tanh, stride = 2, pad = same> => Conv2d<4, 3, pad = 1>, Tanh,
                project = Conv2d<4, 1, stride = 2>) => Flatten
        ], 36;
        "repeat", 3, [4 => Repeat<5>(Dense<4, Tanh>)], 4;
        "repeat residual", 2, [3 => Dense<6> => Repeat<4>(Residual(Dense<5, Gelu> => Dense<6>))], 6;
        "parallel concat", 3, [4 => Parallel(concat: Dense<2>, Dense<3, Tanh>, Identity) => Dense<2>], 2;
        "parallel add", 3, [4 => Parallel(add: Dense<5, Tanh>, Dense<5>, Dense<2> => Dense<5>)], 5;
        "parallel image", 2, [
            [2, 5, 4] => Parallel(concat:
                Conv2d<3, 1>,
                Conv2d<2, 3, Tanh, pad = 1>,
                AvgPool2d<3, stride = 1, pad = 1> => Conv2d<1, 1>,
            ) => Conv2d<2, 2> => Flatten
        ], 24;
    }
}
