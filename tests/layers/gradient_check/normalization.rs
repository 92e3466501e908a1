//! Normalization and dropout: batch statistics, and a mask that stays.

use super::random_networks::{batch, say};
use super::*;

fn several<N, D, M, L, const OUT: usize>(name: &str, loss: &L)
where
    N: Learn<Scalar = f64, Output = Vector<OUT>>,
    D: Learn<Scalar = Dual, Input = N::Input, Output = Vector<OUT>>,
    M: Learn<Scalar = Near, Input = N::Input, Output = Vector<OUT>>,
    L: Loss<N::Activation> + Loss<D::Activation> + Kinks,
{
    let rng = &mut SmallRng::seed_from_u64(name.len() as u64);
    // statistics of one sample are none
    say(N::ARCHITECTURE, &[batch::<N, D, M, L, OUT, 3>(loss, rng), batch::<N, D, M, L, OUT, 7>(loss, rng)]);
}

macro_rules! architectures {
    ($($name:ident: [$($body:tt)*], $outputs:literal, $loss:expr;)*) => {$(
        #[test]
        fn $name() {
            network! { struct Net<T>: T; $($body)* }
            several::<Net<f64>, Net<Dual>, Net<Near>, _, $outputs>(stringify!($name), &$loss);
        }
    )*};
}

architectures! {
    dense: [4 => Dense<5, bias = false> => BatchNorm<Tanh> => Dense<2>], 2, MeanSquaredError;
    first_and_last: [3 => BatchNorm => Dense<4, Tanh> => Dense<3> => BatchNorm<Softmax>], 3, CrossEntropy;
    convolution: [[2, 5, 4] => Conv2d<3, 3, bias = false> => BatchNorm<Relu> => Conv2d<2, 2> => BatchNorm => Silu => GlobalAvgPool], 2, MeanSquaredError;
    steps: [[5, 2] => Conv1d<3, 2> => BatchNorm<Tanh> => Flatten => Dense<2>], 2, MeanSquaredError;
    layer: [4 => Dense<6> => LayerNorm<Tanh> => Dense<2> => LayerNorm], 2, Huber { delta: 0.5 };
    layer_of_images: [[2, 3, 4] => LayerNorm<Gelu> => Conv2d<3, 2> => LayerNorm => Flatten => Dense<2>], 2, MeanSquaredError;
    layer_of_steps: [[4, 3] => LayerNorm => Conv1d<2, 2> => Flatten], 6, MeanSquaredError;
    rms: [4 => Dense<6> => RmsNorm<Tanh> => Dense<2> => RmsNorm], 2, Huber { delta: 0.5 };
    rms_of_images: [[2, 3, 4] => RmsNorm<Gelu> => Conv2d<3, 2> => RmsNorm => Flatten => Dense<2>], 2, MeanSquaredError;
    rms_of_steps: [[4, 3] => RmsNorm => Conv1d<2, 2> => Flatten => Dense<9> => RmsNorm<Softmax>], 9, CrossEntropy;
    rms_of_many: [2 => Dense<37> => RmsNorm => Dense<2>], 2, MeanSquaredError;
    group: [[4, 3, 3] => GroupNorm<2, Tanh> => Conv2d<6, 2> => GroupNorm<3> => GlobalAvgPool], 6, MeanSquaredError;
    group_of_vectors: [6 => Dense<8> => GroupNorm<2, Tanh> => Dense<2>], 2, MeanSquaredError;
    dropout: [4 => Dropout<0.3> => Dense<9, Tanh> => Dropout<0.5> => Dense<3, Softmax>], 3, CrossEntropy;
    dropout_of_images: [[2, 4, 4] => Conv2d<3, 3> => Dropout<0.25> => BatchNorm<Tanh> => Flatten => Dense<2>], 2, MeanSquaredError;
}
