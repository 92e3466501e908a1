//! The training loop: what it refuses, and that batches and tiles come to the same.

use constrata::Error;
use constrata::prelude::*;
use constrata::train::{Data, Fit, History, Metric, Stop, each, evaluate};
use rand::SeedableRng;
use rand::rngs::SmallRng;

network! { struct Net: f64; 3 => Dense<5, Tanh> => Dense<4, Softmax> }
network! { struct Line: f64; 1 => Dense<1> }

fn rng() -> SmallRng {
    SmallRng::seed_from_u64(4)
}

fn samples(count: usize) -> (Vec<[f64; 3]>, Vec<usize>) {
    let x = |i: usize| [(i * 7 % 11) as f64 / 11.0, (i * 5 % 13) as f64 / 13.0, (i * 3 % 17) as f64 / 17.0];
    ((0..count).map(x).collect(), (0..count).map(|i| i * i % 4).collect())
}

#[test]
fn data_that_cannot_be_learned_from_are_refused() {
    let fit = Fit::new(CrossEntropy, Sgd);
    let run = |x: &[[f64; 3]], y: &[usize]| fit.run(&mut Net::zeros(), Data::new(x, y), ());
    let (mut x, mut y) = samples(5);
    assert_eq!(run(&[], &[]), Err(Error::Empty));
    assert_eq!(run(&x, &y[..3]), Err(Error::Length { inputs: 5, targets: 3 }));
    y[3] = 4;
    assert_eq!(run(&x, &y), Err(Error::Target { sample: 3, classes: 4 }));
    let message = run(&x, &y).unwrap_err().to_string();
    assert_eq!(message, "the target of sample 3 is not finite or not one of the 4 classes 0 to 3");
    y[3] = 0;
    x[2][1] = f64::NAN;
    assert_eq!(run(&x, &y), Err(Error::Input { sample: 2, index: 1 }));
    assert_eq!(
        evaluate(&Net::zeros(), Data::new(&x, &y), &CrossEntropy, &[]),
        Err(Error::Input { sample: 2, index: 1 })
    );
    x[2][1] = 0.0;
    let no_batch = Fit { batch: 0, ..Fit::new(CrossEntropy, Sgd) };
    assert_eq!(no_batch.run(&mut Net::zeros(), Data::new(&x, &y), ()), Err(Error::Batch));
}

#[test]
fn a_run_that_diverges_stops_and_says_when() {
    let fit = Fit { learning_rate: 1e10, epochs: 100, batch: 1, ..Fit::new(MeanSquaredError, Sgd) };
    let found = fit.run(&mut Line::zeros(), Data::new(&[[1.0], [2.0]], &[[5.0], [-5.0]]), ());
    assert!(matches!(found, Err(Error::Diverged { epoch: 2..100, .. })), "{found:?}");
}

/// One step over 77 samples, which are two tiles of 32, one of 8 and five of 1, is a step over a batch of 77.
#[test]
fn tiles_add_up_to_the_batch() {
    let (x, y) = samples(77);
    let start = Net::random(&mut rng());
    let (mut in_tiles, mut at_once) = (start, start);
    let l2 = L2 { lambda: 0.01 };
    let fit = Fit { epochs: 1, batch: 77, learning_rate: 0.5, l2, ..Fit::new(RootMeanSquaredError, Sgd) };
    let history = fit.run(&mut in_tiles, Data::new(&x, &y), ()).unwrap();

    let (mut gradient, mut pass) = (Net::zeros(), Net::pass());
    let x: [[f64; 3]; 77] = x.try_into().unwrap();
    let y: [usize; 77] = y.try_into().unwrap();
    let loss = at_once.gradient(&x, &y, &RootMeanSquaredError, &mut pass, &mut gradient);
    let penalty = l2.gradient(&at_once, &mut gradient);
    Sgd.step(&mut at_once, &gradient, &mut (), 0.5);

    assert!((history.epochs[0].loss - loss - penalty).abs() < 1e-14);
    for index in 0..Net::TENSORS {
        for (a, b) in in_tiles.tensor(index).iter().zip(at_once.tensor(index)) {
            assert!((a - b).abs() < 1e-14, "{a} {b}");
        }
    }
    assert!(in_tiles != start);
}

#[test]
fn clipping_shortens_the_step() {
    let (x, y) = ([[1.0]], [[100.0]]);
    let fit = Fit {
        epochs: 1,
        batch: 1,
        learning_rate: 1.0,
        clip_norm: Some(1.0),
        ..Fit::new(MeanSquaredError, Sgd)
    };
    let mut net = Line::zeros();
    fit.run(&mut net, Data::new(&x, &y), ()).unwrap();
    assert!((constrata::optimizer::norm(&net) - 1.0).abs() < 1e-12);
}

#[test]
fn evaluation_is_the_loss_and_the_share_read_right() {
    let (x, y) = samples(45);
    let net = Net::random(&mut rng());
    let found = evaluate(&net, Data::new(&x, &y), &CrossEntropy, &[Metric::Accuracy]).unwrap().scores;
    let (mut loss, mut right) = (0.0, 0);
    for (x, y) in x.iter().zip(&y) {
        let p = net.predict(x);
        loss -= p[*y].ln();
        right += usize::from(p.iter().all(|q| *q <= p[*y]));
    }
    assert!((found.loss - loss / 45.0).abs() < 1e-12);
    assert_eq!(found.metric(Metric::Accuracy), Some(right as f64 / 45.0));
    assert!(right > 0 && right < 45, "a network that is always or never right would prove nothing");
}

#[test]
fn progress_is_told_every_epoch() {
    let (x, y) = samples(10);
    let mut told = Vec::new();
    let fit = Fit { epochs: 12, batch: 3, ..Fit::new(CrossEntropy, Adam::default()) };
    let tell = each(|epoch| told.push(epoch.clone()));
    let History { epochs: history, stop, .. } =
        fit.run(&mut Net::random(&mut rng()), Data::new(&x, &y), tell).unwrap();
    assert_eq!((&told, stop), (&history, Stop::Epochs));
    assert_eq!((history.len(), history[11].epoch, history[11].samples), (12, 12, 10));
    assert!(history[2].to_string().starts_with("epoch  3/12  loss "), "{}", history[2]);
    assert!(history[11].loss < history[0].loss);
}

/// The absolute error has a kink at the target, and its derivative there is 0.
#[test]
fn the_absolute_error_pulls_nowhere_at_the_target() {
    let mut pass = Line::pass();
    assert_eq!(pass.loss(&MeanAbsoluteError, &[0.0]), 0.0);
    assert_eq!(pass.gradient, [[0.0]]);
}
