//! Two ways to the same bits.

use super::*;

/// `predict` is `forward` with the activation, to the bit; and a batch is its samples one by one, but for rounding.
fn predict_is_forward<N: Learn>() {
    fn batch<N: Learn, const B: usize>() {
        let rng = &mut rng();
        let (network, x) = (random::<N>(rng), random_input::<N, B>(rng));
        let mut y: Output<N, B> = Zeroable::zeroed();
        network.activate(&x, &mut y);
        let mut pass = N::pass::<B>();
        pass.forward(&network, &x);
        assert_eq!(bits(N::Output::flat(&y)), bits(N::Output::flat(&pass.output)), "batch of {B}");
        for (x, y) in x.iter().zip(&y) {
            let mut alone: Output<N, 1> = Zeroable::zeroed();
            network.activate(&[*x], &mut alone);
            near(N::Output::flat(&[*y]), N::Output::flat(&alone), 8.0);
        }
    }
    batch::<N, 1>();
    batch::<N, 2>();
    batch::<N, 4>();
    batch::<N, 8>();
    batch::<N, 9>();
}
mod predict {
    use super::*;
    for_networks!(predict_is_forward);
}

/// Both take the same weights in the same order; predictions and gradients agree to the bit.
fn same_bits<A: Learn, Z: Learn<Scalar = A::Scalar, Input = A::Input, Output = A::Output>>() {
    let rng = &mut rng();
    let network: A = random(rng);
    let mut other = Z::zeros();
    assert_eq!((A::TENSORS, A::PARAMETERS), (Z::TENSORS, Z::PARAMETERS));
    for index in 0..A::TENSORS {
        other.tensor_mut(index).copy_from_slice(network.tensor(index));
        assert_eq!(A::role(index), Z::role(index));
    }
    let (x, dz) = (random_input::<A, 3>(rng), random_output::<A, 3>(rng));
    let (mut y, mut other_y): (Output<A, 3>, Output<Z, 3>) = (Zeroable::zeroed(), Zeroable::zeroed());
    network.activate(&x, &mut y);
    other.activate(&x, &mut other_y);
    assert_eq!(bits(A::Output::flat(&y)), bits(Z::Output::flat(&other_y)));
    let one = backward(&network, &x, &mut A::pass(), &dz);
    let two = backward(&other, &x, &mut Z::pass(), &dz);
    assert_eq!(bits(&one), bits(&two));
    assert!(one.iter().any(|g| *g != A::Scalar::ZERO));
}

macro_rules! type_and_item {
    ($($name:ident: [$($body:tt)*])*) => {$(
        #[test]
        fn $name() {
            {
                network! { struct Item: f32; $($body)* }
                same_bits::<Item, network!(f32; $($body)*)>();
            }
            network! { struct Item: f64; $($body)* }
            same_bits::<Item, network!(f64; $($body)*)>();
            assert_eq!(Item::ARCHITECTURE, <network!(f64; $($body)*) as Network>::ARCHITECTURE);
        }
    )*};
}

mod type_form_is_item_form {
    use super::*;
    type_and_item! {
        one_layer: [3 => Dense<2, Tanh>]
        two_layers: [3 => Dense<4, Tanh> => Dense<2>]
        many_layers: [3 => Dense<4, Relu> => Dense<4, PRelu> => Dense<3, Maxout<2>> => Softplus => Dense<2, Softmax>]
        wide: [33 => Dense<65, Relu> => Dense<47, Gelu> => Dense<10, Softmax>]
        image: [[1, 3, 4] => Flatten => Dense<4, Sigmoid, bias = false> => Dense<2>]
    }
}

#[test]
fn nested_is_flat() {
    network! { struct Front<T>: T; 3 => Dense<5, Relu> => Dense<4, Gelu> }
    network! { struct Back<T>: T; 4 => Dense<4, Tanh> => Dense<2, Softmax> }
    network! { struct Nested<T>: T; 3 => Front<T> => Back<T> }
    network! { struct Flat<T>: T; 3 => Dense<5, Relu> => Dense<4, Gelu> => Dense<4, Tanh> => Dense<2, Softmax> }
    same_bits::<Nested<f32>, Flat<f32>>();
    same_bits::<Nested<f64>, Flat<f64>>();
}

/// `Dense<4> => Relu` is `Dense<4, Relu>`.
#[test]
fn bare_is_carried() {
    network! { struct Bare: f64; 3 => Dense<4> => Relu => Dense<3> => Tanh => Dense<3> => Softmax }
    network! { struct Carried: f64; 3 => Dense<4, Relu> => Dense<3, Tanh> => Dense<3, Softmax> }
    let rng = &mut rng();
    let (carried, x): (Carried, _) = (random(rng), random_input::<Carried, 3>(rng));
    let mut bare = Bare::zeros();
    for index in 0..Bare::TENSORS {
        bare.tensor_mut(index).copy_from_slice(carried.tensor(index));
    }
    assert_eq!(bare.predict(&x), carried.predict(&x));
    let dz = random_output::<Bare, 3>(rng);
    let one = backward(&bare, &x, &mut Bare::pass(), &dz);
    assert_eq!(bits(&one), bits(&backward(&carried, &x, &mut Carried::pass(), &dz)));
}

/// One sample, a batch, nalgebra's vectors and matrices, written in place.
#[test]
fn all_forms_of_samples_agree() {
    use constrata::nalgebra::{SMatrix, SVector};
    network! { struct Net: f64; 3 => Dense<4, Tanh> => Dense<2> }
    let rng = &mut rng();
    let (net, [x]): (Net, [[f64; 3]; 1]) = (random(rng), random_input::<Net, 1>(rng));
    let y = net.predict(&x);
    let mut into = [0.0; 2];
    net.predict_into(&x, &mut into);
    assert_eq!((into, net.predict(&[x, x])), (y, [y, y]));
    assert_eq!(net.predict(&SVector::from(x)), SVector::from(y));
    assert_eq!(net.predict(&SMatrix::<f64, 3, 2>::from([x, x])), SMatrix::<f64, 2, 2>::from([y, y]));
}
