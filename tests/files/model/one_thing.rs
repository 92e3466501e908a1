//! A model is one thing, from the CSV to the chip: what was fitted is kept, in its file too, and every way to it has the same bits.

use super::said;
use constrata::data::{Csv, Dataset, Feature, Impute, Scaler};
use constrata::file::Names;
use constrata::train::{Fit, Metric};
use constrata::{Error, Model, prelude::*};
use rand::{RngExt, SeedableRng, rngs::Xoshiro128PlusPlus};

network! { struct Cats: 4 => Dense<6, Tanh> => Dense<2, Softmax> }
network! { struct Rent: 2 => Dense<8, Tanh> => Dense<2> }

const CATS: &str = "fur,age,bites\nred,2,no\nblack,,yes\nwhite,4,no\nblack,9,yes\n";

fn cats() -> Result<Model<Cats>, Error> {
    let data =
        Csv::from_bytes("cats.csv", CATS).one_hot("fur").impute("age", Impute::Mean).classes("bites")?;
    let rng = &mut Xoshiro128PlusPlus::seed_from_u64(1);
    let mut model = Model::new(Cats::random(rng));
    model.standardize(&data)?;
    let scaled = model.scaled(&data)?;
    let fit = Fit { epochs: 100, learning_rate: 0.1, ..Fit::new(CrossEntropy, Adam::default()) };
    fit.run(&mut model.network, scaled.data(), ())?;
    Ok(model)
}

#[test]
fn what_was_fitted_comes_back_from_the_file() {
    let model = cats().unwrap();
    assert_eq!(model.features.to_vec(), ["fur=black", "fur=red", "fur=white", "age"]);
    assert_eq!(model.features.to_vec()[3].fill, Some(5.0));
    let bytes = model.to_bytes().unwrap();
    let (back, boxed) = (Model::try_from_bytes(&bytes).unwrap(), Model::boxed_from_bytes(&bytes).unwrap());
    assert_eq!((&back, &*boxed), (&model, &model));
    // read by the compiler, it keeps all of it, and writes the same file
    let flash: Model<Cats> = Model::from_bytes(bytes.clone().leak());
    assert_eq!(flash, model);
    assert_eq!(flash.to_bytes().unwrap(), bytes);
    // another file, with its columns in another order; one row without its target; and one by its names
    for model in [&back, &flash] {
        let later = "name,bites,age,fur\nTom,yes,,black\nKit,no,3,red\n";
        let later: Dataset<_, usize> =
            Csv::from_bytes("later.csv", later).like(model).classes("bites").unwrap();
        assert_eq!(later.inputs, [[1.0, 0.0, 0.0, 5.0], [0.0, 1.0, 0.0, 3.0]]);
        assert_eq!(
            model.evaluate(&later, &CrossEntropy, &[Metric::Accuracy]).unwrap().scores.metrics[0].1,
            1.0
        );
        let one = Csv::from_bytes("one.csv", "age,fur\n3,red\n").like(model).inputs().unwrap();
        let row = model.row([("age", "3"), ("fur", "red")]).unwrap();
        assert_eq!((one[0], model.class(&row)), (row, Some("no")));
        assert_eq!(model.row([("fur", "black")]).unwrap(), [1.0, 0.0, 0.0, 5.0]); // the age is filled in
    }
}

/// The committed file of `written()`: what was written by an earlier release must be read by this one, by the compiler too.
const COMMITTED: &[u8] = include_bytes!("../model.net");
static FLASHED: Model<Written> = Model::from_bytes(COMMITTED);
network! { struct Written: 3 => Dense<2, Tanh> => Dense<1, Sigmoid> }

fn written() -> Model<Written> {
    let mut net = Written::zeros();
    (0..Written::TENSORS).for_each(|index| net.tensor_mut(index).fill(0.25 * index as f32 - 0.375));
    let features = [("age", None, Some(5.5)), ("fur", Some("black"), Some(1.0)), ("fur", Some("röd"), None)];
    let feature = |(column, category, fill): (&str, Option<&str>, _)| Feature {
        category: category.map(String::from),
        fill,
        ..Feature::number(column)
    };
    Model {
        inputs: Scaler { shift: [5.0, 0.5, 0.0], scale: [2.0, 0.5, 1.0] },
        outputs: Scaler { shift: [0.0], scale: [100.0] },
        classes: Names::of(&["nej", "ja"]),
        features: features.map(feature).to_vec().into(),
        ..Model::new(net)
    }
}

#[test]
fn the_format_of_models_stays_as_it_is() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/files/model.net");
    if std::env::var_os("BLESS").is_some() {
        std::fs::write(path, written().to_bytes().unwrap()).unwrap();
    }
    assert_eq!(written().to_bytes().unwrap(), COMMITTED, "BLESS=1 writes it anew");
    assert_eq!((&FLASHED, &Model::try_from_bytes(COMMITTED).unwrap()), (&written(), &written()));
    assert_eq!(FLASHED.row([("fur", "röd")]).unwrap(), [5.5, 0.0, 1.0]);
    // firmware's
    static IRIS: Model<Iris> = Model::from_bytes(include_bytes!("../../../firmware/thumb/iris.net"));
    network! { struct Iris: 4 => Dense<8, Tanh> => Dense<3, Softmax> }
    assert_eq!(IRIS.class(&[6.1, 2.8, 4.7, 1.2]), Some("versicolor"));
    assert_eq!(IRIS.features.to_vec()[3], "petal width (cm)");
}

#[test]
fn what_does_not_match_the_model_is_refused_by_name() {
    let model = cats().unwrap();
    for (cells, words) in [
        (
            &[("fur", "grey"), ("age", "1")][..],
            "column `fur`: `grey` is none of the categories `black`, `red`, `white` that were learned from",
        ),
        (&[("age", "1")], "column `fur`: the value is missing"),
        (&[("Fur", "red")], "column `Fur`: there is no such column, but `fur`, `age`: did you mean `fur`?"),
        (&[("age", "1"), ("age", "2")], "column `age`: the column is chosen twice"),
        (&[("fur", "red"), ("age", "old")], "column `age`: `old` is no number"),
        (&[("fur", "red"), ("age", "inf")], "column `age`: the number is infinite"),
    ] {
        let refused = said(model.row(cells.iter().copied()));
        assert!(refused.starts_with(words), "{refused}");
    }
    // a file that was read on its own: grey would stand where red was
    let alone = "fur,age,bites\nblack,1,no\ngrey,2,no\nred,3,yes\n";
    let alone: Dataset<_, usize> =
        Csv::from_bytes("alone.csv", alone).one_hot("fur").classes("bites").unwrap();
    let advice = "read the file by `Csv::like(&model)`";
    let refused = "the data have the features `fur=black`, `fur=grey`, `fur=red`, `age`, the model";
    let refused = format!("{refused} `fur=black`, `fur=red`, `fur=white`, `age`: {advice}");
    assert_eq!(said(model.scaled(&alone)), refused);
    assert_eq!(said(model.evaluate(&alone, &CrossEntropy, &[])), refused);
    let other = Dataset { classes: vec!["yes".into(), "no".into()], features: vec![], ..alone };
    assert_eq!(
        said(model.scaled(&other)),
        format!("the data have the classes `yes`, `no`, the model `no`, `yes`: {advice}")
    );
    // names that are not as many as outputs or inputs
    let mut model = model;
    let three = ["a", "b", "c"].map(String::from).to_vec();
    let before = model.clone();
    assert_eq!(
        said(model.standardize(&Dataset { classes: three, ..other })),
        "3 names of classes, where this network tells 2 apart"
    );
    assert_eq!(model, before, "what is refused changes nothing");
    model.features = vec![Feature::number("age")].into();
    assert_eq!(said(model.to_bytes()), "1 names of features, where this network has 4 inputs");
    let nameless = said(Model::new(Cats::zeros()).row([("age", 1.0)]));
    assert!(nameless.starts_with("what the file is to be read like has no feature names"), "{nameless}");
}

/// What is scaled already would be scaled once more, and every number silently wrong.
#[test]
fn data_are_not_scaled_twice() {
    let rents = Dataset::new(vec![[1.0, 2.0], [3.0, 5.0]], vec![[1e3, 1.0], [2e3, 2.0]]).unwrap();
    let mut model = Model::new(Rent::zeros());
    model.standardize(&rents).unwrap();
    model.standardize_targets(&rents).unwrap();
    let refused =
        "the data are scaled already, and a model scales by itself: hand it the data as they were read";
    let by_hand = rents.clone().scaled_targets(&model.outputs);
    for scaled in [model.scaled(&rents).unwrap(), rents.clone().scaled(&model.inputs), by_hand] {
        assert_eq!(said(model.scaled(&scaled)), refused);
        assert_eq!(said(model.evaluate(&scaled, &MeanSquaredError, &[Metric::Mae])), refused);
        assert_eq!(said(model.standardize(&scaled.pick(&[0, 1]))), refused);
        assert_eq!(said(model.standardize_targets(&scaled)), refused);
    }
    assert!(model.evaluate(&rents, &MeanSquaredError, &[Metric::Mae]).is_ok());
}

/// Targets in thousands and in thousandths: errors are in those units, output by output.
#[test]
fn regression_is_judged_in_the_units_of_its_targets() {
    let mut rng = Xoshiro128PlusPlus::seed_from_u64(3);
    let inputs: Vec<[f32; 2]> = (0..40).map(|_| [rng.random(), 100.0 * rng.random::<f32>()]).collect();
    let targets = inputs.iter().map(|[a, b]| [3000.0 + 500.0 * a + b, 0.002 * a - 1e-5 * b]).collect();
    let data = Dataset::new(inputs, targets).unwrap();
    let (train, test) = data.split(0.25, &mut rng).unwrap();
    let mut model = Model::new(Rent::random(&mut rng));
    model.standardize(&train).unwrap();
    model.standardize_targets(&train).unwrap();
    let scaled = model.scaled(&train).unwrap();
    let metrics = &[Metric::Mae, Metric::Rmse, Metric::R2];
    let fit = Fit { epochs: 60, learning_rate: 0.02, metrics, ..Fit::new(MeanSquaredError, Adam::default()) };
    let history = fit.run(&mut model.network, scaled.data(), ()).unwrap();
    let learning = &history.epochs[59].metrics;
    assert!(learning[0].1 > 1.0, "in thousands too while it learns: {learning:?}");

    // by hand, of raw answers and raw targets
    let (mut absolute, mut squared, mut explained) = (0.0, 0.0, 0.0);
    let count = test.len() as f64;
    for output in 0..2 {
        let targets: Vec<f64> = test.targets.iter().map(|t| t[output].into()).collect();
        let mean = targets.iter().sum::<f64>() / count;
        let off: Vec<f64> =
            test.inputs.iter().zip(&targets).map(|(x, t)| f64::from(model.predict(x)[output]) - t).collect();
        let square: f64 = off.iter().map(|off| off * off).sum();
        absolute += off.iter().map(|off| off.abs()).sum::<f64>() / count / 2.0;
        squared += (square / count).sqrt() / 2.0;
        explained += (1.0 - square / targets.iter().map(|t| (t - mean) * (t - mean)).sum::<f64>()) / 2.0;
    }
    let found = model.evaluate(&test, &MeanSquaredError, metrics).unwrap().scores;
    for ((metric, found), by_hand) in found.metrics.iter().zip([absolute, squared, explained]) {
        assert!((found - by_hand).abs() < 1e-4 * by_hand.abs(), "{metric}: {found}, by hand {by_hand}");
    }
    assert!(absolute > 1.0 && explained > 0.9);
    // targets that are not scaled have the same errors
    let raw = Model { outputs: Scaler::identity(), ..model.clone() };
    let as_they_are = raw.evaluate(&test, &MeanSquaredError, metrics).unwrap().scores;
    assert!(as_they_are.loss > 1e5, "the loss of targets that are not scaled: {}", as_they_are.loss);
}

/// Every bit of a model in flash is that of the loaded one.
#[test]
fn from_bytes_gives_the_bits_of_load() {
    let mut rng = Xoshiro128PlusPlus::seed_from_u64(5);
    let inputs = Scaler { shift: [0.1, -20.0], scale: [3.0, 0.7] };
    let outputs = Scaler { shift: [1e3, -0.2], scale: [17.0, 1e-3] };
    let model = Model { inputs, outputs, ..Model::new(Rent::random(&mut rng)) };
    let path = std::env::temp_dir().join(format!("constrata-bits-{}.net", std::process::id()));
    model.save(&path).unwrap();
    let loaded = Model::<Rent>::load(&path).unwrap();
    let flash: Model<Rent> = Model::from_bytes(std::fs::read(&path).unwrap().leak());
    std::fs::remove_file(path).unwrap();
    for _ in 0..1000 {
        let x: [f32; 2] = [rng.random::<f32>() * 10.0, rng.random()];
        assert_eq!(flash.predict(&x).map(f32::to_bits), loaded.predict(&x).map(f32::to_bits));
    }
    assert_eq!((flash.class_index(&[f32::NAN; 2]), flash.class(&[1.0, 2.0])), (None, None));
}

/// An image, which a sample of is nested; and double precision.
#[test]
fn models_of_any_shape_are_read_from_bytes() {
    network! { struct Pixels: f64; [1, 2, 2] => Flatten => Dense<1, Sigmoid> }
    let inputs = Scaler { shift: [[[1.0, 2.0], [3.0, 4.0]]], scale: [[[1.0, 2.0], [4.0, 8.0]]] };
    let net = Pixels::random(&mut Xoshiro128PlusPlus::seed_from_u64(7));
    let model = Model { inputs, classes: Names::of(&["dark", "bright"]), ..Model::new(net) };
    let flash: Model<Pixels> = Model::from_bytes(model.to_bytes().unwrap().leak());
    assert_eq!((&flash, flash.class(&[[[9.0; 2]; 2]])), (&model, model.class(&[[[9.0; 2]; 2]])));
}

#[test]
fn from_bytes_refuses_what_load_refuses() {
    let bytes = cats().unwrap().to_bytes().unwrap();
    let place = |tag: &[u8; 4]| bytes.windows(4).position(|window| window == tag).unwrap();
    let altered = |place: usize, to: &[u8]| {
        let mut bytes = bytes.clone();
        bytes[place..place + to.len()].copy_from_slice(to);
        crate::seal::seal(&mut bytes);
        let refused = said(Model::<Cats>::try_from_bytes(&bytes));
        let bytes: &'static [u8] = bytes.leak();
        let panicked = std::panic::catch_unwind(|| drop(Model::<Cats>::from_bytes(bytes))).unwrap_err();
        assert_eq!(*panicked.downcast::<String>().unwrap(), refused);
        refused
    };
    let (scaler, classes, features) = (place(b"insc"), place(b"clas"), place(b"feat"));
    for number in [f32::NAN, f32::INFINITY] {
        assert!(altered(scaler + 8, &number.to_le_bytes()).contains("section `insc` has a number"));
    }
    assert!(altered(scaler + 8 + 16, &[0; 4]).contains("or divides by 0"));
    for (place, tag) in [(classes, "clas"), (features, "feat")] {
        for count in [0, 1, 5, u32::MAX] {
            assert_eq!(
                altered(place + 8, &count.to_le_bytes()),
                format!("section `{tag}` does not fit in the file")
            );
        }
    }
    assert_eq!(altered(features + 12, &4_u32.to_le_bytes()), "section `feat` does not fit in the file");
}
