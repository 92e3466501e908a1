//! A model of a big network is made, read and written with a small stack.

use constrata::{Model, prelude::*};
use rand::SeedableRng;
use rand::rngs::Xoshiro128PlusPlus;

network! { struct Big: 512 => Dense<1000, Relu> => Dense<2, Softmax> } // two megabytes

#[test]
fn a_big_model_does_with_a_small_stack() {
    let work = || {
        let net: Box<Big> = Big::boxed(&mut Xoshiro128PlusPlus::seed_from_u64(1));
        let model: Box<Model<Big>> = net.into();
        let bytes = model.to_bytes().unwrap();
        let back = Model::<Big>::boxed_from_bytes(&bytes).unwrap();
        assert!(*back == *model && back.predict(&[0.5; 512]) == model.network.predict(&[0.5; 512]));
    };
    let thread = std::thread::Builder::new().stack_size(256 * 1024).spawn(work);
    thread.unwrap().join().unwrap();
}
