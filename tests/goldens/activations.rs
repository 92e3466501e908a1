//! Every activation: alone on a grid with its corners, and between the layers of a small network.

use constrata::activation::{Differentiable, Step};
use constrata::layers::Activate;
use constrata::prelude::*;

use crate::reader::Golden;
use crate::{compare_gradients, compare_output, input, numbers};

in_both_precisions!(all, "activations", f64: 1e-13, f32: 4e-6);

/// The derivative of `sum dy y` is `dy`, whatever `y`: what the golden took its gradients from.
fn grid<N: Learn<Activation: Differentiable>>(golden: &Golden, name: &str) {
    let case = golden.case(name);
    let (network, x) = (case.network::<N>(), input::<N, 2>(case));
    compare_output(case, &network, &x);
    let (mut pass, mut gradient) = (N::pass(), N::zeros());
    let mut dx: constrata::layer::Input<N, 2> = constrata::bytemuck::zeroed();
    pass.forward(&network, &x);
    case.compare("y", N::Output::flat(&pass.output));
    case.fill("dy", N::Output::flat_mut(&mut pass.gradient));
    let weighted = N::Output::flat(&pass.output).iter().zip(N::Output::flat(&pass.gradient));
    let loss = weighted.fold(N::Scalar::ZERO, |sum, (y, dy)| sum + *y * *dy);
    case.compare("loss", &[loss]);
    pass.backward_through(&network, &x, Some(&mut dx), &mut gradient);
    case.compare_network('g', &gradient);
    case.compare("dx", N::Input::numbers(&dx));
}

macro_rules! activations {
    ($golden:ident, $T:ident, $($name:literal => [$($bare:tt)*] [$($dense:tt)*],)*) => {$({
        {
            network! { struct Alone<T>: T; 26 => $($bare)* }
            grid::<Alone<$T>>($golden, concat!("grid ", $name));
        }
        {
            network! { struct Net<T>: T; 3 => $($dense)* => Dense<2> }
            let case = $golden.case(concat!("hidden ", $name));
            let (network, x) = (case.network::<Net<$T>>(), input::<Net<$T>, 4>(case));
            compare_output(case, &network, &x);
            compare_gradients(case, &network, &x, &numbers(case), &MeanSquaredError);
        }
    })*};
}

fn all<T: Scalar>(golden: &Golden) {
    activations! { golden, T,
        "Identity" => [Identity] [Dense<8, Identity>],
        "Sigmoid" => [Sigmoid] [Dense<8, Sigmoid>],
        "Tanh" => [Tanh] [Dense<8, Tanh>],
        "HardSigmoid" => [HardSigmoid] [Dense<8, HardSigmoid>],
        "HardSigmoid6" => [HardSigmoid6] [Dense<8, HardSigmoid6>],
        "HardTanh" => [HardTanh] [Dense<8, HardTanh>],
        "Relu" => [Relu] [Dense<8, Relu>],
        "LeakyRelu" => [LeakyRelu] [Dense<8, LeakyRelu>],
        "LeakyRelu<0.2>" => [LeakyRelu<0.2>] [Dense<8, LeakyRelu<0.2>>],
        "Elu" => [Elu] [Dense<8, Elu>],
        "Elu<0.5>" => [Elu<0.5>] [Dense<8, Elu<0.5>>],
        "Softmax" => [Softmax] [Dense<8, Softmax>],
        "Softplus" => [Softplus] [Dense<8, Softplus>],
        "Silu" => [Silu] [Dense<8, Silu>],
        "Gelu" => [Gelu] [Dense<8, Gelu>],
        "GeluTanh" => [GeluTanh] [Dense<8, GeluTanh>],
        "GeluSigmoid" => [GeluSigmoid] [Dense<8, GeluSigmoid>],
        "PRelu" => [PRelu] [Dense<8, PRelu>],
        "Swish" => [Swish] [Dense<8, Swish>],
        "Maxout<2>" => [Maxout<2>] [Dense<4, Maxout<2>>],
    }
    type Steps<T> = Activate<Step, constrata::Vector<26>, T>;
    let case = golden.case("grid Step");
    compare_output(case, &Steps::<T>::zeros(), &input::<Steps<T>, 1>(case));
}
