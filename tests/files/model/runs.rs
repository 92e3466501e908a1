//! Runs that stop and go on: to the same bits, out of files.

use constrata::Error;
use constrata::file::Refusal;
use constrata::optimizer::Memory;
use constrata::prelude::*;
use constrata::train::{
    Callback, Checkpoints, Data, EarlyStopping, Epoch, Fit, Metric, Monitor, Schedule, Session, Stop, each,
};
use rand::RngExt;

use super::{Binary, Judge, rng, said, seal};

/// A folder of this test's own.
fn folder(name: &str) -> std::path::PathBuf {
    let folder = std::env::temp_dir().join(format!("constrata-{name}-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    folder
}

pub(super) const X: [[f32; 3]; 7] = [
    [0.0, 1.0, 0.5],
    [1.0, 0.0, 0.25],
    [1.0, 1.0, -1.0],
    [-1.0, 0.5, 0.0],
    [0.3, 0.2, 0.1],
    [2.0, -1.0, 1.0],
    [0.0, 0.0, -2.0],
];
pub(super) const Y: [usize; 7] = [0, 1, 2, 0, 1, 2, 1];

/// A run that stops after every epoch, goes through a file and goes on, ends where one that never stops does.
fn resumes<O: Optimizer<f32> + Copy>(optimizer: O)
where
    O::State<Judge>: Memory<f32> + PartialEq,
{
    let data = Data::new(&X, &Y);
    // a schedule that looks at the reports, and reports with all they can have
    let schedule = Schedule::ReduceOnPlateau {
        monitor: Monitor::Validation(Metric::Accuracy),
        factor: 0.5,
        patience: 1,
        threshold: 0.0,
        end: 0.0,
    };
    let fit = Fit {
        epochs: 9,
        batch: 3,
        learning_rate: 0.05,
        seed: 5,
        schedule,
        validation_split: 0.3,
        metrics: &[Metric::Accuracy, Metric::TopK(2), Metric::F1Of(1)],
        ..Fit::new(CrossEntropy, optimizer)
    };
    let fresh = Judge::random(&mut rng(2));
    let mut at_once = fresh;
    let mut whole = Session::new(&mut at_once, 5);
    fit.resume(&mut whole, data, ()).unwrap();

    let mut net = fresh;
    let mut bytes = Session::<_, O>::new(&mut net, 5).to_bytes().unwrap();
    for _ in 0..9 {
        let mut net = Judge::zeros();
        let mut session = Session::<_, O>::try_from_bytes(&mut net, &bytes).unwrap();
        let one = each(|_: &Epoch| Some(Stop::Callback("one is enough")));
        fit.resume(&mut session, data, one).unwrap();
        bytes = session.to_bytes().unwrap();
    }
    let mut net = Judge::zeros();
    let session = Session::<_, O>::try_from_bytes(&mut net, &bytes).unwrap();
    assert!(session.state == whole.state);
    assert_eq!((session.seed, session.history.len()), (5, 9));
    for (epoch, wanted) in session.history.iter().zip(&whole.history) {
        let wanted = Epoch { time: epoch.time, ..wanted.clone() };
        // by their bits: a metric may be no number
        assert_eq!(format!("{epoch:?}"), format!("{wanted:?}"));
        assert_eq!(epoch.loss.to_bits(), wanted.loss.to_bits());
    }
    assert!(whole.history[8].learning_rate < 0.05, "the schedule has something to resume");
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
    let bytes = Session::<_, Adam>::new(&mut net, 1).to_bytes().unwrap();
    let mut other = Judge::zeros();
    assert_eq!(
        said(Session::<_, Sgd>::try_from_bytes(&mut other, &bytes)),
        "the file has Adam, this run SGD as its optimizer"
    );
    let refused = Session::<_, Adam>::try_from_bytes(&mut other, &plain).unwrap_err();
    assert_eq!(refused, Error::File(Refusal::NoRun));
    assert_eq!(
        refused.to_string(),
        "the file holds a network, but no training run to resume: it was not saved by `Checkpoints` or `Session::save`"
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
    impl<N: Parameters, O: Optimizer<N::Number>> Callback<N, O> for Report {
        fn after_epoch(&mut self, session: &mut Session<N, O>) -> Result<Option<Stop>, Error> {
            let epoch = session.history.len();
            session.history[epoch - 1].loss = self.0[epoch - 1];
            session.history[epoch - 1].metrics = vec![(Metric::Accuracy, self.0[epoch - 1])];
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
    let upwards = Checkpoints::new(folder.join("up")).best(1).by(Monitor::Training(Metric::Accuracy));
    let mut net = Judge::random(&mut rng(5));
    fit.run(&mut net, data, (losses(), upwards)).unwrap();
    assert_eq!(files(), "judge-12.net judge-2.net judge-6.net up-1.net up-8.net");
    assert_eq!(Checkpoints::new(folder.join("none")).newest(), None);
    let unseen = Checkpoints::new(folder.join("none")).by(Monitor::ValidationLoss);
    assert_eq!(fit.run(&mut net, data, unseen), Err(Error::Monitor(Monitor::ValidationLoss)));
    let nowhere = Checkpoints::new(folder.join("no/where"));
    let refused = fit.run(&mut net, data, nowhere);
    assert!(matches!(refused, Err(Error::Io { kind: std::io::ErrorKind::NotFound, .. })));
    std::fs::remove_dir_all(folder).unwrap();
}

/// Early stopping needs the best weights so far: the checkpoints have them.
#[test]
fn early_stopping_is_resumed() {
    let folder = folder("early");
    let checkpoints = Checkpoints::new(folder.join("judge")).best(1).by(Monitor::ValidationLoss);
    let data = Data::new(&X, &Y);
    let fit = Fit {
        epochs: 400,
        batch: 2,
        learning_rate: 0.1,
        validation_split: 0.4,
        ..Fit::new(CrossEntropy, Adam::default())
    };
    let stopping = || EarlyStopping::new(Monitor::ValidationLoss, 9);
    let (fresh, mut at_once) = (Judge::random(&mut rng(6)), Judge::random(&mut rng(6)));
    let history = fit.run(&mut at_once, data, stopping()).unwrap();
    let Stop::NoBetter { since } = history.stop else { panic!("{}", history.stop) };
    let last = history.epochs.len();
    assert!(since > 1 && last == since + 9);

    // interrupted after the best epoch
    let mut net = fresh;
    fit.run(
        &mut net,
        data,
        (&checkpoints, each(|epoch| (epoch.epoch == since + 4).then_some(Stop::Interrupted))),
    )
    .unwrap();
    let mut net = Judge::zeros();
    let mut session = Session::<_, Adam>::load(&mut net, checkpoints.newest().unwrap()).unwrap();
    let mut stopping = stopping();
    stopping.best = checkpoints.best_network(&session.history).unwrap();
    assert_eq!(fit.resume(&mut session, data, (&checkpoints, &mut stopping)), Ok(Stop::NoBetter { since }));
    assert_eq!(net, at_once);
    std::fs::remove_dir_all(folder).unwrap();
}
