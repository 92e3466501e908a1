//! Files of tensors. What is accepted is written and read to the same bits.
#![no_main]

use constrata::{prelude::*, safetensors};
use libfuzzer_sys::fuzz_target;

network! { struct Small: 2 => Dense<2, Tanh> => PRelu => Dense<1> }

fuzz_target!(|data: &[u8]| {
    let (mut net, mut again) = (Small::zeros(), Small::zeros());
    if safetensors::read(&mut net, data).is_ok() {
        safetensors::read(&mut again, &safetensors::to_bytes(&net)).expect("what was read can be written");
        for index in 0..Small::TENSORS {
            let bits = |net: &Small| net.tensor(index).iter().map(|w| w.to_bits()).collect::<Vec<_>>();
            assert_eq!(bits(&net), bits(&again));
        }
    } else {
        assert_eq!(net, again, "a refused file changes nothing");
    }
});
