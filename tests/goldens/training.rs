//! Every optimizer and option: the first ten losses, and the parameters after.

use constrata::bytemuck::Zeroable;
use constrata::layer::Input;
use constrata::loss::Loss;
use constrata::optimizer::{clip_by_norm, clip_by_value};
use constrata::prelude::*;

use crate::reader::Golden;
use crate::{Case, input, numbers};

in_both_precisions!(all, "training", f64: 1e-13, f32: 4e-6);

/// Ten steps on one batch; `between` backward and step come the penalty (whose value it returns) and the clipping.
fn train<N: Learn, O: Optimizer<N::Scalar>, const B: usize>(
    case: Case,
    target: &impl constrata::Targets<N::Output, N::Scalar, B>,
    loss: &impl Loss<N::Activation>,
    optimizer: &O,
    learning_rate: f64,
    between: impl Fn(&N, &mut N) -> N::Scalar,
) {
    let (mut network, x): (N, Input<N, B>) = (case.network(), input::<N, B>(case));
    let (mut pass, mut gradient, mut state) = (N::pass(), N::zeros(), Zeroable::zeroed());
    let losses = [(); 10].map(|()| {
        gradient.fill(N::Scalar::ZERO);
        pass.logits(&network, &x);
        let loss = pass.loss(loss, target);
        pass.backward(&network, &x, &mut gradient);
        let loss = loss + between(&network, &mut gradient);
        optimizer.step(&mut network, &gradient, &mut state, N::Scalar::of(learning_rate));
        loss
    });
    case.compare("losses", &losses);
    case.compare_network('q', &network);
}

fn all<T: Scalar>(golden: &Golden) {
    network! { struct Net<T>: T; 3 => Dense<5, Tanh> => Dense<2> }
    type Between<'a, T> = &'a dyn Fn(&Net<T>, &mut Net<T>) -> T;
    let nothing: Between<T> = &|_, _| T::ZERO;
    let l2: Between<T> = &|net, gradient| L2 { lambda: T::of(0.125) }.gradient(net, gradient);
    let by_norm: Between<T> = &|_, gradient| clip_by_norm(gradient, T::of(0.5)) * T::ZERO;
    let by_value: Between<T> = &|_, gradient| {
        clip_by_value(gradient, T::of(0.0625));
        T::ZERO
    };
    let adam = Adam { beta1: T::of(0.75), beta2: T::of(0.9), epsilon: T::of(0.01) };
    macro_rules! runs {
        ($($name:literal: $optimizer:expr, $rate:literal, $between:ident;)*) => {$({
            let case = golden.case($name);
            train::<Net<T>, _, 8>(case, &numbers::<T, 2, 8>(case), &MeanSquaredError, &$optimizer, $rate, $between);
        })*};
    }
    runs! {
        "sgd": Sgd, 0.25, nothing;
        "sgd l2": Sgd, 0.25, l2;
        "sgd clip norm": Sgd, 0.25, by_norm;
        "sgd clip value": Sgd, 0.25, by_value;
        "momentum": Momentum::default(), 0.125, nothing;
        "momentum half": Momentum { momentum: T::of(0.5), nesterov: false }, 0.125, nothing;
        "nesterov": Momentum { momentum: T::of(0.75), nesterov: true }, 0.125, nothing;
        "rmsprop": RmsProp::default(), 0.03125, nothing;
        "rmsprop tuned": RmsProp { rho: T::of(0.75), epsilon: T::of(0.01) }, 0.0625, nothing;
        "adagrad": AdaGrad::default(), 0.125, nothing;
        "adagrad tuned": AdaGrad { epsilon: T::of(0.125) }, 0.125, nothing;
        "adam": Adam::default(), 0.0625, nothing;
        "adam l2": Adam::default(), 0.0625, l2;
        "adam tuned": adam, 0.125, nothing;
        "adamw": AdamW::default(), 0.0625, nothing;
        "adamw tuned": AdamW { adam, weight_decay: T::of(0.5) }, 0.125, nothing;
    }
    // PyTorch divides by the norm + 1e-6: the loss agrees to about that, and no better
    let torch = golden.case("sgd clip norm of torch").loosely(1e-5);
    train::<Net<T>, _, 8>(torch, &numbers::<T, 2, 8>(torch), &MeanSquaredError, &Sgd, 0.25, by_norm);

    network! { struct Deep<T>: T; 4 => Dense<8, Relu> => Dense<6, Tanh> => Dense<3, Softmax> }
    let case = golden.case("three layers");
    train::<Deep<T>, _, 9>(case, &case.classes::<9>(), &CrossEntropy, &Adam::default(), 0.0625, |_, _| {
        T::ZERO
    });
    network! { struct And<T>: T; 2 => Dense<1, Sigmoid> }
    let case = golden.case("one layer");
    train::<And<T>, _, 4>(case, &numbers::<T, 1, 4>(case), &BinaryCrossEntropy, &Sgd, 0.25, |_, _| T::ZERO);
}
