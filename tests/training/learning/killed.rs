//! A run with early stopping that is killed after any epoch or batch, or ended, and resumed from what it saved, ends with the same
//! weights, in the same epoch, as one that is not.

use constrata::Error;
use constrata::prelude::*;
use constrata::train::{
    Callback, Checkpoints, Data, EarlyStopping, Fit, Metric, Monitor, Schedule, Session, Step, Stop, each,
};

use super::{Net, bits, fit, net, samples, timeless};

/// Keeps the file of every epoch and batch.
struct Saves<'a>(&'a mut Vec<Vec<u8>>);
impl<N: Save<Scalar = f32>> Callback<N, Adam> for Saves<'_> {
    fn after_batch(&mut self, session: &mut Session<N, Adam>, _: &Step) -> Result<Option<Stop>, Error> {
        self.0.push(session.to_bytes()?);
        Ok(None)
    }
    fn after_epoch(&mut self, session: &mut Session<N, Adam>) -> Result<Option<Stop>, Error> {
        self.0.push(session.to_bytes()?);
        Ok(None)
    }
}

/// Learns for five epochs, then climbs: the best epoch lies before most of the kills.
fn climbing() -> Fit<CrossEntropy, Adam> {
    let schedule = Schedule::Own(|moment| if moment.history.len() < 5 { 1.0 } else { -1.0 });
    Fit { epochs: 12, schedule, ..fit() }
}

fn by(monitor: Monitor) -> EarlyStopping<Net> {
    EarlyStopping::keep_best(monitor)
}

fn resumed<C: Callback<Net, Adam>>(
    file: &[u8],
    callbacks: C,
) -> (Vec<u32>, Vec<constrata::train::Epoch>, Stop) {
    let (x, y) = samples(60);
    let mut net = Net::zeros();
    let mut session = Session::try_from_bytes(&mut net, file).unwrap();
    let stop = climbing().resume(&mut session, Data::new(&x, &y), callbacks).unwrap();
    let history = timeless(&session.history);
    (bits(&net), history, stop)
}

/// By whatever is judged, by several at once, saved before or after the best weights are kept.
#[test]
fn the_best_weights_survive_a_kill() {
    let (x, y) = samples(60);
    let several =
        || (by(Monitor::TrainingLoss), by(Monitor::Validation(Metric::F1)), by(Monitor::ValidationLoss));
    let patient = || EarlyStopping { min_delta: 0.01, ..EarlyStopping::new(Monitor::ValidationLoss, 4) };
    for saved_first in [false, true] {
        let (mut files, mut at_once) = (Vec::new(), net());
        let saves = Saves(&mut files);
        let (data, run) = (Data::new(&x, &y), climbing());
        let history = if saved_first {
            run.run(&mut at_once, data, (saves, several())).unwrap()
        } else {
            run.run(&mut at_once, data, (several(), saves)).unwrap()
        };
        let best = several().2.best_epoch(&history.epochs).unwrap().unwrap();
        assert!((3..8).contains(&best), "{best}");
        assert_eq!(files.len(), 12 * (7 + 1));
        for (kill, file) in files.iter().enumerate() {
            let (weights, epochs, stop) = resumed(file, several());
            assert_eq!((stop, &epochs), (history.stop, &timeless(&history.epochs)), "kill {kill}");
            assert_eq!(weights, bits(&at_once), "kill {kill}");
        }

        let (mut files, mut at_once) = (Vec::new(), net());
        let saves = Saves(&mut files);
        let history = if saved_first {
            run.run(&mut at_once, data, (saves, patient())).unwrap()
        } else {
            run.run(&mut at_once, data, (patient(), saves)).unwrap()
        };
        assert!(matches!(history.stop, Stop::NoBetter { since } if since + 4 < 12), "{}", history.stop);
        for (kill, file) in files.iter().enumerate() {
            let (weights, epochs, stop) = resumed(file, patient());
            assert_eq!((stop, &epochs), (history.stop, &timeless(&history.epochs)), "kill {kill}");
            assert_eq!(weights, bits(&at_once), "kill {kill}");
        }
    }
}

/// A run that is ended, as by Ctrl-C, leaves the best weights in the network; resumed, in memory or from the file that was saved then,
/// it goes on from the last ones.
#[test]
fn a_run_that_ended_with_its_best_weights_goes_on_from_its_last() {
    let (x, y) = samples(60);
    let data = Data::new(&x, &y);
    let mut at_once = net();
    let history = climbing().run(&mut at_once, data, by(Monitor::ValidationLoss)).unwrap();
    struct After(usize, usize);
    impl<N: Parameters, O: Optimizer<N::Number>> Callback<N, O> for After {
        fn after_batch(&mut self, _: &mut Session<N, O>, step: &Step) -> Result<Option<Stop>, Error> {
            Ok(((step.epoch, step.batch) == (self.0, self.1)).then_some(Stop::Interrupted))
        }
    }
    for (epoch, batch) in (1..=12).flat_map(|epoch| [1, 4, 7].map(|batch| (epoch, batch))) {
        let mut net = net();
        let mut session = Session::new(&mut net, fit().seed);
        let both = (by(Monitor::ValidationLoss), by(Monitor::TrainingLoss));
        climbing().resume(&mut session, data, (both, After(epoch, batch))).unwrap();
        let file = session.to_bytes().unwrap();
        climbing().resume(&mut session, data, by(Monitor::ValidationLoss)).unwrap();
        assert_eq!(timeless(&session.history), timeless(&history.epochs), "{epoch}, {batch}");
        assert_eq!(bits(&net), bits(&at_once), "{epoch}, {batch}");
        let (weights, epochs, _) = resumed(&file, by(Monitor::ValidationLoss));
        assert_eq!(
            (weights, epochs),
            (bits(&at_once), timeless(&history.epochs)),
            "{epoch}, {batch}, from a file"
        );
    }
}

/// Weights that somebody puts into the network, to go on from, stay there.
#[test]
fn a_network_that_was_changed_is_gone_on_with() {
    let (x, y) = samples(60);
    let data = Data::new(&x, &y);
    let (mut net, mut other) = (net(), net());
    let mut session = Session::new(&mut net, 1);
    climbing().resume(&mut session, data, by(Monitor::ValidationLoss)).unwrap();
    session.network.fill(0.25);
    let more = Fit { epochs: 13, ..climbing() };
    let mut first = Vec::new();
    more.resume(&mut session, data, Saves(&mut first)).unwrap();
    // the same without anything kept
    let mut session = Session::new(&mut other, 1);
    climbing().resume(&mut session, data, ()).unwrap();
    session.network.fill(0.25);
    let mut second = Vec::new();
    more.resume(&mut session, data, Saves(&mut second)).unwrap();
    assert_eq!(bits(&net), bits(&other));
}

/// A session whose history is cleared takes nothing along. A callback that looks for a number that the reports do not have is refused
/// before the first step.
#[test]
fn what_another_run_kept_is_no_best() {
    let (x, y) = samples(60);
    let data = Data::new(&x, &y);
    let mut net = net();
    let mut session = Session::new(&mut net, 1);
    climbing().resume(&mut session, data, by(Monitor::TrainingLoss)).unwrap();
    let once = Fit { epochs: 1, learning_rate: 0.0, ..climbing() };
    // begun anew from the best weights, which the network has
    let best = bits(session.network);
    session.history.clear();
    once.resume(&mut session, data, ()).unwrap();
    assert_eq!(bits(session.network), best);
    session.history.clear();
    session.network.fill(0.0);
    once.resume(&mut session, data, by(Monitor::TrainingLoss)).unwrap();
    assert!(session.network.dense1.weights.iter().all(|w| *w == 0.0));

    let mut steps = 0;
    let unseen = by(Monitor::Validation(Metric::RocAuc));
    let refused = fit().resume(&mut session, data, (unseen, each(|_| steps += 1)));
    assert_eq!(refused, Err(Error::Monitor(Monitor::Validation(Metric::RocAuc))));
    assert_eq!(steps, 0);
}

/// And from the newest checkpoint, where the best epoch's own is gone.
#[test]
fn the_newest_checkpoint_has_the_best_weights() {
    let folder = std::env::temp_dir().join(format!("constrata-newest-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let (x, y) = samples(60);
    let data = Data::new(&x, &y);
    let mut at_once = net();
    climbing().run(&mut at_once, data, by(Monitor::ValidationLoss)).unwrap();
    let checkpoints = Checkpoints::new(folder.join("net")).best(0);
    let mut first = net();
    let kill = each(|epoch| (epoch.epoch == 10).then_some(Stop::Interrupted));
    climbing().run(&mut first, data, (by(Monitor::ValidationLoss), &checkpoints, kill)).unwrap();
    assert_eq!(std::fs::read_dir(&folder).unwrap().count(), 1);
    let mut resumed = Net::zeros();
    let mut session = Session::load(&mut resumed, checkpoints.newest().unwrap()).unwrap();
    climbing().resume(&mut session, data, by(Monitor::ValidationLoss)).unwrap();
    assert_eq!(bits(&resumed), bits(&at_once));
    std::fs::remove_dir_all(folder).unwrap();
}
