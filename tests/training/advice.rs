//! A run that finishes with targets that nobody scaled says what to write; no other does.

use constrata::data::{Dataset, Scaler};
use constrata::prelude::*;
use constrata::train::{Advice, Data, EarlyStopping, Fit, Monitor, Session};
use rand::{SeedableRng, rngs::SmallRng};

network! { struct Line: 2 => Dense<8, Tanh> => Dense<2> }
network! { struct Classes: 2 => Dense<8, Tanh> => Dense<2, Softmax> }

fn inputs() -> Vec<[f32; 2]> {
    (0..60).map(|i| [(i as f32 * 0.37).sin(), (i as f32 * 0.71).cos()]).collect()
}

/// Two numbers of about this size, of which the inputs say a lot.
fn targets(size: f32) -> Vec<[f32; 2]> {
    inputs().iter().map(|[a, b]| [size * (1.0 + 0.3 * a), size * (a - b)]).collect()
}

fn net() -> Line {
    Line::random(&mut SmallRng::seed_from_u64(1))
}

fn fit() -> Fit<MeanSquaredError, Adam> {
    Fit::new(MeanSquaredError, Adam::default())
}

#[test]
fn unscaled_targets_are_advised_to_be_scaled() {
    let x = inputs();
    for size in [1e4, 20.0, 1e-5] {
        let t = targets(size);
        let data = Data::new(&x, &t);
        let history = fit().run(&mut net(), data, ()).unwrap();
        let Some(Advice::ScaleTargets { size: found, r2 }) = history.advice else { panic!("{size}") };
        assert!(found > 0.7 * f64::from(size) && found < 1.3 * f64::from(size) && r2 < 0.1, "{found} {r2}");
        let said = history.to_string();
        let lines: Vec<_> = said.lines().collect();
        assert_eq!(lines[..2], [history.epochs[9].to_string(), "all epochs are done".into()]);
        assert!(
            lines[2].starts_with("the targets are about ")
                && lines[2].contains("`Model::standardize_targets`"),
            "{said}"
        );
        // by any loss of numbers, with early stopping, of a session that is resumed
        let mut net = net();
        let mut session = Session::new(&mut net, 1);
        let huber = Fit::new(Huber { delta: 1.0 }, Sgd);
        huber.resume(&mut session, data, EarlyStopping::keep_best(Monitor::TrainingLoss)).unwrap();
        assert!(matches!(session.advice, Some(Advice::ScaleTargets { .. })), "{size}");
        session.history.clear();
        session.network.fill(0.0);
        let scaled = Dataset::new(x.clone(), t).unwrap();
        let scaled = scaled.clone().scaled_targets(&Scaler::standard(&scaled.targets).unwrap());
        huber.resume(&mut session, scaled.data(), ()).unwrap();
        assert_eq!(session.advice, None);
    }
}

#[test]
fn ordinary_runs_are_left_alone() {
    let x = inputs();
    let none = |history: Result<constrata::train::History, constrata::Error>| {
        let history = history.unwrap();
        assert_eq!(history.advice, None);
        assert_eq!(history.to_string().lines().count(), 2);
    };
    // targets of about 1, learned or not
    let small = targets(1.0);
    none(fit().run(&mut net(), Data::new(&x, &small), ()));
    none(Fit { learning_rate: 0.0, ..fit() }.run(&mut net(), Data::new(&x, &small), ()));
    // large ones that are learned all the same
    let large = targets(20.0);
    none(Fit { epochs: 300, learning_rate: 0.05, ..fit() }.run(&mut net(), Data::new(&x, &large), ()));
    // scaled ones that are not learned, in their unit
    let raw = Dataset::new(x.clone(), large).unwrap();
    let scaled = raw.clone().scaled_targets(&Scaler::standard(&raw.targets).unwrap());
    none(Fit { learning_rate: 0.0, ..fit() }.run(&mut net(), scaled.data(), ()));
    // zeros, a class, a class as a number, no epoch
    none(fit().run(&mut net(), Data::new(&x, &vec![[0.0; 2]; 60]), ()));
    let classes: Vec<usize> = (0..60).map(|i| i % 2).collect();
    none(Fit::new(CrossEntropy, Sgd).run(&mut Classes::zeros(), Data::new(&x, &classes), ()));
    none(Fit::new(MeanSquaredError, Sgd).run(&mut net(), Data::new(&x, &classes), ()));
    let none_yet = Fit { epochs: 0, ..fit() }.run(&mut net(), Data::new(&x, &targets(1e4)), ()).unwrap();
    assert_eq!((none_yet.advice, none_yet.to_string().as_str()), (None, "all epochs are done"));
}
