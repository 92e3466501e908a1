//! Every way of writing a network that the grammar has, and what it comes to.

use constrata::prelude::*;
use constrata::{Dual, Image, Sequence};
use nalgebra::{SMatrix, SVector};

const HIDDEN: usize = 6;

mod sizes {
    pub const CLASSES: usize = 3;
    pub const fn twice(n: usize) -> usize {
        2 * n
    }
}

/// The type of a value, for comparing with the type that is meant.
fn is<T>(_: &T) {}

#[test]
fn sizes_are_numbers_constants_and_expressions() {
    network! {
        struct Net: HIDDEN => Dense<{ sizes::twice(HIDDEN) + 1 }, Tanh> => Dense<sizes::CLASSES> => Dense<4>
    }
    let net = Net::zeros();
    is::<SMatrix<f32, 13, 6>>(&net.dense1.weights);
    is::<SMatrix<f32, 3, 13>>(&net.dense2.weights);
    is::<SVector<f32, 4>>(&net.dense3.bias);
    assert_eq!(Net::ARCHITECTURE, "6 => Dense<13, Tanh> => Dense<3, Identity> => Dense<4, Identity>");
}

#[test]
fn explicit_inputs_are_checked_and_no_bias_is_no_bias() {
    network! { struct Net: 5 => Dense<5 => HIDDEN, Relu> => Dense<HIDDEN => 2, bias = false> => Dense<2 => 1, bias = true,> }
    is::<SMatrix<f32, 2, 0>>(&Net::zeros().dense2.bias);
    assert_eq!(Net::PARAMETERS, 5 * 6 + 6 + 6 * 2 + 2 + 1);
    assert_eq!(Net::TENSORS, 6);
}

#[test]
fn networks_are_generic_over_sizes_and_scalars() {
    network! { struct Wide<const IN: usize, const OUT: usize>: IN => Dense<7, Tanh> => Dense<OUT, Softmax> }
    network! { struct Any<T>: T; 2 => Dense<3, Gelu> }
    network! { struct Double: f64; 2 => Dense<3> }
    assert_eq!(Wide::<4, 2>::zeros().predict(&[0.0; 4]), [0.5; 2]);
    assert_eq!(Wide::<9, 5>::PARAMETERS, 9 * 7 + 7 + 7 * 5 + 5);
    assert_eq!(Any::<f64>::zeros().predict(&[1.0_f64, 2.0]), [0.0; 3]);
    assert_eq!(Any::<Dual>::zeros().predict(&[Dual::ONE; 2]), [Dual::ZERO; 3]);
    is::<SMatrix<f64, 3, 2>>(&Double::zeros().dense1.weights);
    type Alias<T> = network!(T; 2 => Dense<3, Tanh> => Dense<1>);
    is::<SMatrix<f64, 3, 2>>(&Alias::<f64>::zeros().first.weights);
}

#[test]
fn images_and_sequences_are_flattened_in_the_order_they_lie() {
    network! { struct Sees: [2, 3, 4] => Flatten => Dense<1> }
    network! { struct Hears: [5, HIDDEN] => Relu => Flatten }
    assert_eq!(Sees::zeros().predict(&[[[1.0; 4]; 3]; 2]), [0.0]);
    fn shapes<I: Shape, O: Shape>(_: &impl Layer<Input = I, Output = O>) -> (usize, usize) {
        (I::LEN, O::LEN)
    }
    assert_eq!(shapes::<Image<2, 3, 4>, Vector<1>>(&Sees::zeros()), (24, 1));
    assert_eq!(shapes::<Sequence<5, 6>, Vector<30>>(&Hears::zeros()), (30, 30));
    let counted: [[f32; 6]; 5] = std::array::from_fn(|step| std::array::from_fn(|i| (step * 6 + i) as f32));
    assert_eq!(Hears::zeros().predict(&counted), std::array::from_fn(|i| i as f32));
}

#[test]
fn fields_are_called_by_label_or_by_kind_and_place() {
    network! {
        struct Net: 4 => Dense<4> => Relu => code: Dense<2, Swish> => Dense<4, Maxout<2>> => r#type: Dense<3, LeakyRelu<0.25>>
            => Dense<3, HardSigmoid6> => Identity
    }
    let net = Net::zeros();
    is::<constrata::layers::Dense<4, 4>>(&net.dense1);
    is::<constrata::layers::Activate<constrata::activation::Relu, Vector<4>>>(&net.relu2);
    is::<constrata::layers::Dense<4, 2>>(&net.code);
    is::<constrata::layers::Swish<2>>(&net.code_swish);
    is::<constrata::layers::Dense<2, 8>>(&net.dense5);
    is::<constrata::layers::Maxout<8, 4, 2>>(&net.maxout6);
    is::<constrata::layers::Dense<4, 3, constrata::activation::LeakyRelu<25, 100>>>(&net.r#type);
    let _ = (net.dense8, net.identity9);
}

#[test]
fn networks_and_types_of_ones_own_are_layers() {
    mod mine {
        use constrata::prelude::*;
        network! { pub struct Encoder: 8 => Dense<3, Tanh> }

        /// y = x / 2, taking and giving any vector.
        #[derive(Clone, Copy, Debug, PartialEq, Module)]
        pub struct Half<const N: usize> {
            #[bias]
            unused: nalgebra::SVector<f32, 0>,
        }
        impl<const N: usize> Layer for Half<N> {
            type Scalar = f32;
            type Input = Vector<N>;
            type Output = Vector<N>;
            type Activation = constrata::activation::Identity;
            fn infer<const B: usize>(&self, x: &[[f32; N]; B], z: &mut [[f32; N]; B]) {
                z.as_flattened_mut().iter_mut().zip(x.as_flattened()).for_each(|(z, x)| *z = x / 2.0);
            }
        }
    }
    // `Half` has no gradient: the network predicts.
    network! { struct Net: 8 => encode: mine::Encoder => mine::Half<3> => Dense<1, Sigmoid> }
    let mut net = Net::zeros();
    net.encode.dense1.bias.fill(100.0); // tanh: 1
    net.dense3.weights.fill(2.0);
    let wanted: f32 = 3.0 * 0.5 * 2.0;
    assert_eq!(net.predict(&[0.0; 8]), [wanted.sigmoid()]);
    assert_eq!(Net::ARCHITECTURE, "8 => Dense<3, Tanh> => Half<3> => Dense<1, Sigmoid>");
}

#[test]
fn sizes_are_called_as_one_likes() {
    // as the macro calls what is its own, but for two underscores
    network! { struct Net<const B: usize, const FUSED: usize>: 4 => Dense<B, Tanh> => Dense<FUSED> }
    assert_eq!(Net::<3, 2>::zeros().predict(&[[1.0; 4]; 5]), [[0.0; 2]; 5]);
}

#[test]
fn attributes_derives_and_documentation_are_kept() {
    network! {
        /// Kept.
        #[derive(Debug, Clone)]
        #[allow(non_camel_case_types)]
        #[budget(parameters = 3)]
        #[budget(ram = 12, train_ram = 100)]
        pub struct lower_case: 2 => Dense<1>
    }
    let text = format!("{:?}", lower_case::zeros().clone());
    assert!(text.starts_with("lower_case { dense1: Dense { weights: "), "{text}");
}

#[test]
fn a_hundred_layers_are_a_network() {
    network! {
        struct Deep: 2
            => Dense<2, Relu> => Dense<2, Relu> => Dense<2, Relu> => Dense<2, Relu> => Dense<2, Relu> => Dense<2, Relu>
            => Dense<2, Relu> => Dense<2, Relu> => Dense<2, Relu> => Dense<2, Relu> => Dense<2, Relu> => Dense<2, Relu>
            => Dense<2, Relu> => Dense<2, Relu> => Dense<2, Relu> => Dense<2, Relu> => Dense<2, Relu> => Dense<2, Relu>
            => Dense<2, Relu> => Dense<2, Relu> => Dense<2, Relu> => Dense<2, Relu> => Dense<2, Relu> => Dense<2, Relu>
            => Dense<2, Relu> => Dense<2, Relu> => Dense<2, Relu> => Dense<2, Relu> => Dense<2, Relu> => Dense<2, Relu>
            => Dense<2, Relu> => Dense<2, Relu> => Dense<2, Relu> => Dense<2, Relu> => Dense<2, Relu> => Dense<2, Relu>
            => Dense<2, Relu> => Dense<2, Relu> => Dense<2, Relu> => Dense<2, Relu> => Dense<2, Relu> => Dense<2, Relu>
            => Dense<2, Relu> => Dense<2, Relu> => Dense<2, Relu> => Dense<2, Relu> => Dense<2, Relu> => Dense<2, Relu>
            => Dense<2, Relu> => Dense<2, Relu> => Dense<2, Relu> => Dense<2, Relu> => Dense<2, Relu> => Dense<2, Relu>
            => Dense<2, Relu> => Dense<2, Relu> => Dense<2, Relu> => Dense<2, Relu> => Dense<2, Relu> => Dense<2, Relu>
            => Dense<2, Relu> => Dense<2, Relu> => Dense<2, Relu> => Dense<2, Relu> => Dense<2, Relu> => Dense<2, Relu>
            => Dense<2, Relu> => Dense<2, Relu> => Dense<2, Relu> => Dense<2, Relu> => Dense<2, Relu> => Dense<2, Relu>
            => Dense<2, Relu> => Dense<2, Relu> => Dense<2, Relu> => Dense<2, Relu> => Dense<2, Relu> => Dense<2, Relu>
            => Dense<2, Relu> => Dense<2, Relu> => Dense<2, Relu> => Dense<2, Relu> => Dense<2, Relu> => Dense<2, Relu>
            => Dense<2, Relu> => Dense<2, Relu> => Dense<2, Relu> => Dense<2, Relu> => Dense<2, Relu> => Dense<2, Relu>
            => Dense<2, Relu> => Dense<2, Relu> => Dense<2, Relu> => Dense<2, Relu> => Dense<2, Relu> => Dense<2, Relu>
            => Dense<2, Relu> => Dense<2, Relu> => Dense<2, Relu> => Dense<2>
    }
    assert_eq!(Deep::PARAMETERS, 100 * 6);
    assert!(Deep::ARCHITECTURE.ends_with("Dense<2, Identity>"));
    let mut pass = Deep::pass();
    let (mut net, mut gradient) = (Deep::zeros(), Deep::zeros());
    net.fill(0.5); // every row sums to 1, and the biases add 1/2: exact in binary
    let loss = net.gradient(&[[1.0, 1.0]], &[0.0, 0.0], &MeanSquaredError, &mut pass, &mut gradient);
    assert_eq!(loss, 51.0 * 51.0);
    assert_eq!(gradient.dense1.bias[0], 51.0); // dL/dy = (51, 51), and the product of 99 matrices of 1/2 keeps their sum
}
