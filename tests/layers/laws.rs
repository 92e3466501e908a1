//! What must hold for every network, whatever its numbers.

mod hostile;
mod linear;
mod parameters;
mod same;

use constrata::bytemuck::Zeroable;
use constrata::layer::{Input, Output};
use constrata::prelude::*;
use constrata::rand_core::Rng;
use rand::{SeedableRng, rngs::SmallRng};

/// The networks the laws are tried on: small ones and one for the vector kernels, every kind of layer, images, sequences,
/// networks in networks. Each in `f32` and `f64`, or in one of them where the law does not compute.
macro_rules! for_networks {
    ($law:ident) => {
        for_networks! { $law in f32 f64 }
    };
    ($law:ident in $($T:ident)*) => {
        for_networks! { $law [$($T)*]
            linear [3 => Dense<2>]
            xor [2 => Dense<8, Tanh> => Dense<1, Sigmoid>]
            deep [4 => Dense<6, Relu> => Dense<5, Elu<0.5>, bias = false> => Dense<3, Softmax>]
            hard [3 => Dense<4, HardSigmoid> => Dense<4, HardSigmoid6> => Dense<4, HardTanh> => Dense<2>]
            layers [3 => Dense<4, PRelu> => Dense<4, Maxout<2>> => Swish => Dense<2, LeakyRelu<0.1>>]
            functions [3 => Softplus => Dense<4, Gelu> => GeluTanh => Dense<4, GeluSigmoid> => Silu => Dense<2>]
            image [[2, 3, 2] => Relu => Flatten => Dense<4, Sigmoid> => Dense<2>]
            sequence [[3, 2] => Flatten => Dense<4, Tanh> => Dense<2, Softmax>]
            recurrent [[3, 2] => Lstm<3> => Gru<4, reverse = true> => Rnn<3> => LastStep => Dense<2, Softmax>]
            nested [4 => crate::laws::Block<T> => Dense<4 => 2>]
            wide [33 => Dense<65, Relu> => Dense<47, Tanh> => Dense<10, Softmax>]
        }
    };
    ($law:ident $numbers:tt $($name:ident [$($body:tt)*])*) => {
        $(#[test]
        fn $name() {
            network! { struct Net<T>: T; $($body)* }
            for_networks!(@ $law $numbers);
        })*
    };
    (@ $law:ident [$($T:ident)*]) => {
        $($law::<Net<$T>>();)*
    };
}
use for_networks;

network! { struct Block<T>: T; 4 => Dense<3, Relu> => Dense<4, Tanh> }

fn rng() -> SmallRng {
    SmallRng::seed_from_u64(11)
}

/// Numbers between -1 and 1.
fn fill<T: Scalar>(numbers: &mut [T], rng: &mut SmallRng) {
    for number in numbers {
        *number = T::of(2.0 * f64::from(rng.next_u32()) / f64::from(u32::MAX) - 1.0);
    }
}

/// A network with all its parameters at random, biases too.
fn random<N: Network>(rng: &mut SmallRng) -> N {
    let mut network = N::zeros();
    (0..N::TENSORS).for_each(|index| fill(network.tensor_mut(index), rng));
    network
}

fn random_input<N: Network, const B: usize>(rng: &mut SmallRng) -> Input<N, B> {
    let mut x: Input<N, B> = Zeroable::zeroed();
    fill(N::Input::numbers_mut(&mut x), rng);
    x
}

fn random_output<N: Network, const B: usize>(rng: &mut SmallRng) -> Output<N, B> {
    let mut y: Output<N, B> = Zeroable::zeroed();
    fill(N::Output::flat_mut(&mut y), rng);
    y
}

/// The bits: what `==` would say of -0 and NaN is not enough.
fn bits<T: Scalar>(numbers: &[T]) -> Vec<u64> {
    numbers.iter().map(|number| number.to_f64().to_bits()).collect()
}

fn all<N: Parameters>(network: &N) -> Vec<N::Number> {
    let mut all = Vec::new();
    (0..N::TENSORS).for_each(|index| all.extend_from_slice(network.tensor(index)));
    all
}

/// Equal but for rounding; `scale` is how large the terms were that were added up.
#[track_caller]
fn near<T: Scalar>(found: &[T], wanted: &[T], scale: f64) {
    let tolerance = scale * if T::NAME == "f32" { 2e-6 } else { 4e-15 };
    assert_eq!(found.len(), wanted.len());
    for (found, wanted) in found.iter().zip(wanted) {
        assert!((found.to_f64() - wanted.to_f64()).abs() <= tolerance, "{found}, not {wanted}");
    }
}

/// What `backward` gives for `dz`: the gradient by the parameters and by the input, in a row.
fn backward<N: Learn, const B: usize>(
    network: &N,
    x: &Input<N, B>,
    pass: &mut Pass<N, B>,
    dz: &Output<N, B>,
) -> Vec<N::Number> {
    let (mut gradient, mut dx): (N, Input<N, B>) = (N::zeros(), Zeroable::zeroed());
    pass.logits(network, x);
    network.backward(x, &mut pass.tape, dz, Some(&mut dx), &mut gradient);
    [all(&gradient), N::Input::numbers(&dx).to_vec()].concat()
}
