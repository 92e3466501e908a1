//! Random networks: the most important test.

use super::*;

/// `z / (1 + |z|)`, the user's own.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Softsign;
impl Elementwise for Softsign {
    const NAME: Text = Text::new("Softsign");
    fn value<T: Scalar>(z: T) -> T {
        z / (T::ONE + z.abs())
    }
    fn derivative<T: Scalar>(y: T) -> T {
        (T::ONE - y.abs()) * (T::ONE - y.abs())
    }
}

/// Networks of an architecture: half of them learn from one sample, half from three. The kernels see every size of a batch in
/// `tests/kernel`; here each costs a second to compile.
const EACH: usize = 10;

fn random_networks<N, D, M, L, const OUT: usize>(name: &str, loss: &L)
where
    N: Learn<Scalar = f64, Output = Vector<OUT>>,
    D: Learn<Scalar = Dual, Input = N::Input, Output = Vector<OUT>>,
    M: Learn<Scalar = Near, Input = N::Input, Output = Vector<OUT>>,
    L: Loss<N::Activation> + Loss<D::Activation> + Kinks,
{
    // FNV-1a: another seed for every architecture
    let seed = name.bytes().fold(0xcbf2_9ce4_8422_2325, |hash: u64, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x100_0000_01b3)
    });
    let rng = &mut SmallRng::seed_from_u64(seed);
    let errors = [batch::<N, D, M, L, OUT, 1>(loss, rng), batch::<N, D, M, L, OUT, 3>(loss, rng)];
    say(N::ARCHITECTURE, &errors);
}

/// How far the worst was off.
pub(super) fn say(architecture: &str, errors: &[[f64; 2]]) {
    let worst = errors.iter().fold([0.0, 0.0], |[a, b]: [f64; 2], [c, d]| [a.max(*c), b.max(*d)]);
    println!("{architecture}: {:.1e} from differences, {:.1e} from duals", worst[0], worst[1]);
}

pub(super) fn batch<N, D, M, L, const OUT: usize, const B: usize>(loss: &L, rng: &mut SmallRng) -> [f64; 2]
where
    N: Learn<Scalar = f64, Output = Vector<OUT>>,
    D: Learn<Scalar = Dual, Input = N::Input, Output = Vector<OUT>>,
    M: Learn<Scalar = Near, Input = N::Input, Output = Vector<OUT>>,
    L: Loss<N::Activation> + Loss<D::Activation> + Kinks,
{
    let mut other = draw::<N, M, OUT, B>(rng, loss);
    let mut worst = [0.0_f64; 2];
    for _ in 0..EACH / 2 {
        let mut sample = draw::<N, M, OUT, B>(rng, loss);
        worst[0] = worst[0].max(against_differences(&mut sample, loss));
        worst[1] = worst[1].max(against_duals::<N, D, L, OUT, B>(&sample, loss, rng));
        passes_share_nothing([&sample, &other], loss);
        other = sample;
    }
    worst
}

macro_rules! architectures {
    ($($name:ident: [$($body:tt)*], $outputs:literal, $loss:expr;)*) => {
        $(#[test]
        fn $name() {
            network! { struct Net<T>: T; $($body)* }
            random_networks::<Net<f64>, Net<Dual>, Net<Near>, _, $outputs>(stringify!($name), &$loss);
        })*
        const ARCHITECTURES: usize = [$(stringify!($name)),*].len();
    };
}

const _: () = assert!(ARCHITECTURES >= 25 && ARCHITECTURES * EACH >= 200);

network! { struct Block<T>: T; 4 => Dense<3, Relu> => Dense<4, Tanh> }
network! { struct Head<T>: T; 4 => Dense<5, Swish> => Dense<3, Softmax> }

architectures! {
    linear: [3 => Dense<2>], 2, MeanSquaredError;
    one_number: [1 => Dense<1>], 1, HalfSquaredError;
    logistic: [4 => Dense<1, Sigmoid>], 1, BinaryCrossEntropy;
    softmax_regression: [5 => Dense<3, Softmax>], 3, CrossEntropy;
    textbook: [3 => Dense<2, Sigmoid> => Dense<1, Sigmoid>], 1, HalfSquaredError;
    xor: [2 => hidden: Dense<8, Tanh> => output: Dense<1, Sigmoid>], 1, BinaryCrossEntropy;
    labels: [4 => dense1: Dense<3, Relu> => r#type: Dense<3, Tanh> => x: Dense<2>], 2, Huber { delta: 0.5 };
    three_layers: [4 => Dense<6, Relu> => Dense<5, Tanh> => Dense<3, Softmax>], 3, CrossEntropy;
    five_layers: [3 => Dense<4, Tanh> => Dense<4, Silu> => Dense<4, Sigmoid> => Dense<4, Elu> => Dense<2>],
        2, MeanSquaredError;
    no_bias: [4 => Dense<5, Tanh, bias = false> => Dense<2, bias = false>], 2, MeanSquaredError;
    some_bias: [4 => Dense<5, Relu, bias = false> => Dense<2>], 2, MeanAbsoluteError;
    image: [[2, 3, 2] => Flatten => Dense<4, Tanh> => Dense<3, Softmax>], 3, CrossEntropy;
    sequence: [[4, 2] => Flatten => Dense<4, Gelu> => Dense<2>], 2, RootMeanSquaredError;
    image_before_flatten: [[1, 2, 3] => Tanh => Silu => Flatten => Dense<2>], 2, MeanSquaredError;
    sequence_before_flatten: [[3, 2] => LeakyRelu<0.2> => Flatten => Dense<2>], 2, MeanSquaredError;
    bare_activations: [3 => Dense<4> => Relu => Dense<4> => Gelu => Dense<2> => Sigmoid], 2, BinaryCrossEntropy;
    begins_bare: [3 => Softplus => Dense<2>], 2, MeanSquaredError;
    only_bare: [3 => Tanh => Softmax], 3, MeanSquaredError;
    maxout: [3 => Dense<4, Maxout<3>> => Dense<2>], 2, MeanSquaredError;
    bare_maxout: [3 => Dense<6> => Maxout<2> => Dense<4> => Maxout<4>], 1, MeanSquaredError;
    prelu: [3 => Dense<4, PRelu> => PRelu => Dense<2>], 2, MeanSquaredError;
    swish: [3 => Swish => Dense<4, Swish> => Dense<2>], 2, Huber { delta: 0.3 };
    hard: [3 => Dense<5, HardSigmoid> => Dense<5, HardSigmoid6> => Dense<4, HardTanh> => Dense<2>],
        2, MeanSquaredError;
    leaky_and_elu: [3 => Dense<5, LeakyRelu<0.25>> => Dense<5, Elu<0.5>> => Dense<2>], 2, HalfSquaredError;
    gelus: [3 => Dense<4, Gelu> => Dense<4, GeluTanh> => Dense<4, GeluSigmoid> => Dense<2, Tanh>],
        2, MeanSquaredError;
    softmax_inside: [3 => Dense<4, Softmax> => Dense<3, Softplus>], 3, MeanSquaredError;
    nested: [4 => Block<T> => Block<T> => Dense<4 => 2>], 2, MeanSquaredError;
    nested_last: [3 => Dense<4, Sigmoid> => body: Block<T> => head: Head<T>], 3, CrossEntropy;
    their_own: [3 => Dense<4, self::Softsign> => Dense<2, self::Softsign>], 2, MeanSquaredError;
    logits: [3 => Dense<4, Relu> => Dense<3>], 3, CrossEntropyWithLogits;
    binary_logits: [3 => Dense<4, Tanh> => Dense<3>], 3, BinaryCrossEntropyWithLogits;
    convolution: [[2, 5, 4] => Conv2d<3, 3, Tanh> => Flatten => Dense<2>], 2, MeanSquaredError;
    convolution_options: [[2, 6, 5] => Conv2d<4, [3, 2], Relu, stride = [2, 1], pad = same, groups = 2>
        => Conv2d<3, 2, dilation = 2, bias = false> => GlobalAvgPool], 3, MeanSquaredError;
    pools: [[2, 6, 6] => MaxPool2d<2> => Conv2d<3, 1, Silu> => AvgPool2d<2, stride = 1> => MaxPool2d<2, pad = 1, stride = 2>
        => Flatten => Dense<3, Softmax>], 3, CrossEntropy;
    pools_drop: [[1, 7, 5] => Conv2d<2, 2> => MaxPool2d<3, last = drop, stride = 2> => AvgPool2d<[1, 2], last = drop, pad = same>
        => GlobalAvgPool => Dense<2>], 2, MeanSquaredError;
    depthwise: [[3, 5, 5] => DepthwiseConv2d<3, Tanh, pad = 1> => Conv2d<4, 1, Relu>
        => DepthwiseConv2d<2, multiplier = 2, stride = 2> => GlobalAvgPool => Dense<2>], 2, MeanSquaredError;
    transposed: [4 => Dense<8, Tanh> => Reshape<[2, 2, 2]> => ConvTranspose2d<3, 3, Tanh, stride = 2, pad = 1, output_pad = 1>
        => ConvTranspose2d<1, 2> => Flatten => Dense<2>], 2, MeanSquaredError;
    steps: [[6, 2] => Conv1d<3, 3, Tanh, pad = causal, dilation = 2> => Conv1d<2, 2, Gelu, stride = 2> => Flatten => Dense<2>],
        2, MeanSquaredError;
    steps_same: [[5, 3] => Conv1d<4, 4, LeakyRelu<0.2>, pad = same> => Reshape<[4, 5, 1]> => GlobalAvgPool], 4, MeanSquaredError;
    moved: [[1, 2, 3] => Upsample<[2, 1]> => ZeroPad<[1, 0, 2, 1]> => Conv2d<2, 3, Softplus> => Upsample<2> => Flatten => Dense<2>],
        2, MeanSquaredError;
    residual: [4 => Dense<5, Tanh> => Residual(Dense<3, Relu> => Dense<5>) => Residual(Dense<5, Silu>, Tanh) => Dense<2>],
        2, MeanSquaredError;
    residual_projected: [3 => Residual(Dense<4, Tanh> => Dense<6>, Relu, project = Dense<5, Silu> => Dense<6, bias = false>)
        => Residual(Dense<6, Sigmoid>, Gelu) => Dense<2>], 2, MeanSquaredError;
    residual_alone: [3 => Residual(Dense<4, Swish> => Residual(Dense<4, Tanh>, Softplus) => Dense<3, Tanh>, Softmax)], 3, CrossEntropy;
    residual_image: [[2, 6, 4] => Residual(Conv2d<2, 3, LeakyRelu<0.2>, pad = 1>, Relu)
        => Residual(Conv2d<3, 3, Tanh, stride = 2, pad = same> => Conv2d<3, 3, pad = same>, Relu, project = Conv2d<3, 1, stride = 2>)
        => GlobalAvgPool => Dense<2>], 2, MeanSquaredError;
    repeated: [3 => Dense<4> => Repeat<4>(Dense<4, Tanh>) => Repeat<3>(Residual(Dense<5, Tanh> => Dense<4>)) => Dense<2, Softmax>],
        2, CrossEntropy;
    repeated_alone: [2 => Repeat<5>(Dense<3, Silu> => Dense<2, Sigmoid>)], 2, BinaryCrossEntropy;
    repeated_once: [[1, 3, 3] => Repeat<1>(Conv2d<1, 3, Tanh, pad = 1>) => Flatten => Repeat<2>(Repeat<2>(Dense<9, Tanh>)) => Dense<2>],
        2, MeanSquaredError;
    parallel: [3 => Parallel(concat: Dense<2, Tanh>, Dense<3> => Swish, Identity) => Parallel(add: Dense<4>, Dense<2, Relu> => Dense<4>)
        => Dense<2>], 2, MeanSquaredError;
    parallel_inside: [3 => Tanh => Parallel(add: Dense<2>, Parallel(concat: Dense<1, Sigmoid>, Dense<1>), Dense<2, Silu>) => Softmax],
        2, CrossEntropy;
    parallel_image: [[2, 5, 4] => Parallel(concat: Conv2d<2, 3, Relu, pad = same>, Identity, MaxPool2d<3, stride = 1, pad = 1> => Conv2d<1, 1>)
        => Repeat<2>(Parallel(concat: Conv2d<2, 1, Tanh>, Conv2d<3, 3, pad = 1>)) => GlobalAvgPool => Dense<2>], 2, MeanSquaredError;
    parallel_steps: [[4, 2] => Parallel(concat: Conv1d<3, 3, Tanh, pad = same>, Identity) => Residual(Conv1d<5, 2, Tanh, pad = causal>)
        => Flatten => Dense<2>], 2, MeanSquaredError;
    wide: [13 => Dense<19, Tanh> => Dense<17, Silu> => Dense<5, Softmax>], 5, CrossEntropy;
}
