//! Tables, read in the ways that the first two bytes say.
#![no_main]

use constrata::data::{Csv, Impute};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    let Some(([ways, more], text)) = data.split_first_chunk::<2>() else { return };
    let way = |bit: u8| ways & (1 << bit) != 0;
    let also = |bit: u8| more & (1 << bit) != 0;
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
    if also(0) {
        csv = csv.comment(b'#');
    }
    if also(1) {
        csv = csv.decimal_comma();
    }
    if also(2) {
        csv = csv.missing(["", "-"]);
    }
    if also(3) {
        csv = csv.except([second]);
    }
    if also(4) {
        let ways = [Impute::Mean, Impute::Median, Impute::MostFrequent, Impute::Constant("0")];
        csv = csv.impute(first, ways[usize::from(more >> 6)]);
    }
    if also(5) {
        // what was learned from is read like itself
        let Ok(learned) = csv.classes::<1, f32>(second) else { return };
        let plain = Csv::from_bytes("again.csv", text);
        let plain = if way(0) { plain.without_header() } else { plain };
        let plain = if way(1) { plain.delimiter(b';') } else { plain };
        let plain = if also(0) { plain.comment(b'#') } else { plain };
        let plain = if also(1) { plain.decimal_comma() } else { plain };
        let plain = if also(2) { plain.missing(["", "-"]) } else { plain };
        let plain = if way(3) { plain.drop_missing() } else { plain };
        assert_eq!(plain.like(&learned).classes::<1, f32>(second), Ok(learned));
        return;
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
