//! The ways to an output agree, of every layer there is: `activate`, `infer`, `inspect`, a pass that predicts, and a pass that
//! learns.

use constrata::activation::{Activation, Differentiable};
use constrata::bytemuck::zeroed;
use constrata::layer::{Input, Output};
use constrata::prelude::*;
use rand::{RngExt, SeedableRng, rngs::SmallRng};

const BATCH: usize = 3;

/// `learns` where a pass that learns computes the same: not of dropout and statistics of a batch.
fn agree<N: Network<Scalar = f64> + Learn<Activation: Differentiable>>(learns: bool) {
    let rng = &mut SmallRng::seed_from_u64(31);
    let mut net = N::zeros();
    for index in 0..N::TENSORS {
        // of buffers there are variances
        let low = if N::learns(index) { -1.0 } else { 0.5 };
        net.tensor_mut(index).iter_mut().for_each(|number| *number = rng.random_range(low..1.0));
    }
    let (mut x, [mut y, mut found]): (Input<N, BATCH>, [Output<N, BATCH>; 2]) = (zeroed(), zeroed());
    N::Input::numbers_mut(&mut x).iter_mut().for_each(|x| *x = rng.random_range(-1.0..1.0));
    net.activate(&x, &mut y);
    let near = |found: &Output<N, BATCH>, way: &str| {
        for (found, y) in N::Output::flat(found).iter().zip(N::Output::flat(&y)) {
            assert!(
                (found - y).abs() <= 1e-13 * y.abs().max(1.0),
                "{}, {way}: {found}, not {y}",
                N::ARCHITECTURE
            );
        }
    };
    net.infer(&x, &mut found);
    N::Activation::apply(N::Output::flat_mut(&mut found), N::Output::LEN);
    near(&found, "infer");

    let (mut rows, mut last) = (0, Vec::new());
    net.inspect(&x, &mut found, &mut |_, outputs| {
        rows += 1;
        last = outputs.to_vec();
    });
    near(&found, "inspect");
    assert_eq!(last, N::Output::flat(&found));
    N::nodes(&mut |node| rows -= i32::from(node.row().is_some()));
    assert_eq!(rows, 0);

    let mut pass = N::pass::<BATCH>();
    pass.activate(&net, &x);
    near(&pass.output, "a pass that predicts");
    if learns {
        pass.forward(&net, &x);
        near(&pass.output, "a pass that learns");
    }
}

macro_rules! all_agree {
    ($($learns:literal [$($body:tt)*])*) => {
        $(agree::<network!(f64; $($body)*)>($learns);)*
    };
}

#[test]
fn rows_of_layers() {
    all_agree! {
        true [3 => Dense<4, Tanh>]
        true [3 => Dense<4, Relu> => PRelu => Dense<6, Maxout<2>> => Swish => Gelu => Dense<2, Softmax>]
        true [4 => LayerNorm<Tanh>]
        true [4 => RmsNorm<Sigmoid>]
        false [4 => Dense<4> => BatchNorm<Tanh>]
        false [4 => Dropout<0.5> => Dense<3, Tanh> => Dropout<0.5>]
    }
}

#[test]
fn images_and_sequences() {
    all_agree! {
        true [[2, 4, 4] => ZeroPad<1> => Conv2d<2, 3, Relu> => MaxPool2d<2> => Upsample<2> => AvgPool2d<2> => Flatten]
        true [[2, 3, 3] => ConvTranspose2d<2, 2, Tanh, stride = 2> => GroupNorm<2, Relu> => GlobalAvgPool]
        true [[5, 3] => Conv1d<2, 3, Tanh>]
    }
}

#[test]
fn blocks() {
    all_agree! {
        true [4 => Repeat<1>(Dense<4, Tanh>)]
        true [4 => Repeat<2>(Dense<4, Tanh>)]
        true [4 => Repeat<3>(Dense<4, Tanh> => Dense<4, Sigmoid>)]
        true [4 => Residual(Dense<4, Tanh> => Dense<4, Sigmoid>, Tanh)]
        true [4 => Residual(Dense<3, Tanh>, Sigmoid, project = Dense<3>)]
        true [4 => Repeat<3>(Residual(Dense<4>, Tanh))]
        true [4 => Parallel(concat: Dense<2, Tanh>, Identity, Dense<3> => Dense<1, Sigmoid>)]
        true [4 => Parallel(add: Dense<4, Tanh>, Identity, Dense<3> => Dense<4, Sigmoid>) => Tanh]
        false [4 => Repeat<2>(Residual(Dense<4, Tanh> => BatchNorm => Dropout<0.5>, Tanh))]
        false [4 => Parallel(concat: Dropout<0.5>, Dense<2> => BatchNorm<Tanh>)]
    }
}
