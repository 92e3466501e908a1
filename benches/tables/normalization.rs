//! What normalization costs beside the convolution before it, of which it is meant to be a small part.
//!
//! ```text
//! cargo bench -p benches --bench normalization
//! ```
//!
//! 32 samples, forward as in training, and backward with the gradient of the input; the shortest of many turns counts.

#[path = "../common/timing.rs"]
mod timing;

use std::hint::black_box;

use constrata::layer::{Input, Output};
use constrata::layers::{BatchNorm, Conv2d, GroupNorm, LayerNorm};
use constrata::prelude::*;
use constrata::{Image, Window};
use rand::{SeedableRng, rngs::SmallRng};

fn microseconds(call: impl FnMut()) -> f64 {
    timing::shortest(call) * 1e6
}

/// Forward and backward of 32 samples.
fn layer<L: Learn<Scalar = f32>>() -> [f64; 2] {
    let mut rng = SmallRng::seed_from_u64(1);
    let mut number = |to: &mut [f32]| {
        use constrata::rand_core::Rng;
        to.iter_mut().for_each(|x| *x = rng.next_u32() as f32 / u32::MAX as f32 - 0.5);
    };
    let (mut x, mut z) = (constrata::boxed::<Input<L, 32>>(), constrata::boxed::<Output<L, 32>>());
    let (mut dx, mut dz) = (constrata::boxed::<Input<L, 32>>(), constrata::boxed::<Output<L, 32>>());
    number(L::Input::numbers_mut(&mut *x));
    number(L::Output::flat_mut(&mut *dz));
    let layer = L::boxed(&mut SmallRng::seed_from_u64(2));
    let (mut tape, mut gradient) = (constrata::boxed::<L::Tape<32>>(), constrata::boxed::<L>());
    let forward = microseconds(|| {
        black_box(&*layer).forward(black_box(&*x), &mut tape, &mut z);
        black_box(&mut z);
    });
    let backward = microseconds(|| {
        black_box(&*layer).backward(black_box(&*x), &mut tape, black_box(&*dz), Some(&mut dx), &mut gradient);
        black_box((&mut gradient, &mut dx));
    });
    [forward, backward]
}

fn row<C: Learn<Scalar = f32>, N: Learn<Scalar = f32>>() {
    let ([conv, conv_back], [norm, norm_back]) = (layer::<C>(), layer::<N>());
    let share = 100.0 * (norm + norm_back) / (conv + conv_back + norm + norm_back);
    println!(
        "| {:<22} | {:>12} | {conv:7.1} {conv_back:7.1} | {norm:6.1} {norm_back:6.1} | {share:4.1} % |",
        N::NAME,
        N::Output::NAME
    );
}

fn main() {
    println!("| behind Conv2d<_, 3>    |        image |  conv, us  back |  norm    back | share  |");
    println!("|------------------------|--------------|-----------------|---------------|--------|");
    type Conv<const C: usize, const N: usize, const S: usize, const P: usize> =
        Conv2d<Image<C, S, S>, Image<N, S, S>, Window<3, 3, 1, 1, 1, 1>, N, P>;
    type Wide = Conv<16, 32, 8, 144>;
    row::<Wide, BatchNorm<Image<32, 8, 8>, 32>>();
    row::<Wide, GroupNorm<Image<32, 8, 8>, 32, 8>>();
    row::<Wide, LayerNorm<Image<32, 8, 8>, 2048>>();
    row::<Conv<32, 32, 4, 288>, BatchNorm<Image<32, 4, 4>, 32>>();
    row::<Conv<16, 16, 32, 144>, BatchNorm<Image<16, 32, 32>, 16>>();
    row::<Conv<64, 64, 8, 576>, BatchNorm<Image<64, 8, 8>, 64>>();
    row::<Conv<1, 16, 8, 9>, BatchNorm<Image<16, 8, 8>, 16>>();
}
