//! Everything against PyTorch (metrics against scikit-learn), in `f64` and `f32`: see `goldens/generate.py` for where the numbers come from.
//!
//! A comparison is relative to the largest number of its tensor. The tolerances are a few times the errors measured;
//! `cargo test --test goldens -- --nocapture` prints those.

use constrata::bytemuck::Zeroable;
use constrata::layer::Input;
use constrata::loss::Loss;
use constrata::prelude::*;

/// A test of one file in both precisions, with the tolerance for each.
macro_rules! in_both_precisions {
    ($check:ident, $part:literal, f64: $double:literal, f32: $single:literal) => {
        #[test]
        fn in_f64() {
            let text = include_str!(concat!($part, ".f64.txt"));
            let golden = crate::reader::Golden::new(text, $double);
            $check::<f64>(&golden);
            golden.finish(concat!($part, " f64"));
        }
        #[test]
        fn in_f32() {
            let text = include_str!(concat!($part, ".f32.txt"));
            let golden = crate::reader::Golden::new(text, $single);
            $check::<f32>(&golden);
            golden.finish(concat!($part, " f32"));
        }
    };
}

/// Networks by the names of their cases, each with its batch and how many numbers come out: output and gradients.
macro_rules! networks {
    ($golden:ident, $T:ident, $($name:literal, $batch:literal, [$($body:tt)*], $out:literal;)*) => {$({
        network! { struct Net<T>: T; $($body)* }
        let case = $golden.case($name);
        let (network, x) = (case.network::<Net<$T>>(), crate::input::<Net<$T>, $batch>(case));
        crate::compare_output(case, &network, &x);
        let target = crate::numbers::<$T, $out, $batch>(case);
        crate::compare_gradients(case, &network, &x, &target, &MeanSquaredError);
    })*};
}

mod activations;
mod depth;
mod losses;
mod metrics;
mod networks;
mod normalization;
mod reader;
mod recurrent;
mod schedules;
mod seeded;
mod space;
mod steps;
mod training;
mod weighted;

use reader::Case;

/// A target for `B` samples of `N` numbers.
fn numbers<T: Scalar, const N: usize, const B: usize>(case: Case) -> [[T; N]; B] {
    let mut target = [[T::ZERO; N]; B];
    case.fill("t", target.as_flattened_mut());
    target
}

fn input<N: Network, const B: usize>(case: Case) -> Input<N, B> {
    let mut x: Input<N, B> = Zeroable::zeroed();
    case.fill("x", N::Input::numbers_mut(&mut x));
    x
}

/// Forward and backward of one batch: the loss, the gradient by every parameter and by the input.
fn compare_gradients<N: Learn, const B: usize>(
    case: Case,
    network: &N,
    x: &Input<N, B>,
    target: &impl constrata::Targets<N::Output, N::Scalar, B>,
    loss: &impl Loss<N::Activation>,
) {
    let (mut pass, mut gradient) = (N::pass(), N::zeros());
    let mut dx: Input<N, B> = Zeroable::zeroed();
    pass.logits(network, x);
    case.compare("loss", &[pass.loss(loss, target)]);
    network.backward(x, &mut pass.tape, &pass.gradient, Some(&mut dx), &mut gradient);
    case.compare_network('g', &gradient);
    case.compare("dx", N::Input::numbers(&dx));
}

/// The output as `predict` has it.
fn compare_output<N: Network, const B: usize>(case: Case, network: &N, x: &Input<N, B>) {
    let mut y: constrata::layer::Output<N, B> = Zeroable::zeroed();
    network.activate(x, &mut y);
    case.compare("y", N::Output::flat(&y));
}
