//! The problems' networks as types.

use constrata::boxed;
use constrata::prelude::*;

use crate::problem::Problem;

network! { pub(crate) struct Control: 3 => hidden: Dense<2, Sigmoid> => output: Dense<1, Sigmoid> }
network! { pub(crate) struct Curve: 2 => first: Dense<16, Tanh> => second: Dense<16, Tanh> => output: Dense<1> }
network! { pub(crate) struct Digits: 64 => hidden: Dense<32, Relu> => output: Dense<10, Softmax> }
network! { pub(crate) struct Mnist: 784 => hidden: Dense<128, Relu> => output: Dense<10, Softmax> }
network! { pub(crate) struct Arm: 13 => first: Dense<64, Tanh> => second: Dense<64, Tanh> => output: Dense<4> }
network! { pub(crate) struct Xor: 2 => hidden: Dense<8, Tanh> => output: Dense<1, Sigmoid> }
network! { pub(crate) struct Lenet: [1, 28, 28]
    => first: Conv2d<6, 5, Relu> => MaxPool2d<2> => second: Conv2d<16, 5, Relu> => MaxPool2d<2>
    => Flatten => wide: Dense<120, Relu> => narrow: Dense<84, Relu> => output: Dense<10, Softmax>
}

/// The problem's network. Its matrices have the problem's order: a row of weights for each input is a column here.
pub(crate) fn load<N: Network<Scalar = f32>>(problem: &Problem) -> Box<N> {
    let mut net = boxed::<N>();
    for (index, layer) in problem.layers.iter().enumerate() {
        net.tensor_mut(2 * index).copy_from_slice(&layer.weights);
        net.tensor_mut(2 * index + 1).copy_from_slice(&layer.bias);
    }
    net
}

/// The loss, and the parameters as a problem has them.
pub(crate) fn learned<N: Network<Scalar = f32>>(loss: f32, net: &N) -> Vec<f32> {
    let mut result = vec![loss];
    (0..N::TENSORS).for_each(|index| result.extend_from_slice(net.tensor(index)));
    result
}
