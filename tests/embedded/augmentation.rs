//! Images are moved to where they should be, never by more than the limits; a run has the same bits for the same seed, other
//! images in every epoch, and allocates for none of them.

use std::convert::Infallible;

use crate::counting;
use crate::pool::in_pool;
use constrata::data::{Augmentation, Dataset};
use constrata::prelude::*;
use constrata::rand_core::TryRng;
use constrata::train::{Fit, evaluate};
use rand::{SeedableRng, rngs::SmallRng};

const NONE: Augmentation = Augmentation { shift: 0.0, rotate: 0.0, scale: 0.0, background: 0.0, noise: 0.0 };

/// Draws the lower end of every range.
struct Lowest;

impl TryRng for Lowest {
    type Error = Infallible;
    fn try_next_u32(&mut self) -> Result<u32, Infallible> {
        Ok(0)
    }
    fn try_next_u64(&mut self) -> Result<u64, Infallible> {
        Ok(0)
    }
    fn try_fill_bytes(&mut self, to: &mut [u8]) -> Result<(), Infallible> {
        to.fill(0);
        Ok(())
    }
}

type Image<const C: usize, const N: usize> = [[[f32; N]; N]; C];

fn is_near<const C: usize, const N: usize>(found: Image<C, N>, wanted: Image<C, N>) {
    let pairs = found.as_flattened().as_flattened().iter().zip(wanted.as_flattened().as_flattened());
    assert!(pairs.clone().all(|(a, b)| (a - b).abs() < 1e-5), "{found:?} is not {wanted:?}");
}

const PLANE: [[f32; 3]; 3] = [[1.0, 2.0, 3.0], [4.0, 5.0, 6.0], [7.0, 8.0, 9.0]];

#[test]
fn nothing_to_change_changes_nothing() {
    assert_eq!(NONE, Augmentation::default());
    assert_eq!(NONE.variant(&[PLANE], &mut Lowest), [PLANE]);
}

#[test]
fn a_shift_moves_up_and_left_what_comes_in_is_the_background() {
    let by = |shift, background| Augmentation { shift, background, ..NONE }.variant(&[PLANE; 2], &mut Lowest);
    assert_eq!(by(1.0, 0.0), [[[5.0, 6.0, 0.0], [8.0, 9.0, 0.0], [0.0; 3]]; 2]);
    assert_eq!(by(2.0, -1.0), [[[9.0, -1.0, -1.0], [-1.0; 3], [-1.0; 3]]; 2]);
    // half of either neighbor, along both axes
    is_near(by(0.5, 0.0), [[[3.0, 4.0, 2.25], [6.0, 7.0, 3.75], [3.75, 4.25, 2.25]]; 2]);
}

#[test]
fn a_rotation_turns_around_the_center() {
    let by = |rotate| Augmentation { rotate, ..NONE }.variant(&[PLANE], &mut Lowest);
    is_near(by(90.0), [[[3.0, 6.0, 9.0], [2.0, 5.0, 8.0], [1.0, 4.0, 7.0]]]);
    is_near(by(180.0), [[[9.0, 8.0, 7.0], [6.0, 5.0, 4.0], [3.0, 2.0, 1.0]]]);
    let square = Augmentation { rotate: 90.0, ..NONE }.variant(&[[[1.0_f64, 2.0], [3.0, 4.0]]], &mut Lowest);
    assert!((square[0][0][0] - 2.0).abs() < 1e-12 && (square[0][1][0] - 1.0).abs() < 1e-12);
}

#[test]
fn a_scale_of_one_halves_or_doubles() {
    let by = |scale| Augmentation { scale, ..NONE }.variant(&[PLANE], &mut Lowest);
    // half the size: two pixels of the image for one of the variant
    is_near(by(1.0), [[[0.0, 0.0, 0.0], [0.0, 5.0, 0.0], [0.0, 0.0, 0.0]]]);
    // three for two, half of some from the background
    is_near(by(0.5), [[[0.25, 1.0, 0.75], [2.0, 5.0, 3.0], [1.75, 4.0, 2.25]]]);
}

#[test]
fn a_shift_is_spread_evenly_over_both_ways_and_noise_is_normal() {
    let (mut dot, rng) = ([[[0.0_f32; 9]; 9]], &mut SmallRng::seed_from_u64(5));
    dot[0][4][4] = 1.0;
    let mut sums = [0.0_f64; 3];
    for _ in 0..4000 {
        let variant = Augmentation { shift: 3.0, ..NONE }.variant(&dot, rng);
        let at = |row: usize, column: usize| f64::from(variant[0][row][column]);
        let places = (0..81).map(|place| (place / 9, place % 9));
        let down: f64 = places.clone().map(|(i, j)| at(i, j) * (i as f64 - 4.0)).sum();
        let right: f64 = places.map(|(i, j)| at(i, j) * (j as f64 - 4.0)).sum();
        assert!(down.abs() <= 3.0001 && right.abs() <= 3.0001);
        sums = [sums[0] + down, sums[1] + right, sums[2] + down * down];
    }
    // uniform on -3..3: mean 0, variance 3, each within five standard errors
    assert!(sums[0].abs() / 4000.0 < 0.14 && sums[1].abs() / 4000.0 < 0.14, "{sums:?}");
    assert!((sums[2] / 4000.0 - 3.0).abs() < 0.22, "{sums:?}");

    let noisy = Augmentation { noise: 0.5, ..NONE }.variant(&[[[1.0_f64; 100]; 100]], rng);
    let numbers = noisy.as_flattened().as_flattened();
    let mean = numbers.iter().sum::<f64>() / 1e4;
    let variance = numbers.iter().map(|x| (x - mean).powi(2)).sum::<f64>() / 1e4;
    assert!((mean - 1.0).abs() < 0.025 && (variance - 0.25).abs() < 0.018, "{mean} {variance}");
}

network! { struct Net: [1, 5, 5] => Conv2d<3, 3, Relu> => Flatten => Dense<2, Softmax> }

/// Crosses and rings with a mark of their own.
fn images() -> Dataset<[[[f32; 5]; 5]; 1], usize> {
    let image = |i: usize| {
        let mut image = [[[0.0; 5]; 5]];
        for k in 0..5 {
            let ring = [(0, k), (k, 0), (4, k), (k, 4)];
            let places = if i.is_multiple_of(2) { [(2, k), (k, 2), (2, k), (k, 2)] } else { ring };
            places.into_iter().for_each(|(row, column)| image[0][row][column] = 1.0);
        }
        image[0][1 + i % 3][1 + i / 2 % 3] += 0.25;
        image
    };
    Dataset::new((0..60).map(image).collect(), (0..60).map(|i| i % 2).collect()).unwrap()
}

const AUGMENTATION: Augmentation = Augmentation { shift: 1.0, rotate: 20.0, scale: 0.2, noise: 0.1, ..NONE };

fn losses(fit: &Fit<CrossEntropy, Adam>, augmentation: Option<Augmentation>) -> (Net, Vec<f64>, usize) {
    let data = images();
    let mut net = Net::random(&mut SmallRng::seed_from_u64(3));
    let samples = augmentation.map_or(data.data(), |augmentation| data.data().augmented(augmentation));
    let before = counting::allocations();
    let history = fit.run(&mut net, samples, ()).unwrap();
    let allocations = counting::allocations() - before;
    (net, history.epochs.iter().map(|epoch| epoch.loss).collect(), allocations)
}

#[test]
fn the_same_seed_gives_the_same_bits_and_another_other_images() {
    let fit = Fit { epochs: 4, batch: 16, ..Fit::new(CrossEntropy, Adam::default()) };
    let (net, first, _) = losses(&fit, Some(AUGMENTATION));
    assert_eq!((net, first.clone()), {
        let again = losses(&fit, Some(AUGMENTATION));
        (again.0, again.1)
    });
    assert_ne!(first, losses(&Fit { seed: 1, ..fit }, Some(AUGMENTATION)).1);
    assert_ne!(first, losses(&fit, None).1);
}

#[test]
fn every_epoch_has_images_of_its_own_whatever_the_batch() {
    // nothing is learned, so that the loss is one of the images alone
    let fit = |batch| Fit { epochs: 3, batch, learning_rate: 0.0, ..Fit::new(CrossEntropy, Adam::default()) };
    let equal = |a: f64, b: f64| (a - b).abs() < 1e-6;
    let (.., plain, _) = losses(&fit(7), None);
    assert!(equal(plain[0], plain[1]) && equal(plain[1], plain[2]), "{plain:?}");
    let ((.., seven, _), (.., sixty, _)) =
        (losses(&fit(7), Some(AUGMENTATION)), losses(&fit(60), Some(AUGMENTATION)));
    assert!((seven[0] - seven[1]).abs() > 1e-4 && (seven[1] - seven[2]).abs() > 1e-4, "{seven:?}");
    assert!(seven.iter().zip(&sixty).all(|(a, b)| equal(*a, *b)), "{seven:?} {sixty:?}");
}

#[test]
fn a_variant_costs_no_allocation() {
    let fit = Fit { epochs: 5, batch: 16, ..Fit::new(CrossEntropy, Adam::default()) };
    assert_eq!(losses(&fit, Some(AUGMENTATION)).2, losses(&fit, None).2);
}

#[test]
fn what_is_judged_stays_as_it_is() {
    let (data, net) = (images(), Net::random(&mut SmallRng::seed_from_u64(3)));
    let plain = evaluate(&net, data.data(), &CrossEntropy, &[]).unwrap();
    assert_eq!(evaluate(&net, data.data().augmented(AUGMENTATION), &CrossEntropy, &[]).unwrap(), plain);
    let fit = Fit { epochs: 2, learning_rate: 0.0, ..Fit::new(CrossEntropy, Adam::default()) };
    let samples = data.data().augmented(AUGMENTATION).validate(&data.inputs, &data.targets);
    let history = fit.run(&mut { net }, samples, ()).unwrap();
    for epoch in history.epochs {
        assert_eq!(epoch.validation.map(|scores| scores.loss), Some(plain.scores.loss));
    }
}

#[test]
fn settings_without_sense_are_refused() {
    let data = images();
    let refused = |augmentation| {
        let fit = Fit::new(CrossEntropy, Adam::default());
        fit.run(&mut Net::zeros(), data.data().augmented(augmentation), ()).unwrap_err().to_string()
    };
    for (augmentation, words) in [
        (
            Augmentation { shift: -1.0, ..NONE },
            "an augmentation's `shift` is finite and not negative, not -1",
        ),
        (
            Augmentation { noise: f64::NAN, ..NONE },
            "an augmentation's `noise` is finite and not negative, not NaN",
        ),
        (
            Augmentation { scale: f64::INFINITY, ..NONE },
            "an augmentation's `scale` is finite and not negative, not inf",
        ),
        (Augmentation { rotate: 181.0, ..NONE }, "an augmentation rotates by 0 to 180 degrees, not 181"),
        (
            Augmentation { background: f64::NAN, ..NONE },
            "the background of an augmentation is finite, not NaN",
        ),
    ] {
        assert_eq!(refused(augmentation), words);
    }
}

/// With batches so large that they are shared among threads, or would be.
#[test]
fn threads_have_no_say_in_it() {
    let data = images();
    let order: Vec<usize> = (0..1200).map(|sample| sample % data.len()).collect();
    let data = data.pick(&order);
    let fit = Fit { epochs: 2, batch: 1000, ..Fit::new(CrossEntropy, Adam::default()) };
    let train = |threads| {
        in_pool(threads, || {
            let mut net = Net::random(&mut SmallRng::seed_from_u64(3));
            let history = fit.run(&mut net, data.data().augmented(AUGMENTATION), ()).unwrap();
            (net, history.epochs.last().map(|epoch| epoch.loss.to_bits()))
        })
    };
    assert!(train(1) == train(2) && train(1) == train(5));
}
