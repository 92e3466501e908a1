//! The networks in `macros/expansions/` are what the macro writes, compiled here as plain code beside the macro's own: the
//! same types, the same bits.

use constrata::Targets;
use constrata::loss::Loss;
use constrata::prelude::*;
use constrata::train::{Data, Fit};
use rand::SeedableRng;
use rand::rngs::SmallRng;

network! { pub struct Encoder: 16 => Dense<16, Relu> }

#[allow(missing_docs, dead_code, unreachable_pub, clippy::type_complexity)]
mod written {
    pub mod xor {
        include!("../../macros/expansions/xor.rs");
    }
    pub mod sized {
        include!("../../macros/expansions/sized.rs");
    }
    pub use super::Encoder;
    pub mod nested {
        include!("../../macros/expansions/nested.rs");
    }
    pub mod image {
        include!("../../macros/expansions/image.rs");
    }
    pub mod branches {
        include!("../../macros/expansions/branches.rs");
    }
}

mod declared {
    use super::network;
    network! { pub struct Xor: 2 => hidden: Dense<8, Tanh> => output: Dense<1, Sigmoid> }
    network! { pub struct Sized<T, const H: usize>: T; 4 => Dense<H, LeakyRelu<0.01>> => Dense<3, Softmax> }
    network! {
        pub struct Nested: [1, 4, 4] => Flatten => encoder: super::Encoder => Dense<16 => 2, Gelu, bias = false>
    }
    network! {
        pub struct Image: [1, 6, 6] => Conv2d<4, 3, Relu, pad = same> => Residual(Conv2d<4, 3, pad = same>, Relu)
            => MaxPool2d<2> => Flatten => Dense<2, Softmax>
    }
    network! {
        pub struct Branches: 4 => Parallel(concat: Dense<3, Tanh>, Dense<2> => Relu) => Repeat<3>(Dense<5, Relu>) => Dense<1>
    }
}

/// Trains a seeded network for a while: all of forward, backward and the walk over the parameters.
fn trained<N: Learn<Scalar = f32>>(x: &[constrata::train::Sample<N>]) -> Vec<Vec<u32>>
where
    usize: Targets<N::Output, f32, 1>,
    MeanSquaredError: Loss<N::Activation>,
{
    let mut rng = SmallRng::seed_from_u64(5);
    let mut net = N::random(&mut rng);
    let targets: Vec<usize> = (0..x.len()).map(|index| index % N::Output::LEN).collect();
    let fit = Fit { epochs: 5, batch: 2, ..Fit::new(MeanSquaredError, Adam::default()) };
    fit.run(&mut net, Data::new(x, &targets), ()).unwrap();
    (0..N::TENSORS).map(|index| net.tensor(index).iter().map(|w| w.to_bits()).collect()).collect()
}

fn same<A, B>(x: &[constrata::train::Sample<A>])
where
    A: Learn<Scalar = f32>,
    B: Learn<Scalar = f32, Input = A::Input>,
    usize: Targets<A::Output, f32, 1> + Targets<B::Output, f32, 1>,
    MeanSquaredError: Loss<A::Activation> + Loss<B::Activation>,
{
    assert_eq!((A::TENSORS, A::PARAMETERS, A::MACS), (B::TENSORS, B::PARAMETERS, B::MACS));
    assert_eq!((A::ARCHITECTURE, A::ARCHITECTURE_HASH), (B::ARCHITECTURE, B::ARCHITECTURE_HASH));
    assert_eq!((A::INFERENCE_BYTES, A::TRAINING_BYTES), (B::INFERENCE_BYTES, B::TRAINING_BYTES));
    for index in 0..A::TENSORS {
        assert_eq!(A::role(index), B::role(index));
    }
    assert_eq!(trained::<A>(x), trained::<B>(x));
}

#[test]
fn written_and_declared_networks_are_the_same() {
    same::<written::xor::Xor, declared::Xor>(&[[0.0, 1.0], [1.0, 0.5], [0.3, 0.2]]);
    same::<written::sized::Sized<f32, 6>, declared::Sized<f32, 6>>(&[
        [0.1, 0.2, 0.3, 0.4],
        [0.9, 0.1, 0.5, 0.0],
    ]);
    fn image<const N: usize>(n: u32) -> [[[f32; N]; N]; 1] {
        [core::array::from_fn(|r| core::array::from_fn(|c| (n + r as u32 * 3 + c as u32) as f32 / 9.0))]
    }
    same::<written::nested::Nested, declared::Nested>(&[image(0), image(2), image(5)]);
    same::<written::image::Image, declared::Image>(&[image(0), image(2), image(5)]);
    same::<written::branches::Branches, declared::Branches>(&[[0.1, 0.2, 0.3, 0.4], [0.9, 0.1, 0.5, 0.0]]);
}

/// The item form, the type form and the struct written by hand are one network.
#[test]
fn constants_answer_how_big_it_is() {
    network! {
        /// Reads digits.
        struct Digits: 64 => Dense<32, Relu> => Dense<10, Softmax>
    }
    assert_eq!(Digits::ARCHITECTURE, "64 => Dense<32, Relu> => Dense<10, Softmax>");
    assert_eq!((Digits::PARAMETERS, Digits::MACS), (64 * 32 + 32 + 32 * 10 + 10, 64 * 32 + 32 * 10));
    assert_eq!(Digits::PARAMETER_BYTES, 4 * Digits::PARAMETERS);
    assert_eq!(Digits::INFERENCE_BYTES, 4 * (64 + 32 + 10));
    // Network and gradient; hidden output and gradient; output and gradient; a sample.
    assert_eq!(Digits::TRAINING_BYTES, 2 * Digits::PARAMETER_BYTES + 4 * (2 * 32 + 2 * 10 + 64));
    type Alias = network!(64 => Dense<32, Relu> => Dense<10, Softmax>);
    assert_eq!(Alias::ARCHITECTURE_HASH, Digits::ARCHITECTURE_HASH);
    assert_eq!(
        (Alias::TENSORS, Alias::PARAMETERS, Alias::MACS),
        (Digits::TENSORS, Digits::PARAMETERS, Digits::MACS)
    );
    assert_eq!(Alias::INFERENCE_BYTES, Digits::INFERENCE_BYTES);
    assert_eq!(Alias::TRAINING_BYTES, Digits::TRAINING_BYTES);
    assert_eq!(Alias::summary().to_string(), Digits::summary().to_string());
    let mut ones = Alias::zeros();
    ones.fill(1.0);
    for index in 0..=Digits::TENSORS {
        assert_eq!(Alias::role(index), Digits::role(index));
        assert_eq!(ones.tensor(index).len(), Digits::zeros().tensor(index).len());
        assert!(ones.tensor(index).iter().all(|w| *w == 1.0));
    }
    type Double = network!(f64; 64 => Dense<32, Relu> => Dense<10, Softmax>);
    type Wider = network!(64 => Dense<33, Relu> => Dense<10, Softmax>);
    assert_ne!(Double::ARCHITECTURE_HASH, Digits::ARCHITECTURE_HASH);
    assert_ne!(Wider::ARCHITECTURE_HASH, Digits::ARCHITECTURE_HASH);
}
