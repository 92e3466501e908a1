//! No reader drops a scaler: the network alone is refused where raw values would mean something else to it.

use super::{Binary, Judge, Line, model};
use constrata::data::Scaler;
use constrata::file::{Names, Refusal};
use constrata::train::Session;
use constrata::{Error, Model, prelude::*};

/// With a scaler of the inputs, of the outputs, in either scalar.
#[test]
fn a_networks_readers_refuse_a_file_whose_scaler_they_would_drop() {
    fn refused<N: Save>(model: &Model<N>, flat: fn(&[u8]) -> N) {
        let bytes = model.to_bytes().unwrap();
        let mut net = N::zeros();
        let refusal = Error::File(Refusal::Scaled);
        assert_eq!(net.read(&bytes), Err(refusal.clone()));
        assert_eq!(N::try_from_bytes(&bytes).err(), Some(refusal.clone()));
        assert_eq!(N::boxed_from_bytes(&bytes).err(), Some(refusal.clone()));
        assert!(Session::<N, Sgd>::try_from_bytes(&mut net, &bytes).is_err());
        let said =
            *std::panic::catch_unwind(|| drop(flat(&bytes))).unwrap_err().downcast::<String>().unwrap();
        assert_eq!(said, refusal.to_string());
        assert!(said.contains("`static MODEL: Model<Net> = Model::from_bytes(..)`"), "{said}");
    }
    refused(&model(), Judge::from_bytes);
    let outputs = Scaler { shift: [0.0], scale: [10.0] };
    refused(&Model { outputs, ..Model::new(Line::<f64>::zeros()) }, Line::<f64>::from_bytes);
    let inputs = Scaler { shift: [1e-30], scale: [1.0] };
    refused(&Model { inputs, ..Model::new(Line::<f32>::zeros()) }, Line::<f32>::from_bytes);
}

/// Class names change no number, nor does a scaler of zeros and ones, whoever wrote it.
#[test]
fn a_file_with_names_only_is_read_by_the_network_too() {
    let classes = Names::of(&["no", "yes"]);
    let bytes = Model { classes, ..Model::new(Binary::zeros()) }.to_bytes().unwrap();
    assert_eq!(
        (Binary::from_bytes(&bytes), Binary::try_from_bytes(&bytes)),
        (Binary::zeros(), Ok(Binary::zeros()))
    );

    fn with_scaler<N: Save>(net: &N, numbers: &[u8]) -> Vec<u8> {
        let mut bytes = net.to_bytes();
        bytes.truncate(bytes.len() - 8);
        for tag in [b"insc", b"outs"] {
            bytes.extend_from_slice(tag);
            bytes.extend_from_slice(&(numbers.len() as u32).to_le_bytes());
            bytes.extend_from_slice(numbers);
        }
        bytes.extend_from_slice(b"end \0\0\0\0");
        crate::seal::seal(&mut bytes);
        bytes
    }
    let (single, double) = (Line::<f32>::zeros(), Line::<f64>::zeros());
    let of_ones = |shift: f64, scale: f64| {
        let narrow = [shift as f32, scale as f32].map(f32::to_le_bytes).concat();
        (with_scaler(&single, &narrow), with_scaler(&double, &[shift, scale].map(f64::to_le_bytes).concat()))
    };
    let (narrow, wide) = of_ones(0.0, 1.0);
    assert_eq!((Line::<f32>::from_bytes(&narrow), Line::<f64>::from_bytes(&wide)), (single, double));
    assert_eq!(
        (Line::<f32>::try_from_bytes(&narrow), Line::<f64>::try_from_bytes(&wide)),
        (Ok(single), Ok(double))
    );
    for (shift, scale) in [(1.0, 1.0), (0.0, 2.0), (0.0, 1.000_000_1), (0.0, -1.0), (-1e-12, 1.0), (0.0, 0.0)]
    {
        let (narrow, wide) = of_ones(shift, scale);
        assert_eq!(
            Line::<f32>::try_from_bytes(&narrow),
            Err(Error::File(Refusal::Scaled)),
            "{shift} {scale}"
        );
        assert_eq!(Line::<f64>::try_from_bytes(&wide), Err(Error::File(Refusal::Scaled)), "{shift} {scale}");
    }
}
