//! Why runs end, and who is told.

use constrata::Error;
use constrata::prelude::*;
use constrata::train::{Callback, Data, Fit, LossBelow, LossChangeBelow, Session, Step, Stop, each};

use super::{Net, fit, net, samples};

#[test]
fn a_loss_below() {
    let (x, y) = samples(60);
    let mut all = fit().run(&mut net(), Data::new(&x, &y), ()).unwrap().epochs;
    let threshold = all[6].loss;
    let sixth = all.iter().position(|epoch| epoch.loss < threshold);
    let history = fit().run(&mut net(), Data::new(&x, &y), LossBelow(threshold)).unwrap();
    // where none is below, the run goes on to its end
    let (stop, length) = sixth.map_or((Stop::Epochs, 12), |index| (Stop::LossBelow, index + 1));
    assert_eq!((history.stop, history.epochs.len()), (stop, length));
    all.truncate(length);
    assert_eq!(super::timeless(&history.epochs), super::timeless(&all));
    let endless = constrata::train::Fit { epochs: usize::MAX, ..fit() };
    let found = endless.run(&mut net(), Data::new(&x, &y), LossBelow(f64::INFINITY)).unwrap();
    assert_eq!((found.stop, found.epochs.len()), (Stop::LossBelow, 1));
    let never = fit().run(&mut net(), Data::new(&x, &y), LossBelow(0.0)).unwrap();
    assert_eq!(never.stop, Stop::Epochs);
}

#[test]
fn a_loss_that_hardly_changes() {
    let (x, y) = ([[1.0, 0.0, 0.0]], [0_usize]);
    let fit = Fit { epochs: 10_000, learning_rate: 0.1, ..Fit::new(CrossEntropy, Sgd) };
    let history = fit.run(&mut net(), Data::new(&x, &y), LossChangeBelow(1e-3)).unwrap();
    assert_eq!(history.stop, Stop::LossChangeBelow);
    let changes: Vec<f64> =
        history.epochs.windows(2).map(|pair| (pair[1].loss - pair[0].loss).abs()).collect();
    let (last, before) = changes.split_last().unwrap();
    assert!(*last < 1e-3 && before.len() > 3 && before.iter().all(|change| *change >= 1e-3));
}

/// All that it was told, in order.
#[derive(Default)]
struct Told(Vec<String>);

impl<O: Optimizer<f32>> Callback<Net, O> for Told {
    fn before_epoch(&mut self, session: &mut Session<Net, O>) -> Result<Option<Stop>, Error> {
        self.0.push(format!("before {}", session.history.len() + 1));
        Ok(None)
    }
    fn after_batch(&mut self, _: &mut Session<Net, O>, step: &Step) -> Result<Option<Stop>, Error> {
        self.0.push(format!("batch {}/{} of {}", step.batch, step.batches, step.samples));
        Ok(None)
    }
    fn after_epoch(&mut self, session: &mut Session<Net, O>) -> Result<Option<Stop>, Error> {
        self.0.push(format!("after {}", session.history.len()));
        Ok(None)
    }
    fn after_run(&mut self, _: &mut Session<Net, O>) {
        self.0.push("end".into());
    }
}

#[test]
fn callbacks_are_told_in_order() {
    let (x, y) = samples(5);
    let fit = Fit { epochs: 2, batch: 3, ..Fit::new(CrossEntropy, Sgd) };
    let mut told = Told::default();
    fit.run(&mut net(), Data::new(&x, &y), &mut told).unwrap();
    let epoch =
        |n| [format!("before {n}"), "batch 1/2 of 3".into(), "batch 2/2 of 2".into(), format!("after {n}")];
    assert_eq!(told.0, [&epoch(1)[..], &epoch(2), &["end".into()]].concat());
}

/// Ends, or fails, at its first chance.
enum Ends {
    Before,
    Batch,
    Fails,
}

impl<O: Optimizer<f32>> Callback<Net, O> for Ends {
    fn before_epoch(&mut self, _: &mut Session<Net, O>) -> Result<Option<Stop>, Error> {
        Ok(matches!(self, Ends::Before).then_some(Stop::Callback("before")))
    }
    fn after_batch(&mut self, _: &mut Session<Net, O>, _: &Step) -> Result<Option<Stop>, Error> {
        match self {
            Ends::Fails => Err(full()),
            _ => Ok(matches!(self, Ends::Batch).then_some(Stop::Callback("batch"))),
        }
    }
}

fn full() -> Error {
    Error::Io { path: "/runs".into(), kind: std::io::ErrorKind::StorageFull }
}

/// The others are told of the same moment, and of the end.
#[test]
fn a_callback_ends_a_run_anywhere() {
    let (x, y) = samples(5);
    let run = |ends| {
        let mut told = Told::default();
        let fit = Fit { batch: 3, ..Fit::new(CrossEntropy, Sgd) };
        let found = fit.run(&mut net(), Data::new(&x, &y), (ends, &mut told));
        (found.map(|history| (history.stop, history.epochs.len())), told.0.join(", "))
    };
    assert_eq!(run(Ends::Before), (Ok((Stop::Callback("before"), 0)), "before 1, end".into()));
    assert_eq!(run(Ends::Batch), (Ok((Stop::Callback("batch"), 0)), "before 1, batch 1/2 of 3, end".into()));
    assert_eq!(run(Ends::Fails), (Err(full()), "before 1, end".into()));
}

#[test]
fn the_first_stop_counts() {
    let (x, y) = samples(5);
    let stop = |why| each(move |epoch| (epoch.epoch == 2).then_some(Stop::Callback(why)));
    let both = (stop("first"), stop("second"));
    let history = fit().run(&mut net(), Data::new(&x, &y), both).unwrap();
    assert_eq!((history.stop.to_string(), history.epochs.len()), ("first".into(), 2));
}
