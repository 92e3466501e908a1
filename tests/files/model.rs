//! What travels with a network: scalers, class names, a run to resume.

use constrata::data::Scaler;
use constrata::file::Names;
use constrata::train::Session;
use constrata::{Model, prelude::*};
use rand::{RngExt, SeedableRng, rngs::Xoshiro128PlusPlus};

mod one_thing;
mod runs;
mod scaler_kept;
mod settings;
mod small_stack;

use crate::refusal::said;
use crate::seal::seal;

network! { struct Judge: 3 => hidden: Dense<5, Tanh> => output: Dense<3, Softmax> }
network! { struct Binary: 2 => Dense<1, Sigmoid> }
network! { struct Line<T>: T; 1 => Dense<1> }

fn rng(seed: u64) -> Xoshiro128PlusPlus {
    Xoshiro128PlusPlus::seed_from_u64(seed)
}

fn model() -> Model<Judge> {
    let inputs = Scaler { shift: [1.0, -2.0, 1e-3], scale: [0.5, 1e6, 3.0] };
    Model { inputs, classes: ["a", "ß", ""].into_iter().collect(), ..Model::new(Judge::random(&mut rng(1))) }
}

#[test]
fn a_model_comes_back_and_takes_raw_values() {
    let model = model();
    let bytes = model.to_bytes().unwrap();
    assert_eq!(bytes.len() % 8, 0);
    let back = Model::<Judge>::try_from_bytes(&bytes).unwrap();
    assert_eq!(back, model);
    let raw = [2.0, 3e6, -1.0];
    let scaled = [2.0, (3e6 + 2.0) / 1e6, (-1.0 - 1e-3) / 3.0];
    assert_eq!(back.predict(&raw), model.network.predict(&scaled));
    let y = model.network.predict(&scaled);
    let largest = (0..3).max_by(|a, b| y[*a].total_cmp(&y[*b])).unwrap();
    assert_eq!(back.class(&raw), Some(["a", "ß", ""][largest]));
    assert_eq!(back.class(&[f32::NAN; 3]), None);
    // a network alone as a model
    let bare = Model::<Judge>::try_from_bytes(&model.network.to_bytes()).unwrap();
    assert_eq!(bare, Model::new(model.network));
    assert_eq!(bare.class(&raw), None);
    assert_eq!(Model::new(model.network).to_bytes().unwrap(), model.network.to_bytes());
}

#[test]
fn numbers_come_back_in_the_unit_of_the_targets() {
    let mut net = Line::<f64>::zeros();
    net.dense1.weights[0] = 2.0;
    let outputs = Scaler { shift: [100.0], scale: [10.0] };
    let model = Model { outputs, ..Model::new(net) };
    assert_eq!(model.predict(&[0.25]), [105.0]);
    let back = Model::<Line<f64>>::try_from_bytes(&model.to_bytes().unwrap()).unwrap();
    assert_eq!(back, model);
    // one output tells two classes apart
    let mut net = Binary::zeros();
    net.dense1.weights[(0, 0)] = 1.0;
    let model = Model { classes: Names::of(&["no", "yes"]), ..Model::new(net) };
    // the second above 1/2, as metrics have it
    let classes = [[-1.0, 0.0], [0.0, 0.0], [1e-3, 0.0]].map(|x| model.class(&x).map(String::from));
    assert_eq!(classes, ["no", "no", "yes"].map(|name| Some(name.into())));
}

#[test]
fn what_does_not_fit_is_refused() {
    let (model, mut few) = (model(), model());
    few.classes = Names::of(&["a", "b"]);
    assert_eq!(said(few.to_bytes()), "2 names of classes, where this network tells 3 apart");
    let bytes = model.to_bytes().unwrap();
    let place = |tag: &[u8; 4]| bytes.windows(4).position(|window| window == tag).unwrap();
    let altered = |place: usize, to: &[u8]| {
        let mut bytes = bytes.clone();
        bytes[place..place + to.len()].copy_from_slice(to);
        seal(&mut bytes);
        said(Model::<Judge>::try_from_bytes(&bytes))
    };
    let (scaler, classes) = (place(b"insc"), place(b"clas"));
    // the outputs' scaler would be as long here: of another network it is not
    type Pair = network!(3 => Dense<5, Tanh> => Dense<2, Softmax>);
    let mut pair =
        Model { outputs: Scaler { shift: [1.0; 2], scale: [1.0; 2] }, ..Model::new(Pair::zeros()) }
            .to_bytes()
            .unwrap();
    let start = pair.windows(4).position(|window| window == b"outs").unwrap();
    pair[start..start + 4].copy_from_slice(b"insc");
    seal(&mut pair);
    assert_eq!(
        said(Model::<Pair>::try_from_bytes(&pair)),
        "section `insc` has 16 bytes, where this network wants 24"
    );
    let zero = altered(scaler + 8 + 12, &0.0_f32.to_le_bytes());
    assert_eq!(zero, "section `insc` has a number that is infinite or NaN, or divides by 0");
    for bad in [f32::NAN, f32::INFINITY] {
        assert_eq!(altered(scaler + 8, &bad.to_le_bytes()), zero);
    }
    for count in [0_u32, 1, 4, u32::MAX] {
        assert_eq!(
            altered(classes + 8, &count.to_le_bytes()),
            "section `clas` does not fit in the file",
            "{count}"
        );
    }
    assert_eq!(altered(classes + 12, &u32::MAX.to_le_bytes()), "section `clas` does not fit in the file");
    assert_eq!(altered(classes + 16, b"\xff"), "section `clas` does not fit in the file");
    type Other = network!(3 => Dense<5, Tanh> => Dense<4, Softmax>);
    assert_eq!(
        said(Model::<Other>::try_from_bytes(&bytes)),
        "layer 2: the file has Dense<3, Softmax>, this network Dense<4, Softmax>"
    );
}

/// Hostile files with right checksums, with every section there is.
#[test]
fn no_file_panics() {
    let (mut model, mut random) = (model(), rng(11));
    let run = Session::<_, Adam>::new(&mut model.network, 1).to_bytes().unwrap();
    let files = [model.to_bytes().unwrap(), run];
    let (mut models, mut runs, mut other) = (0, 0, Judge::zeros());
    for turn in 0..60_000 {
        let file = &files[turn % 2];
        let mut hostile = file.clone();
        for _ in 0..random.random_range(1..4) {
            let index = random.random_range(16..hostile.len());
            hostile[index] = [0, 1, 7, 8, 255, random.random()][random.random_range(0..6)];
        }
        if random.random_range(0..4) == 0 {
            hostile.truncate(random.random_range(24..=file.len()));
        }
        let end = hostile.len() - 8;
        hostile[end..end + 4].copy_from_slice(b"end ");
        seal(&mut hostile);
        let is_model = Model::<Judge>::try_from_bytes(&hostile).is_ok();
        let is_run = Session::<_, Adam>::try_from_bytes(&mut other, &hostile).is_ok();
        models += usize::from(is_model && turn % 2 == 0);
        runs += usize::from(is_run && turn % 2 == 1);
    }
    for accepted in [models, runs] {
        assert!(
            (1000..29_000).contains(&accepted),
            "{models} models, {runs} runs: sections are reached, and refused"
        );
    }
}
