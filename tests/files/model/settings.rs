//! A run goes on with the optimizer's settings that it had.

use constrata::Error;
use constrata::prelude::*;
use constrata::train::{Data, Fit, Session};

use super::runs::{X, Y};
use super::{Judge, rng, said, seal};

/// What an optimizer remembers is told in its settings: with others it would be something else.
#[test]
fn a_run_is_resumed_with_the_settings_it_had() {
    let data = Data::new(&X, &Y);
    let fit = Fit { epochs: 2, batch: 3, ..Fit::new(CrossEntropy, Adam::default()) };
    let mut net = Judge::random(&mut rng(7));
    let mut session = Session::new(&mut net, 1);
    fit.resume(&mut session, data, ()).unwrap();
    assert_eq!(session.settings.len(), 3);
    let bytes = session.to_bytes().unwrap();
    let mut net = Judge::zeros();
    let mut session = Session::try_from_bytes(&mut net, &bytes).unwrap();
    let other = Fit { epochs: 3, optimizer: Adam { beta2: 0.99, ..Adam::default() }, ..fit };
    assert_eq!(
        said(other.resume(&mut session, data, ())),
        "the optimizer's `beta2` was 0.999 in this run and is 0.99 now: resume it with the same, or clear \
         `Session::settings`"
    );
    assert_eq!(session.history.len(), 2, "it was not trained");
    // another learning rate, and more epochs, are nothing the optimizer remembers
    Fit { epochs: 3, learning_rate: 0.1, ..fit }.resume(&mut session, data, ()).unwrap();
    session.settings.clear();
    Fit { epochs: 4, ..other }.resume(&mut session, data, ()).unwrap();
    assert_eq!(session.settings[1].1, f64::from(0.99_f32));
    assert_eq!(session.history.len(), 4);

    // files written before there were settings have none, and go on with any
    let mut old = bytes;
    let start = old.windows(4).position(|window| window == b"sett").unwrap();
    old.drain(start..old.len() - 8);
    seal(&mut old);
    let mut session = Session::<_, Adam>::try_from_bytes(&mut net, &old).unwrap();
    assert_eq!((session.settings.len(), session.history.len()), (0, 2));
    other.resume(&mut session, data, ()).unwrap();
}

/// Every setting of every optimizer is told apart.
#[test]
fn no_setting_is_overlooked() {
    use constrata::optimizer::{AdaGrad, AdamW, Momentum, RmsProp};
    fn refused<O: Optimizer<f32> + Copy>(one: O, other: O) -> String {
        let (mut net, fit) = (Judge::zeros(), Fit { epochs: 1, ..Fit::new(CrossEntropy, one) });
        let mut session = Session::new(&mut net, 1);
        fit.resume(&mut session, Data::new(&X, &Y), ()).unwrap();
        let fit = Fit { optimizer: other, epochs: 2, ..fit };
        match fit.resume(&mut session, Data::new(&X, &Y), ()) {
            Err(Error::Setting { setting, .. }) => setting.into(),
            other => panic!("{other:?}"),
        }
    }
    let (plain, adam, adam_w) = (Momentum::default(), Adam::default(), AdamW::default());
    assert_eq!(refused(plain, Momentum { momentum: 0.5, ..plain }), "momentum");
    assert_eq!(refused(plain, Momentum { nesterov: true, ..plain }), "nesterov");
    assert_eq!(refused(AdaGrad::default(), AdaGrad { epsilon: 1e-3 }), "epsilon");
    assert_eq!(refused(RmsProp::default(), RmsProp { rho: 0.5, ..RmsProp::default() }), "rho");
    assert_eq!(refused(RmsProp::default(), RmsProp { epsilon: 1e-3, ..RmsProp::default() }), "epsilon");
    assert_eq!(refused(adam, Adam { beta1: 0.5, ..adam }), "beta1");
    assert_eq!(refused(adam, Adam { beta2: 0.5, ..adam }), "beta2");
    assert_eq!(refused(adam, Adam { epsilon: 1e-3, ..adam }), "epsilon");
    assert_eq!(refused(adam_w, AdamW { weight_decay: 0.5, ..adam_w }), "weight_decay");
    assert_eq!(refused(adam_w, AdamW { adam: Adam { beta1: 0.5, ..adam }, ..adam_w }), "beta1");
}
