//! Early stopping: when it ends a run, and with which weights.

use constrata::Error;
use constrata::prelude::*;
use constrata::train::{
    Callback, Data, EarlyStopping, Epoch, Fit, Metric, Monitor, Schedule, Session, Stop, evaluate,
};

use super::{Net, bits, fit, net, samples};

/// The weights after every epoch.
struct Snapshots(Vec<Net>);

impl<O: Optimizer<f32>> Callback<Net, O> for Snapshots {
    fn after_epoch(&mut self, session: &mut Session<Net, O>) -> Result<Option<Stop>, Error> {
        self.0.push(*session.network);
        Ok(None)
    }
}

/// Learns for five epochs, then climbs: every further step makes the loss worse.
fn climbing() -> Fit<CrossEntropy, Adam> {
    let schedule = Schedule::Own(|moment| if moment.history.len() < 5 { 1.0 } else { -1.0 });
    Fit { epochs: 40, schedule, ..fit() }
}

#[test]
fn the_best_weights_come_back() {
    let (x, y) = samples(60);
    for monitor in [
        Monitor::ValidationLoss,
        Monitor::TrainingLoss,
        Monitor::Validation(Metric::F1),
        Monitor::Training(Metric::Accuracy),
        Monitor::Validation(Metric::Rmse),
    ] {
        let (mut net, mut after, patience) = (net(), Snapshots(Vec::new()), 6);
        let history = climbing()
            .run(&mut net, Data::new(&x, &y), (EarlyStopping::new(monitor, patience), &mut after))
            .unwrap();
        let values: Vec<f64> = history.epochs.iter().map(|epoch| monitor.of(epoch).unwrap()).collect();
        let better = |a: f64, b: f64| if monitor.larger_is_better() { a > b } else { a < b };
        let mut best = 0;
        (0..values.len()).for_each(|epoch| {
            if better(values[epoch], values[best]) {
                best = epoch
            }
        });
        assert!(best < 7 && values[best] != *values.last().unwrap(), "{monitor}: {values:?}");
        assert_eq!(history.stop, Stop::NoBetter { since: best + 1 }, "{monitor}: {values:?}");
        assert_eq!(history.epochs.len(), best + 1 + patience);
        assert_eq!(bits(&net), bits(&after.0[best]), "{monitor}");
        assert_ne!(bits(&net), bits(after.0.last().unwrap()));
    }
}

/// And what is restored scores what was reported.
#[test]
fn the_best_weights_score_as_reported() {
    let ((x, y), (test_x, test_y)) = (samples(60), samples(25));
    let (data, mut net) = (Data::new(&x, &y).validate(&test_x, &test_y), net());
    let history = climbing().run(&mut net, data, EarlyStopping::keep_best(Monitor::ValidationLoss)).unwrap();
    assert_eq!((history.stop, history.epochs.len()), (Stop::Epochs, 40));
    let found =
        evaluate(&net, Data::new(&test_x, &test_y), &CrossEntropy, climbing().metrics).unwrap().scores;
    let scores = |epoch: &Epoch| epoch.validation.clone().unwrap();
    let best = history.epochs.iter().map(scores).min_by(|a, b| a.loss.total_cmp(&b.loss));
    assert_eq!(Some(found), best);
}

/// Judged by the reports, so that a resumed run ends where it would have.
#[test]
fn patience_and_least_progress() {
    let history = |losses: &[f64]| -> Vec<Epoch> {
        let epoch = |(index, loss): (usize, &f64)| Epoch {
            epoch: index + 1,
            epochs: 100,
            loss: *loss,
            metrics: vec![(Metric::Accuracy, -loss)],
            validation: None,
            learning_rate: 1.0,
            samples: 1,
            time: std::time::Duration::ZERO,
        };
        losses.iter().enumerate().map(epoch).collect()
    };
    let by = |monitor, min_delta, losses: &[f64]| {
        let stopping = EarlyStopping::<Net> { min_delta, ..EarlyStopping::new(monitor, 1) };
        stopping.best_epoch(&history(losses))
    };
    let falling = [3.0, 2.0, 2.0, 1.9, 1.85, 1.5];
    assert_eq!(by(Monitor::TrainingLoss, 0.0, &falling[..3]), Ok(Some(2)));
    assert_eq!(by(Monitor::TrainingLoss, 0.0, &falling), Ok(Some(6)));
    // 1.9 and 1.85 are not 0.2 below 2.0, and 1.5 is
    assert_eq!(by(Monitor::TrainingLoss, 0.2, &falling[..5]), Ok(Some(2)));
    assert_eq!(by(Monitor::TrainingLoss, 0.2, &falling), Ok(Some(6)));
    assert_eq!(by(Monitor::Training(Metric::Accuracy), 0.2, &falling), Ok(Some(6)));
    assert_eq!(by(Monitor::TrainingLoss, 0.0, &[]), Ok(None));
    assert_eq!(by(Monitor::ValidationLoss, 0.0, &falling), Err(Error::Monitor(Monitor::ValidationLoss)));
    let message = by(Monitor::Training(Metric::F1), 0.0, &falling).unwrap_err().to_string();
    assert!(message.starts_with("the reports have no F1: "), "{message}");
}

/// What stops the run, an error too, leaves the best weights.
#[test]
fn a_run_that_diverges_leaves_the_best_weights() {
    let (x, y) = samples(60);
    let schedule = Schedule::Own(|moment| if moment.history.len() < 3 { 1.0 } else { f64::INFINITY });
    let (mut net, mut after) = (net(), Snapshots(Vec::new()));
    let stopping = EarlyStopping::keep_best(Monitor::ValidationLoss);
    let found = Fit { schedule, ..fit() }.run(&mut net, Data::new(&x, &y), (stopping, &mut after));
    assert!(matches!(found, Err(Error::Diverged { epoch: 4, .. })), "{found:?}");
    assert_eq!(after.0.len(), 3);
    assert!(after.0.iter().any(|snapshot| bits(snapshot) == bits(&net)));
}
