//! What travels with a network: scalers, class names, a run to go on with.

use constrata::data::Scaler;
use constrata::file::Refusal;
use constrata::optimizer::Memory;
use constrata::train::{Callback, Checkpoints, Data, Fit, Session, Stop, each};
use constrata::{Error, Model, prelude::*};
use rand::{RngExt, SeedableRng, rngs::Xoshiro128PlusPlus};

network! { struct Judge: 3 => hidden: Dense<5, Tanh> => output: Dense<3, Softmax> }
network! { struct Binary: 2 => Dense<1, Sigmoid> }
network! { struct Line<T>: T; 1 => Dense<1> }

fn rng(seed: u64) -> Xoshiro128PlusPlus {
    Xoshiro128PlusPlus::seed_from_u64(seed)
}

fn model() -> Model<Judge> {
    let inputs = Scaler { shift: [1.0, -2.0, 1e-3], scale: [0.5, 1e6, 3.0] };
    Model {
        inputs,
        classes: ["a", "ß", ""].map(String::from).to_vec(),
        ..Model::new(Judge::random(&mut rng(1)))
    }
}

fn said<T>(result: Result<T, Error>) -> String {
    result.err().expect("refused").to_string()
}

/// A folder of this test's own.
fn folder(name: &str) -> std::path::PathBuf {
    let folder = std::env::temp_dir().join(format!("constrata-{name}-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    folder
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
    // the network alone, and a network alone as a model
    assert_eq!(Judge::try_from_bytes(&bytes).unwrap(), *model.network);
    assert_eq!(Judge::from_bytes(&bytes), *model.network);
    let bare = Model::<Judge>::try_from_bytes(&model.network.to_bytes()).unwrap();
    assert_eq!(bare, Model::new(*model.network));
    assert_eq!(bare.class(&raw), None);
    assert_eq!(Model::new(*model.network).to_bytes().unwrap(), model.network.to_bytes());
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
    let model = Model { classes: vec!["no".into(), "yes".into()], ..Model::new(net) };
    assert_eq!((model.class(&[-1.0, 0.0]), model.class(&[0.0, 0.0])), (Some("no"), Some("yes")));
}

#[test]
fn what_does_not_fit_is_refused() {
    let (model, mut few) = (model(), model());
    few.classes.pop();
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

/// Puts length and checksum right, so that what is behind them is looked at.
fn seal(file: &mut [u8]) {
    let length = file.len();
    file[12..16].copy_from_slice(&(length as u32).to_le_bytes());
    let mut crc = u32::MAX;
    for byte in &file[..length - 4] {
        crc ^= u32::from(*byte);
        for _ in 0..8 {
            crc = (crc >> 1) ^ if crc & 1 == 1 { 0xedb8_8320 } else { 0 };
        }
    }
    file[length - 4..].copy_from_slice(&(!crc).to_le_bytes());
}

const X: [[f32; 3]; 7] = [
    [0.0, 1.0, 0.5],
    [1.0, 0.0, 0.25],
    [1.0, 1.0, -1.0],
    [-1.0, 0.5, 0.0],
    [0.3, 0.2, 0.1],
    [2.0, -1.0, 1.0],
    [0.0, 0.0, -2.0],
];
const Y: [usize; 7] = [0, 1, 2, 0, 1, 2, 1];

/// A run that stops after every epoch, goes through a file and goes on, ends where one that never stops does.
fn resumes<O: Optimizer + Copy>(optimizer: O)
where
    O::State<Judge>: Memory<f32> + PartialEq,
{
    let data = Data::new(&X, &Y);
    let fit = Fit { epochs: 9, batch: 3, learning_rate: 0.05, seed: 5, ..Fit::new(CrossEntropy, optimizer) };
    let fresh = Judge::random(&mut rng(2));
    let mut at_once = fresh;
    let mut whole = Session::new(&mut at_once, 5);
    fit.resume(&mut whole, data, ()).unwrap();

    let mut net = fresh;
    let mut bytes = Session::<_, O>::new(&mut net, 5).to_bytes();
    for _ in 0..9 {
        let mut net = Judge::zeros();
        let mut session = Session::<_, O>::try_from_bytes(&mut net, &bytes).unwrap();
        let one = each(|_: &constrata::train::Epoch| Some(Stop::Callback("one is enough")));
        fit.resume(&mut session, data, one).unwrap();
        bytes = session.to_bytes();
    }
    let mut net = Judge::zeros();
    let session = Session::<_, O>::try_from_bytes(&mut net, &bytes).unwrap();
    assert!(session.state == whole.state);
    assert_eq!((session.seed, session.history.len()), (5, 9));
    for (epoch, wanted) in session.history.iter().zip(&whole.history) {
        assert_eq!((epoch.epoch, epoch.epochs, epoch.samples), (wanted.epoch, 9, 7));
        assert_eq!(epoch.loss.to_bits(), wanted.loss.to_bits());
    }
    assert_eq!(net.output.weights, at_once.output.weights);
    assert_eq!(net, at_once);
    assert_eq!(Judge::try_from_bytes(&bytes).unwrap(), at_once);
}

#[test]
fn a_resumed_run_has_the_bits_of_one_that_never_stopped() {
    use constrata::optimizer::{AdaGrad, AdamW, Momentum, RmsProp};
    resumes(Sgd);
    resumes(Momentum { momentum: 0.9, nesterov: true });
    resumes(AdaGrad::default());
    resumes(RmsProp::default());
    resumes(Adam::default());
    resumes(AdamW::default());
}

#[test]
fn a_run_of_another_optimizer_is_refused() {
    let mut net = Judge::random(&mut rng(3));
    let plain = net.to_bytes();
    let bytes = Session::<_, Adam>::new(&mut net, 1).to_bytes();
    let mut other = Judge::zeros();
    assert_eq!(
        said(Session::<_, Sgd>::try_from_bytes(&mut other, &bytes)),
        "the file has Adam, this run SGD as its optimizer"
    );
    assert_eq!(
        said(Session::<_, Adam>::try_from_bytes(&mut other, &plain)),
        "the file has a network, but no run to go on with"
    );
    let mut binary = Binary::zeros();
    assert_eq!(
        said(Session::<_, Adam>::try_from_bytes(&mut binary, &bytes)),
        "scalar and input: the file has f32; 3, this network f32; 2"
    );
    assert_eq!(other, Judge::zeros(), "a refused file changes nothing");
    // every cut of the section, and noise in it
    let start = bytes.windows(4).position(|window| window == b"run ").unwrap();
    let length = u32::from_le_bytes(bytes[start + 4..start + 8].try_into().unwrap()) as usize;
    for cut in 0..length {
        let mut bytes = bytes.clone();
        bytes[start + 4..start + 8].copy_from_slice(&(cut as u32).to_le_bytes());
        bytes.drain(start + 8 + cut.next_multiple_of(8)..bytes.len() - 8);
        seal(&mut bytes);
        assert_eq!(
            said(Session::<_, Adam>::try_from_bytes(&mut other, &bytes)),
            "section `run ` does not fit in the file",
            "{cut}"
        );
    }
    let (mut random, mut accepted) = (rng(4), 0);
    for _ in 0..20_000 {
        let mut bytes = bytes.clone();
        let place = start + 8 + random.random_range(0..length);
        bytes[place] = random.random();
        seal(&mut bytes);
        accepted += usize::from(Session::<_, Adam>::try_from_bytes(&mut other, &bytes).is_ok());
    }
    assert!((1000..19_999).contains(&accepted), "{accepted}");
}

#[test]
fn the_best_checkpoints_are_kept_and_the_newest() {
    /// Losses that go up and down: what counts is the report.
    struct Report([f64; 12]);
    impl<N: Train, O: Optimizer> Callback<N, O> for Report {
        fn after_epoch(&mut self, session: &mut Session<N, O>) -> Result<Option<Stop>, Error> {
            let epoch = session.history.len();
            session.history[epoch - 1].loss = self.0[epoch - 1];
            Ok(None)
        }
    }
    let folder = folder("best");
    let files = || {
        let mut names: Vec<String> = std::fs::read_dir(&folder)
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        names.sort();
        names.join(" ")
    };
    let losses = || Report([9.0, 1.0, 9.0, 3.0, 9.0, 2.0, 9.0, 5.0, 9.0, f64::NAN, 0.0, 2.5]);
    let fit = Fit { epochs: 8, batch: 3, ..Fit::new(CrossEntropy, Adam::default()) };
    let data = Data::new(&X, &Y);
    let checkpoints = Checkpoints::new(folder.join("judge")).every(2).best(2);
    let mut net = Judge::random(&mut rng(5));
    fit.run(&mut net, data, (losses(), &checkpoints)).unwrap();
    assert_eq!(files(), "judge-2.net judge-6.net judge-8.net");
    // another process goes on, knows what is there, and ends like one that did all at once
    let mut resumed = Judge::zeros();
    let mut session = Session::load(&mut resumed, checkpoints.newest().unwrap()).unwrap();
    assert_eq!(session.history.len(), 8);
    Fit { epochs: 12, ..fit }.resume(&mut session, data, (losses(), checkpoints.clone())).unwrap();
    assert_eq!(files(), "judge-12.net judge-2.net judge-6.net");
    let mut at_once = Judge::random(&mut rng(5));
    Fit { epochs: 12, ..fit }.run(&mut at_once, data, ()).unwrap();
    assert_eq!(resumed, at_once);
    assert_eq!(*Judge::load(checkpoints.file(12)).unwrap(), at_once);
    // by another measure; and all of them
    let upwards = Checkpoints::new(folder.join("up")).best(1).by(|epoch| -epoch.loss);
    let mut net = Judge::random(&mut rng(5));
    fit.run(&mut net, data, (losses(), upwards)).unwrap();
    assert_eq!(files(), "judge-12.net judge-2.net judge-6.net up-1.net up-8.net");
    assert_eq!(Checkpoints::new(folder.join("none")).newest(), None);
    let nowhere = Checkpoints::new(folder.join("no/where"));
    assert_eq!(fit.run(&mut net, data, nowhere), Err(Error::Io(std::io::ErrorKind::NotFound)));
    std::fs::remove_dir_all(folder).unwrap();
}

/// Hostile files with right checksums, with every section there is.
#[test]
fn no_file_panics() {
    let (mut model, mut random) = (model(), rng(11));
    let run = Session::<_, Adam>::new(&mut *model.network, 1).to_bytes();
    let bytes = model.to_bytes().unwrap();
    let place = run.windows(4).position(|window| window == b"run ").unwrap();
    let file = [&bytes[..bytes.len() - 8], &run[place..]].concat();
    let (mut models, mut runs, mut other) = (0, 0, Judge::zeros());
    for _ in 0..30_000 {
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
        models += usize::from(Model::<Judge>::try_from_bytes(&hostile).is_ok());
        runs += usize::from(Session::<_, Adam>::try_from_bytes(&mut other, &hostile).is_ok());
    }
    for accepted in [models, runs] {
        assert!(
            (1000..29_000).contains(&accepted),
            "{models} models, {runs} runs: sections are reached, and refused"
        );
    }
}

#[test]
fn refusals_can_be_told_apart() {
    let bytes = Judge::zeros().to_bytes();
    let mut net = Judge::zeros();
    let refused = Session::<_, Adam>::try_from_bytes(&mut net, &bytes).unwrap_err();
    assert_eq!(refused, Error::File(Refusal::NoRun));
}
