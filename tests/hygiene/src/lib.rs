//! What the macro writes must mean what it says, whatever stands around it.
#![no_std]
#![no_implicit_prelude]
#![forbid(unsafe_code)]
#![deny(warnings, missing_docs, unused)]

// Every name that the expansion uses, taken by something else.
macro_rules! taken {
    ($($name:ident)*) => {$(
        #[doc = "Not what the macro means."]
        #[allow(dead_code)]
        pub struct $name;
    )*};
}
taken!(Dense Layer Train Parameters Network Pass Vector Scalar Role Row Text Result Option Some None Vec Box Copy Clone);
taken!(Relu Softmax Sigmoid Tanh Identity Initialization Zeroable Stack Stacked B);

::neural::network! {
    /// Keeps its documentation.
    #[derive(::core::fmt::Debug, ::core::clone::Clone, ::core::marker::Copy, ::core::cmp::PartialEq)]
    #[budget(parameters = 100, ram = 200, train_ram = 2000)]
    pub struct Classifier: 4 => x: Dense<8, Relu> => tape: Dense<3, Softmax>
}

::neural::network! {
    /// Generic over what the macro also names, and ends in a network that is declared elsewhere.
    pub struct Generic<T, const H: usize>: T; 4 => rng: Dense<H, LeakyRelu<0.1>> => index: Dense<3, Softplus>
}

::neural::network! {
    pub(crate) struct Nested: 4 => z: Classifier => r#type: Dense<3 => 2, Tanh, bias = false>
}

/// The type form.
pub type Alias = ::neural::network!(f64; 2 => Dense<3, Tanh> => Maxout<3>);

#[test]
fn the_expansion_means_what_it_says() {
    use ::neural::prelude::*;
    let net: Classifier = ::neural::Network::zeros();
    let probabilities = ::neural::Network::predict(&net, &[0.0; 4]);
    ::core::assert_eq!(probabilities, [1.0 / 3.0; 3]);
    ::core::assert_eq!(<Nested as ::neural::Network>::zeros().predict(&[0.0; 4]), [0.0; 2]);
    ::core::assert_eq!(<Nested as ::neural::Parameters>::PARAMETERS, 4 * 8 + 8 + 8 * 3 + 3 + 3 * 2);
    ::core::assert_eq!(<Generic<f64, 2> as ::neural::Network>::zeros().rng.bias.len(), 2);
    ::core::assert_eq!(<Alias as ::neural::Network>::zeros().predict(&[0.5, 0.5]), [0.0]);
}
