//! IDX files, plain and compressed.
#![no_main]

use constrata::{Image, Vector, data::idx};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    if let Ok(images) = idx::from_reader::<Image<1, 2, 2>, f32>("fuzz", data) {
        let flat = idx::from_reader::<Vector<4>, f32>("fuzz", data).expect("an image is a vector too");
        assert_eq!(images.len(), flat.len());
        assert!(flat.iter().flatten().all(|x| x.is_finite()));
    }
    let _ = idx::from_reader::<Vector<1>, f64>("fuzz", data).map_err(|error| error.to_string());
});
