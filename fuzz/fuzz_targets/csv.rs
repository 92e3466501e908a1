//! Tables, read in the ways that the first byte says.
#![no_main]

use constrata::data::Csv;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    let Some((ways, text)) = data.split_first() else { return };
    let way = |bit: u8| ways & (1 << bit) != 0;
    let mut csv = Csv::from_bytes("fuzz.csv", text);
    if way(0) {
        csv = csv.without_header();
    }
    let (first, second) = if way(0) { ("1", "2") } else { ("a", "b") };
    if way(1) {
        csv = csv.delimiter(b';');
    }
    if way(2) {
        csv = csv.one_hot(first);
    }
    if way(3) {
        csv = csv.drop_missing();
    }
    if way(4) {
        csv = csv.columns([first]);
    }
    let samples = match ways >> 6 {
        0 => csv.values::<1, 1, f64>([second]).map(|data| data.len()),
        1 => csv.inputs::<2, f32>().map(|inputs| inputs.len()),
        _ => csv.classes::<1, f32>(second).map(|data| {
            assert_eq!(data.inputs.len(), data.targets.len());
            assert!(data.targets.iter().all(|class| *class < data.classes.len()));
            assert!(data.inputs.iter().all(|[x]| x.is_finite()));
            data.len()
        }),
    };
    match samples {
        Ok(samples) => assert!(samples > 0),
        Err(error) => assert!(!error.to_string().is_empty()),
    }
});
