//! Every loss behind every activation it fits.

use constrata::layer::Input;
use constrata::prelude::*;

use crate::reader::Golden;
use crate::{Case, compare_gradients, compare_output, input, numbers};

in_both_precisions!(all, "losses", f64: 1e-13, f32: 4e-6);

/// Five samples: with targets as numbers, or as classes.
macro_rules! compare {
    ($head:ident, $network:ident, $($case:expr => $loss:expr, $target:expr;)*) => {$({
        let case = $head.golden().case($case);
        compare_gradients(case, &$network, &as_for(&$network, $head), &$target(case), &$loss);
    })*};
}

/// The input of the head, five samples for this network.
fn as_for<N: Network>(_network: &N, head: Case) -> Input<N, 5> {
    input::<N, 5>(head)
}

macro_rules! heads {
    ($golden:ident, $T:ident, $($name:literal => $net:ident [$($layer:tt)*],)*) => {$(
        network! { struct $net<T>: T; 3 => Dense<4, Tanh> => $($layer)* }
        let head = $golden.case(concat!("head ", $name));
        let network = head.network::<$net<$T>>();
        compare_output(head, &network, &input::<$net<$T>, 5>(head));
        compare! { head, network,
            concat!("MeanSquaredError ", $name) => MeanSquaredError, numbers::<$T, 3, 5>;
            concat!("HalfSquaredError ", $name) => HalfSquaredError, numbers::<$T, 3, 5>;
            concat!("MeanAbsoluteError ", $name) => MeanAbsoluteError, numbers::<$T, 3, 5>;
            concat!("RootMeanSquaredError ", $name) => RootMeanSquaredError, numbers::<$T, 3, 5>;
            concat!("Huber ", $name) => Huber { delta: 0.75 }, numbers::<$T, 3, 5>;
        }
    )*};
}

fn all<T: Scalar>(golden: &Golden) {
    heads! { golden, T,
        "Identity" => Linear [Dense<3>],
        "Sigmoid" => Binary [Dense<3, Sigmoid>],
        "Tanh" => HeadTanh [Dense<3, Tanh>],
        "HardSigmoid" => HeadHardSigmoid [Dense<3, HardSigmoid>],
        "HardSigmoid6" => HeadHardSigmoid6 [Dense<3, HardSigmoid6>],
        "HardTanh" => HeadHardTanh [Dense<3, HardTanh>],
        "Relu" => HeadRelu [Dense<3, Relu>],
        "LeakyRelu" => HeadLeaky [Dense<3, LeakyRelu>],
        "LeakyRelu<0.2>" => HeadLeakier [Dense<3, LeakyRelu<0.2>>],
        "Elu" => HeadElu [Dense<3, Elu>],
        "Elu<0.5>" => HeadHalfElu [Dense<3, Elu<0.5>>],
        "Softmax" => Classes [Dense<3, Softmax>],
        "Softplus" => HeadSoftplus [Dense<3, Softplus>],
        "Silu" => HeadSilu [Dense<3, Silu>],
        "Gelu" => HeadGelu [Dense<3, Gelu>],
        "GeluTanh" => HeadGeluTanh [Dense<3, GeluTanh>],
        "GeluSigmoid" => HeadGeluSigmoid [Dense<3, GeluSigmoid>],
        "PRelu" => HeadPRelu [Dense<3, PRelu>],
        "Swish" => HeadSwish [Dense<3, Swish>],
        "Maxout<2>" => HeadMaxout [Dense<3, Maxout<2>>],
    }
    let (linear, binary) = (golden.case("head Identity"), golden.case("head Sigmoid"));
    let classes = golden.case("head Softmax");
    let networks =
        (linear.network::<Linear<T>>(), binary.network::<Binary<T>>(), classes.network::<Classes<T>>());
    let (logits, sigmoid, softmax) = networks;
    compare! { binary, sigmoid,
        "BinaryCrossEntropy hard" => BinaryCrossEntropy, numbers::<T, 3, 5>;
        "BinaryCrossEntropy soft" => BinaryCrossEntropy, numbers::<T, 3, 5>;
    }
    compare! { linear, logits,
        "BinaryCrossEntropyWithLogits hard" => BinaryCrossEntropyWithLogits, numbers::<T, 3, 5>;
        "BinaryCrossEntropyWithLogits soft" => BinaryCrossEntropyWithLogits, numbers::<T, 3, 5>;
        "CrossEntropyWithLogits classes" => CrossEntropyWithLogits, |case: Case| case.classes::<5>();
        "CrossEntropyWithLogits one-hot" => CrossEntropyWithLogits, numbers::<T, 3, 5>;
        "CrossEntropyWithLogits mixed" => CrossEntropyWithLogits, numbers::<T, 3, 5>;
        "CrossEntropyWithLogits heavy" => CrossEntropyWithLogits, numbers::<T, 3, 5>;
    }
    compare! { classes, softmax,
        "CrossEntropy classes" => CrossEntropy, |case: Case| case.classes::<5>();
        "CrossEntropy one-hot" => CrossEntropy, numbers::<T, 3, 5>;
        "CrossEntropy mixed" => CrossEntropy, numbers::<T, 3, 5>;
        "CrossEntropy heavy" => CrossEntropy, numbers::<T, 3, 5>;
    }
    saturated::<T>(golden);
    root_at_zero::<T>(golden);
}

/// Where sigmoid and softmax have rounded to 0 and 1, loss and gradient are still right.
fn saturated<T: Scalar>(golden: &Golden) {
    network! { struct Logits<T>: T; 3 => Identity }
    network! { struct Sigmoids<T>: T; 3 => Sigmoid }
    network! { struct Probabilities<T>: T; 3 => Softmax }
    let case = golden.case("saturated binary");
    let (x, target) = (input::<Logits<T>, 2>(case), numbers::<T, 3, 2>(case));
    compare_gradients(case, &Logits::zeros(), &x, &target, &BinaryCrossEntropyWithLogits);
    compare_gradients(case, &Sigmoids::zeros(), &x, &target, &BinaryCrossEntropy);
    let case = golden.case("saturated classes");
    let (x, target) = (input::<Logits<T>, 2>(case), case.classes::<2>());
    compare_gradients(case, &Logits::zeros(), &x, &target, &CrossEntropyWithLogits);
    compare_gradients(case, &Probabilities::zeros(), &x, &target, &CrossEntropy);
}

/// The one place where the gradient differs from PyTorch's, on purpose: NaN there, 0 here.
fn root_at_zero<T: Scalar>(golden: &Golden) {
    network! { struct Same<T>: T; 2 => Identity }
    let case = golden.case("root at 0");
    assert!(case.numbers("dx").iter().all(|dx| dx.is_nan()), "PyTorch has a derivative there now");
    let x = input::<Same<T>, 1>(case);
    let mut pass = Same::<T>::pass::<1>();
    pass.logits(&Same::zeros(), &x);
    case.compare("loss", &[pass.loss(&RootMeanSquaredError, &x)]);
    assert_eq!(pass.gradient, [[T::ZERO; 2]]);
}
