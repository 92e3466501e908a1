//! Layers at every step of sequences, and means over steps.

use constrata::Sequence;
use constrata::activation::{Differentiable, Softmax};
use constrata::layer::Output;
use constrata::prelude::*;

use crate::reader::Golden;
use crate::{Case, Zeroable, compare_gradients, compare_output, input};

in_both_precisions!(all, "steps", f64: 1e-13, f32: 1e-5);

/// A class for each step, where PyTorch's target is no negative number.
fn classes<const STEPS: usize, const B: usize>(case: Case) -> [[Option<usize>; STEPS]; B] {
    let classes = case.numbers("t");
    assert_eq!(classes.len(), B * STEPS);
    let class = |number: f64| (number >= 0.0).then_some(number as usize);
    std::array::from_fn(|sample| std::array::from_fn(|step| class(classes[sample * STEPS + step])))
}

fn with_numbers<N, const STEPS: usize, const B: usize>(golden: &Golden, name: &str)
where
    N: Learn<Output = Sequence<STEPS, 2>, Activation: Differentiable>,
{
    let name = format!("{name} {B} x {STEPS}");
    let case = golden.case(&name);
    let (network, x) = (case.network::<N>(), input::<N, B>(case));
    compare_output(case, &network, &x);
    let mut target: Output<N, B> = Zeroable::zeroed();
    case.fill("t", N::Output::flat_mut(&mut target));
    compare_gradients(case, &network, &x, &target, &MeanSquaredError);
}

fn with_classes<N, const STEPS: usize, const B: usize>(golden: &Golden, name: &str)
where
    N: Learn<Output = Sequence<STEPS, 3>, Activation = Softmax>,
{
    let name = format!("{name} {B} x {STEPS}");
    let case = golden.case(&name);
    let (network, x) = (case.network::<N>(), input::<N, B>(case));
    compare_output(case, &network, &x);
    let target = classes::<STEPS, B>(case);
    compare_gradients(case, &network, &x, &target, &CrossEntropy);
    if target.as_flattened().iter().all(Option::is_some) {
        // without gaps, the other form is the same
        let full = target.map(|steps| steps.map(|step| step.unwrap_or(0)));
        compare_gradients(case, &network, &x, &full, &CrossEntropy);
    }
}

macro_rules! of_steps {
    ($golden:ident, $T:ident, $($steps:literal)*) => {$({
        network! { struct Dense2<T>: T; [$steps, 3] => Dense<4, Relu> => Dense<2> }
        network! { struct Norms<T>: T; [$steps, 3] => Dense<4> => LayerNorm<Gelu> => RmsNorm<Tanh> => Dense<2> }
        network! { struct Soft<T>: T; [$steps, 3] => Dense<4, Softmax> => Dense<2> => Softmax }
        network! { struct Learned<T>: T; [$steps, 3] => Dense<4, PRelu> => Dense<2, Maxout<3>, bias = false> => Swish }
        network! { struct Block<T>: T; [$steps, 3] => Residual(LayerNorm => Dense<5, Tanh> => Dense<3>) => Dense<2> }
        network! { struct Classes<T>: T; [$steps, 3] => Dense<5, Tanh> => Dense<3, Softmax> }
        of_steps! { @ $golden, $steps, with_numbers,
            Dense2<$T>: "dense", Norms<$T>: "norms", Soft<$T>: "softmax", Learned<$T>: "learned", Block<$T>: "block" }
        of_steps! { @ $golden, $steps, with_classes, Classes<$T>: "classes", Classes<$T>: "gaps" }
    })*};
    (@ $golden:ident, $steps:literal, $check:ident, $($net:ty: $name:literal),*) => {$(
        $check::<$net, $steps, 1>($golden, $name);
        $check::<$net, $steps, 3>($golden, $name);
    )*};
}

fn all<T: Scalar>(golden: &Golden) {
    of_steps! { golden, T, 1 2 5 }
}
