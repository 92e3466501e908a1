//! Infinities and NaN in files are refused, and read by those who ask for them: by the compiler and at run time, alone, in a model,
//! in PyTorch's form.

use constrata::file::{Refusal, from_bytes_allowing_nan, from_source, from_source_allowing_nan};
use constrata::prelude::*;
use constrata::{Error, Model};

network! { pub struct Net: 2 => Dense<3, Tanh> => BatchNorm => Dense<1> }
network! { pub struct Double<T>: T; 2 => Dense<1> }

const REFUSED: Error = Error::File(Refusal::NotFinite { parameter: 8 });

#[test]
fn what_is_not_finite_is_refused_and_leaves_all_as_it_was() {
    for number in [f32::NAN, f32::INFINITY, f32::NEG_INFINITY] {
        let mut broken = Net::zeros();
        broken.dense1.bias[2] = number;
        let file = broken.to_bytes();
        let mut net = Net::zeros();
        net.fill(0.5);
        let before = net;
        assert_eq!(net.read(&file), Err(REFUSED));
        assert_eq!(net, before);
        assert_eq!(Net::try_from_bytes(&file).err(), Some(REFUSED));
        assert_eq!(Net::boxed_from_bytes(&file).err(), Some(REFUSED));
        assert_eq!(Model::<Net>::try_from_bytes(&file).err(), Some(REFUSED));
        let panicked = std::panic::catch_unwind(|| Net::from_bytes(&file)).unwrap_err();
        let said = panicked.downcast_ref::<String>().unwrap();
        assert!(said.starts_with("parameter 8 is infinite or NaN"), "{said}");

        net.read_allowing_nan(&file).unwrap();
        assert_eq!(net.to_bytes(), file);
        assert_eq!(from_bytes_allowing_nan::<Net>(&file).to_bytes(), file);
        let mut model = Model::new(Net::zeros());
        model.read_allowing_nan(&file).unwrap();
        assert_eq!(model.network.to_bytes(), file);
    }
}

#[test]
fn buffers_and_doubles_count_too() {
    let mut broken = Net::zeros();
    let buffer = (0..Net::TENSORS).find(|index| Net::role(*index) == Role::Buffer).unwrap();
    broken.tensor_mut(buffer)[0] = f32::INFINITY;
    assert!(matches!(Net::try_from_bytes(&broken.to_bytes()), Err(Error::File(Refusal::NotFinite { .. }))));

    let mut double = Double::<f64>::zeros();
    double.dense1.weights[1] = f64::MAX;
    assert_eq!(Double::try_from_bytes(&double.to_bytes()), Ok(double));
    double.dense1.bias[0] = f64::NEG_INFINITY;
    assert_eq!(
        Double::<f64>::try_from_bytes(&double.to_bytes()).err(),
        Some(Error::File(Refusal::NotFinite { parameter: 2 }))
    );
}

#[test]
fn sources_count_too() {
    for number in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY] {
        let numbers = [0.5, f64::MAX, number];
        let read = || from_source::<Double<f64>>("f64; 2 => Dense<1, Identity>", &numbers);
        let panicked = std::panic::catch_unwind(read).unwrap_err();
        let said = panicked.downcast_ref::<String>().unwrap();
        assert!(
            said.starts_with("parameter 2 is infinite or NaN, as after a training that diverged: "),
            "{said}"
        );
        assert!(
            said.ends_with("where it is meant, read the file by `file::from_source_allowing_nan`"),
            "{said}"
        );
        let read = from_source_allowing_nan::<Double<f64>>("f64; 2 => Dense<1, Identity>", &numbers);
        assert_eq!(read.dense1.bias[0].to_bits(), number.to_bits());
    }
    assert_eq!(
        from_source::<Double<f64>>("f64; 2 => Dense<1, Identity>", &[0.5, f64::MAX, -f64::MAX]).dense1.bias
            [0],
        f64::MIN
    );
}

#[test]
fn a_run_whose_moments_are_infinite_is_not_gone_on_with() {
    use constrata::train::Session;
    let (mut net, mut other) = (Net::zeros(), Net::zeros());
    let mut session = Session::<_, Momentum>::new(&mut net, 7);
    session.state.dense1.bias[0] = f32::INFINITY;
    let refused = Session::<_, Momentum>::try_from_bytes(&mut other, &session.to_bytes().unwrap()).err();
    assert_eq!(refused, Some(Error::File(Refusal::Numbers { tag: *b"run " })));
}
