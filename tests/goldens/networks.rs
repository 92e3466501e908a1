//! Other depths, shapes and sizes.

use constrata::prelude::*;

use crate::reader::Golden;
use crate::{Case, compare_gradients, compare_output, input, numbers};

in_both_precisions!(all, "networks", f64: 1e-13, f32: 4e-6);

macro_rules! networks {
    ($golden:ident, $T:ident, $($name:literal, $batch:literal, [$($body:tt)*], $loss:expr, $target:expr;)*) => {$({
        network! { struct Net<T>: T; $($body)* }
        let case = $golden.case($name);
        let (network, x) = (case.network::<Net<$T>>(), input::<Net<$T>, $batch>(case));
        compare_output(case, &network, &x);
        compare_gradients(case, &network, &x, &$target(case), &$loss);
    })*};
}

fn all<T: Scalar>(golden: &Golden) {
    networks! { golden, T,
        "one layer", 4, [3 => Dense<2>], MeanSquaredError, numbers::<T, 2, 4>;
        "one unit", 1, [1 => Dense<1, Sigmoid>], MeanSquaredError, numbers::<T, 1, 1>;
        "three layers", 3, [4 => Dense<6, Relu> => Dense<5, Tanh> => Dense<3, Softmax>],
            CrossEntropy, |case: Case| case.classes::<3>();
        "no bias", 3, [4 => Dense<6, Silu, bias = false> => Dense<3, bias = false>],
            MeanSquaredError, numbers::<T, 3, 3>;
        "some bias", 3, [4 => Dense<6, Relu, bias = false> => Dense<3>], MeanSquaredError, numbers::<T, 3, 3>;
        "image", 3, [[2, 3, 2] => Flatten => Dense<4, Tanh> => Dense<2>], MeanSquaredError, numbers::<T, 2, 3>;
        "sequence", 3, [[4, 2] => Flatten => Dense<4, Tanh> => Dense<2>], MeanSquaredError, numbers::<T, 2, 3>;
        "prelu and swish", 5, [3 => Dense<4, PRelu> => Dense<4, Swish> => Dense<2>],
            MeanSquaredError, numbers::<T, 2, 5>;
        "wide", 7, [13 => Dense<19, Tanh> => Dense<17, Gelu> => Dense<5, Softmax>],
            CrossEntropy, |case: Case| case.classes::<7>();
    }
}
