//! Normalization, in both modes; running statistics over several batches.

use constrata::layer::Output;
use constrata::prelude::*;

use crate::reader::Golden;
use crate::{Case, Zeroable, input};

in_both_precisions!(all, "normalization", f64: 2e-13, f32: 1e-4);

fn all<T: Scalar>(golden: &Golden) {
    networks! { golden, T,
        "batch of vectors", 4, [5 => BatchNorm], 5;
        "batch dense", 8, [3 => Dense<7, bias = false> => BatchNorm<Tanh> => Dense<2>], 2;
        "batch of two", 2, [3 => Dense<4> => BatchNorm => Relu], 4;
        "batch of images", 3, [[2, 5, 7] => BatchNorm<Gelu> => Flatten], 70;
        "batch conv", 4, [[2, 6, 6] => Conv2d<5, 3, bias = false> => BatchNorm<Tanh> => Conv2d<3, 2> => BatchNorm => Flatten], 27;
        "batch one pixel", 6, [[3, 1, 1] => BatchNorm<Sigmoid> => Flatten], 3;
        "batch of sequences", 3, [[6, 4] => Conv1d<5, 2> => BatchNorm<Tanh> => Flatten], 25;
        "layer of a vector", 3, [6 => Dense<9> => LayerNorm<Tanh> => Dense<2>], 2;
        "layer of an image", 2, [[3, 4, 5] => LayerNorm => Tanh => Flatten], 60;
        "layer of a sequence", 2, [[5, 4] => LayerNorm => Flatten], 20;
        "group of an image", 3, [[6, 4, 3] => Conv2d<6, 2> => GroupNorm<3, Tanh> => Flatten], 36;
        "group of one", 2, [[4, 3, 3] => GroupNorm<1> => Flatten], 36;
        "group of each", 2, [[4, 3, 3] => GroupNorm<4> => Flatten], 36;
        "group of a vector", 3, [8 => GroupNorm<2> => Tanh], 8;
    }
    networks! { golden, T,
        "rms of a vector", 3, [6 => Dense<19> => RmsNorm<Tanh> => Dense<2>], 2;
        "rms of an image", 2, [[3, 4, 5] => RmsNorm => Tanh => Flatten], 60;
        "rms of a sequence", 2, [[5, 4] => RmsNorm => Flatten], 20;
        "rms of small numbers", 2, [3 => RmsNorm], 3;
    }
    far_out::<T>(golden.case("batch far out"));
    batch_after_batch::<T>(golden.case("batch after batch"));
}

fn far_out<T: Scalar>(case: Case) {
    network! { struct Net<T>: T; 2 => BatchNorm }
    let (network, x, mut pass) = (case.network::<Net<T>>(), input::<Net<T>, 16>(case), Net::pass());
    pass.logits(&network, &x);
    // of 4096 and more, single precision has 2^-12 left
    let case = if size_of::<T>() == 4 { case.loosely(1e-3) } else { case.loosely(1e-9) };
    case.compare("y", pass.output.as_flattened());
}

fn batch_after_batch<T: Scalar>(case: Case) {
    network! { struct Net<T>: T; [2, 3, 3] => Conv2d<3, 2> => BatchNorm<Relu> => Flatten => Dense<4> => BatchNorm }
    fn learn<N: Learn, const B: usize>(case: Case, network: &mut N, batch: usize) {
        let mut pass = N::pass::<B>();
        let mut x: constrata::layer::Input<N, B> = Zeroable::zeroed();
        case.fill(&format!("x{batch}"), N::Input::numbers_mut(&mut x));
        pass.logits(network, &x);
        case.compare(&format!("y{batch}"), N::Output::flat(&pass.output));
        network.update_buffers(&pass.tape);
    }
    let mut network = case.network::<Net<T>>();
    learn::<_, 8>(case, &mut network, 0);
    learn::<_, 8>(case, &mut network, 1);
    learn::<_, 2>(case, &mut network, 2);
    learn::<_, 32>(case, &mut network, 3);
    learn::<_, 8>(case, &mut network, 4);
    case.compare_network('q', &network);
    let (x, mut y): (_, Output<Net<T>, 3>) = (input::<Net<T>, 3>(case), Zeroable::zeroed());
    network.activate(&x, &mut y);
    case.compare("y", y.as_flattened());
}
