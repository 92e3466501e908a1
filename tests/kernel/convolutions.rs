//! The products of convolutions at every level, over random sizes, against sums in `f64`.

mod every;
mod sums;
mod windows;

use constrata::kernel::{Convolution, Level};
use constrata::{Geometry, Scalar};

use crate::levels::at_every_level;
use crate::random::Random;
use sums::{Sums, terms};
use windows::large;

/// The three products of random numbers, of which some may be not `finite`; how many of the results are finite, and are not.
pub(crate) fn check<T: Scalar>(
    g: &Geometry,
    batch: usize,
    random: &mut Random,
    level: Level,
    finite: bool,
) -> [usize; 2] {
    let (x_size, z_size) = (g.channels * g.x[0] * g.x[1], g.outputs * g.z[0] * g.z[1]);
    let (mut x, mut dz) = (random.numbers::<T>(x_size * batch), random.numbers::<T>(z_size * batch));
    let mut weights = random.numbers::<T>(g.patch() * g.outputs);
    for numbers in [&mut x, &mut dz, &mut weights] {
        if !finite && !random.next().is_multiple_of(3) {
            random.spoil(numbers);
        }
    }
    let bias = (!random.next().is_multiple_of(3)).then(|| random.numbers::<T>(g.outputs));
    let back_bias = (!g.sequence && random.next().is_multiple_of(2)).then(|| random.numbers::<T>(g.channels));
    let before = random.numbers::<T>(weights.len());
    let place = |bias: &Option<Vec<T>>, channels: usize, size: usize| -> Vec<T> {
        let plane = size / channels;
        let one = |i: usize| if g.sequence { i % channels } else { i / plane };
        (0..size * batch).map(|i| bias.as_ref().map_or(T::ZERO, |bias| bias[one(i % size)])).collect()
    };
    let mut forward = Sums::from(&place(&bias, g.outputs, z_size));
    let mut back = Sums::from(&place(&back_bias, g.channels, x_size));
    let mut sums = Sums::from(&before);
    let terms = terms(g);
    for sample in 0..batch {
        for &(i, o, w) in &terms {
            let (i, o) = (i + sample * x_size, o + sample * z_size);
            forward.add(o, x[i], weights[w]);
            back.add(i, dz[o], weights[w]);
            sums.add(w, dz[o], x[i]);
        }
    }
    let what = format!("{} {level:?} {g:?}, batch {batch}, ", T::NAME);
    let mut z = vec![T::of(7.0); z_size * batch];
    let (bias, back_bias) = (bias.as_deref(), back_bias.as_deref());
    T::convolution(Convolution::Forward { geometry: g, weights: &weights, bias, x: &x, z: &mut z });
    forward.compare(&z, &(what.clone() + "z"));
    let mut gradient = before;
    T::convolution(Convolution::Weights { geometry: g, dz: &dz, x: &x, gradient: &mut gradient });
    sums.compare(&gradient, &(what.clone() + "dW"));
    let mut dx = vec![T::of(7.0); x_size * batch];
    let input = Convolution::Input { geometry: g, weights: &weights, bias: back_bias, dz: &dz, dx: &mut dx };
    T::convolution(input);
    back.compare(&dx, &(what + "dx"));
    let all = forward.0.iter().chain(&sums.0).chain(&back.0);
    let count = all.clone().filter(|sum| sum.is_finite()).count();
    [count, all.count() - count]
}

#[test]
fn convolutions_at_every_level() {
    at_every_level(|level| {
        every::windows(level);
        let mut random = Random(level as u64);
        sizes(&mut random, level);
        for g in large() {
            check::<f32>(&g, 2, &mut random, level, true);
            check::<f64>(&g, 1, &mut random, level, true);
        }
        not_finite(&mut random, level);
    });
}

/// Small sizes, many of them odd; and some that fill tiles and more.
fn sizes(random: &mut Random, level: Level) {
    let mut seen = [0; 3];
    for round in 0..300 {
        let (most, channels) = if round % 60 == 0 { (37, 24) } else { (12, 7) };
        let g = random.geometry(most, channels, round % 4 == 3);
        let batch = random.size(3);
        check::<f32>(&g, batch, random, level, true);
        check::<f64>(&g, batch, random, level, true);
        seen[0] += usize::from(g.pad != [0; 2]);
        seen[1] += usize::from(g.groups > 1);
        seen[2] += usize::from(g.size == [1; 2]);
    }
    assert!(seen.iter().all(|seen| *seen > 20), "{seen:?}");
}

/// A NaN or an infinity reaches what its pixel counts for, and nothing else.
fn not_finite(random: &mut Random, level: Level) {
    let mut seen = [0; 2];
    let small: Vec<Geometry> = (0..150).map(|round| random.geometry(12, 5, round % 4 == 3)).collect();
    for g in small.iter().chain(&large()) {
        let batch = random.size(3);
        for count in
            [check::<f32>(g, batch, random, level, false), check::<f64>(g, batch, random, level, false)]
        {
            seen.iter_mut().zip(count).for_each(|(seen, count)| *seen += usize::from(count > 0));
        }
    }
    assert!(seen.iter().all(|seen| *seen > 150), "{seen:?}");
}
