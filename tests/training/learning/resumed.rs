//! The same seed, the same bits: at once or in parts, watched or not.

use constrata::Error;
use constrata::prelude::*;
use constrata::train::{Callback, Data, EarlyStopping, Fit, History, Monitor, Session, Step, Stop, each};

use super::{bits, fit, net, samples, timeless};

#[test]
fn the_same_seed_gives_the_same_bits() {
    let (x, y) = samples(60);
    let run = |seed| {
        let mut net = net();
        let History { epochs, .. } = Fit { seed, ..fit() }.run(&mut net, Data::new(&x, &y), ()).unwrap();
        (bits(&net), timeless(&epochs))
    };
    assert_eq!(run(1), run(1));
    assert_ne!(run(1).0, run(2).0);
}

/// What a checkpoint keeps of a session, and nothing else.
#[derive(Clone)]
struct Kept {
    network: Box<super::Net>,
    state: Box<constrata::optimizer::Moments<super::Net>>,
    seed: u64,
    history: Vec<constrata::train::Epoch>,
    settings: Vec<(String, f64)>,
}

impl Callback<super::Net, Adam> for Vec<Kept> {
    fn after_epoch(&mut self, session: &mut Session<super::Net, Adam>) -> Result<Option<Stop>, Error> {
        let Session { network, state, seed, history, settings, .. } = session;
        self.push(Kept {
            network: Box::new(**network),
            state: state.clone(),
            seed: *seed,
            history: history.clone(),
            settings: settings.clone(),
        });
        Ok(None)
    }
}

/// From the state after any epoch, the rest comes to the bits of the run that was never stopped: weights, optimizer, reports.
#[test]
fn a_resumed_run_comes_to_the_same_bits() {
    let (x, y) = samples(60);
    let data = Data::new(&x, &y);
    let mut at_once = net();
    let mut kept = Vec::new();
    let history = fit().run(&mut at_once, data, &mut kept).unwrap();
    assert_eq!(kept.len(), 12);
    let rates: Vec<f64> = history.epochs.iter().map(|epoch| epoch.learning_rate).collect();
    assert!(rates[11] < rates[0], "a schedule that never moves would prove nothing");
    for Kept { mut network, state, seed, history: before, settings } in kept.clone() {
        let mut session = Session { state, history: before, settings, ..Session::new(&mut *network, seed) };
        // the seed is the session's, whatever the settings say
        let stop = Fit { seed: 99, ..fit() }.resume(&mut session, data, ()).unwrap();
        assert_eq!((stop, timeless(&session.history)), (Stop::Epochs, timeless(&history.epochs)));
        assert!(*session.state == *kept[11].state);
        assert_eq!(bits(session.network), bits(&at_once));
    }
}

/// A run in which every epoch is a call of its own.
#[test]
fn a_run_can_be_stepped() {
    let (x, y) = samples(60);
    let data = Data::new(&x, &y);
    let mut at_once = net();
    fit().run(&mut at_once, data, ()).unwrap();
    let mut stepped = net();
    let mut session = Session::new(&mut stepped, fit().seed);
    let mut calls = 0;
    while fit().resume(&mut session, data, each(|_| Some(Stop::Callback("one epoch")))).unwrap()
        != Stop::Epochs
    {
        calls += 1;
    }
    assert_eq!((calls, bits(&stepped)), (12, bits(&at_once)));
}

#[test]
fn being_watched_changes_no_bit() {
    let (x, y) = samples(60);
    let data = Data::new(&x, &y);
    let (mut alone, mut watched, mut bare) = (net(), net(), net());
    let history = fit().run(&mut alone, data, ()).unwrap();
    let mut steps = 0;
    struct Count<'a>(&'a mut usize);
    impl<N: Parameters, O: Optimizer<N::Number>> Callback<N, O> for Count<'_> {
        fn after_batch(&mut self, _: &mut Session<N, O>, step: &Step) -> Result<Option<Stop>, Error> {
            *self.0 += 1;
            assert_eq!((step.batches, step.samples), (7, if step.batch == 7 { 6 } else { 7 }));
            Ok(None)
        }
    }
    let stopping = EarlyStopping { min_delta: -1.0, ..EarlyStopping::new(Monitor::ValidationLoss, 1) };
    let others =
        (Count(&mut steps), each(|epoch| assert!(epoch.to_string().contains("F1"))), None::<()>, stopping);
    assert_eq!(timeless(&fit().run(&mut watched, data, others).unwrap().epochs), timeless(&history.epochs));
    assert_eq!((steps, bits(&watched)), (12 * 7, bits(&alone)));
    // metrics are looked at, and nothing more; the schedule goes by the validation loss alone
    Fit { metrics: &[], ..fit() }.run(&mut bare, data, ()).unwrap();
    assert_eq!(bits(&bare), bits(&alone));
}
