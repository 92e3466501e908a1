//! What is frozen stays, bit for bit, and the others learn as if it were no part of the network.

use constrata::prelude::*;
use constrata::train::{Data, EarlyStopping, Fit, Freeze, Monitor, Session};
use rand::{SeedableRng, rngs::SmallRng};

network! { struct Net: 3 => hidden: Dense<6, Tanh> => norm: BatchNorm => Dropout<0.2> => output: Dense<2, Softmax> }
network! { struct Head: 6 => output: Dense<2, Softmax> }

fn samples() -> (Vec<[f32; 3]>, Vec<usize>) {
    let x: Vec<[f32; 3]> = (0..48).map(|i| [0.1, 0.37, 0.71].map(|step| (i as f32 * step).sin())).collect();
    let y = x.iter().map(|x| usize::from(x[0] > x[1])).collect();
    (x, y)
}

fn net() -> Net {
    Net::random(&mut SmallRng::seed_from_u64(2))
}

fn freezes<O: Optimizer<f32> + Copy>(optimizer: O) {
    let (x, y) = samples();
    let l2 = L2 { lambda: 0.01 };
    let fit = Fit {
        batch: 8,
        epochs: 3,
        learning_rate: 0.05,
        l2,
        clip_norm: Some(1.0),
        ..Fit::new(CrossEntropy, optimizer)
    };
    let (mut net, before) = (net(), net());
    let freeze = || {
        Freeze::new(|net: &mut Net| {
            net.hidden.fill(1.0);
            net.norm.fill(1.0);
            net.output.bias[1] = f32::NAN; // any other number
        })
    };
    let history = fit.run(&mut net, Data::new(&x, &y), freeze()).unwrap();
    assert_eq!(
        (net.hidden, net.norm, net.output.bias[1]),
        (before.hidden, before.norm, before.output.bias[1])
    );
    assert!(net.output.weights.iter().zip(before.output.weights.iter()).all(|(now, before)| now != before));
    assert_ne!(net.output.bias[0], before.output.bias[0]);
    assert!(history.epochs[2].loss < history.epochs[0].loss);

    // and in a run that is resumed, with its best weights
    let best = || EarlyStopping::keep_best(Monitor::TrainingLoss);
    let (mut at_once, mut other) = (before, before);
    fit.run(&mut at_once, Data::new(&x, &y), (freeze(), best())).unwrap();
    let mut session = Session::new(&mut other, fit.seed);
    Fit { epochs: 1, ..fit }.resume(&mut session, Data::new(&x, &y), (freeze(), best())).unwrap();
    fit.resume(&mut session, Data::new(&x, &y), (&mut freeze(), Some(best()))).unwrap();
    assert_eq!(other, at_once);
}

#[test]
fn frozen_layers_stay_whatever_moves_the_others() {
    freezes(Sgd);
    freezes(Momentum { momentum: 0.9, nesterov: true });
    freezes(Adam::default());
    freezes(AdamW { weight_decay: 0.1, ..AdamW::default() });
}

/// Their gradient does not count where gradients are clipped: the head alone, on what the frozen layers say, learns the same.
#[test]
fn the_others_learn_as_if_they_were_alone() {
    network! { struct Whole: 3 => hidden: Dense<6, Tanh> => output: Dense<2, Softmax> }
    let (x, y) = samples();
    let mut whole = Whole::random(&mut SmallRng::seed_from_u64(2));
    let mut head = Head::zeros();
    head.output = whole.output;
    let features: Vec<[f32; 6]> = x.iter().map(|x| whole.hidden.predict(x)).collect();
    let fit = Fit { batch: 8, learning_rate: 0.5, clip_norm: Some(0.05), ..Fit::new(CrossEntropy, Sgd) };
    let freeze = Freeze::new(|net: &mut Whole| net.hidden.fill(1.0));
    fit.run(&mut whole, Data::new(&x, &y), freeze).unwrap();
    fit.run(&mut head, Data::new(&features, &y), ()).unwrap();
    let off = whole.output.weights.iter().zip(head.output.weights.iter()).map(|(a, b)| (a - b).abs());
    assert!(off.fold(0.0, f32::max) < 1e-6, "{whole:?} {head:?}");
}

#[test]
fn a_network_of_which_nothing_would_learn_is_refused() {
    let (x, y) = samples();
    let (mut net, before) = (net(), net());
    let fit = Fit { batch: 8, ..Fit::new(CrossEntropy, Sgd) };
    let refused =
        fit.run(&mut net, Data::new(&x, &y), Freeze::new(|net: &mut Net| net.fill(1.0))).unwrap_err();
    assert_eq!(
        refused.to_string(),
        "`Freeze` is 50: give fewer parameters to freeze than the network has: no other would learn"
    );
    assert_eq!(net, before);
    fit.run(&mut net, Data::new(&x, &y), Freeze::new(|_: &mut Net| ())).unwrap();
    assert_ne!(net, before);
}
