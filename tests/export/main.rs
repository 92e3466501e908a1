//! Networks as source text: what the C compiler makes of a header gives the bits of `predict`, the Rust item is the network.
//!
//! Asks for the feature `reproducible`: other builds have another order of operations.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use constrata::activation::Activation;
use constrata::export::{Export, ToC};
use constrata::file::Float;
use constrata::layer::{Input, Output};
use constrata::prelude::*;
use rand::rngs::SmallRng;
use rand::{RngExt, SeedableRng};

mod models;
mod together;
mod worked;

/// The compilers that there are, with all that they can complain about as errors.
fn compilers() -> Vec<(&'static str, Vec<&'static str>)> {
    let strict = [
        "-Wall",
        "-Wextra",
        "-Wshadow",
        "-Wconversion",
        "-Wundef",
        "-Werror",
        "-pedantic",
        "-ffp-contract=off",
    ];
    let all = [
        ("gcc", vec!["-x", "c", "-std=c99", "-O2"]),
        ("gcc", vec!["-x", "c", "-std=c11", "-O0"]),
        ("gcc", vec!["-x", "c", "-std=c99", "-O3", "-march=native"]),
        ("g++", vec!["-x", "c++", "-std=c++11", "-O2"]),
        ("g++", vec!["-x", "c++", "-std=c++20", "-O0"]),
        ("clang", vec!["-x", "c", "-std=c99", "-O3", "-march=native"]),
        ("clang++", vec!["-x", "c++", "-std=c++11", "-O2"]),
    ];
    let there = |compiler| Command::new(compiler).arg("--version").output().is_ok();
    let all = all.into_iter().filter(|(compiler, _)| there(*compiler) || skipped(compiler));
    all.map(|(compiler, flags)| (compiler, flags.into_iter().chain(strict).collect())).collect()
}

fn skipped(compiler: &str) -> bool {
    println!("skipped: there is no {compiler}");
    false
}

/// A folder of its own for each test.
fn folder(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("export").join(name);
    fs::create_dir_all(&folder).unwrap();
    folder
}

/// A program that reads samples and writes what `net_predict` makes of them.
fn program(header: &str, real: &str) -> String {
    format!(
        "{header}\n#include <stdio.h>\n#include <string.h>\nint main(void) {{\n    {real} x[NET_INPUTS], y[NET_OUTPUTS];\n    \
         while (fread(x, sizeof x, 1, stdin) == 1) {{\n        \
         memset(y, 0xff, sizeof y); /* NaN, for what is not written to be seen */\n        net_predict(x, y);\n        \
         if (fwrite(y, sizeof y, 1, stdout) != 1) return 1;\n    }}\n    return 0;\n}}\n"
    )
}

fn run<N: Export + ToC>(name: &str, net: &N, inputs: &[Vec<N::Scalar>])
where
    N::Scalar: Float,
{
    run_header::<N>(name, &net.to_c("net"), inputs, |from, to| net.activate(from, to));
}

/// Compiles a header, and holds what `net_predict` makes of each input against what `predict` does.
fn run_header<N: Network>(
    name: &str,
    header: &str,
    inputs: &[Vec<N::Scalar>],
    predict: impl Fn(&Input<N, 1>, &mut Output<N, 1>),
) where
    N::Scalar: Float,
{
    let real = if size_of::<N::Scalar>() == 4 { "float" } else { "double" };
    let folder = folder(name);
    let (source, data) = (folder.join("net.c"), folder.join("inputs"));
    fs::write(&source, program(header, real)).unwrap();
    fs::write(&data, constrata::bytemuck::cast_slice(&inputs.concat())).unwrap();
    for (place, (compiler, flags)) in compilers().into_iter().enumerate() {
        let binary = folder.join(format!("net{place}"));
        let done = Command::new(compiler).args(&flags).arg(&source).arg("-o").arg(&binary).output();
        let done = done.unwrap();
        let said = String::from_utf8_lossy(&done.stderr);
        assert!(done.status.success(), "{compiler} {flags:?} {}:\n{said}", source.display());
        let ran = Command::new(&binary).stdin(fs::File::open(&data).unwrap()).output().unwrap();
        assert!(ran.status.success());
        let outputs: Vec<N::Scalar> = constrata::bytemuck::pod_collect_to_vec(&ran.stdout);
        assert_eq!(outputs.len(), inputs.len() * N::Output::LEN);
        for (x, y) in inputs.iter().zip(outputs.chunks(N::Output::LEN)) {
            let mut from = zeroed::<N>();
            let mut to: constrata::layer::Output<N, 1> = constrata::bytemuck::Zeroable::zeroed();
            N::Input::numbers_mut(&mut from).copy_from_slice(x);
            N::Output::flat_mut(&mut to).fill(N::Scalar::of(f64::NAN));
            predict(&from, &mut to);
            for (c, rust) in y.iter().zip(N::Output::flat(&to)) {
                assert!(same(*c, *rust), "{name}, {compiler} {flags:?}: {c:?}, not {rust:?}, for {x:?}");
            }
        }
    }
}

fn zeroed<N: Network>() -> constrata::layer::Input<N, 1> {
    constrata::bytemuck::Zeroable::zeroed()
}

/// The same bits; of which NaN is the processor's choice.
fn same<T: Float>(c: T, rust: T) -> bool {
    let [c, rust] = [c, rust].map(T::to_f64);
    c.to_bits() == rust.to_bits() || c.is_nan() && rust.is_nan()
}

/// Numbers of every size, and the ends of what there is.
fn inputs<N: Network>(count: usize) -> Vec<Vec<N::Scalar>> {
    let rng = &mut SmallRng::seed_from_u64(17);
    let ends = [
        f64::NAN,
        f64::INFINITY,
        f64::NEG_INFINITY,
        0.0,
        -0.0,
        1e-40,
        -1e-45,
        1e-310,
        -5e-324,
        3e38,
        -3e38,
        1e300,
        f64::from(f32::MIN_POSITIVE),
        88.8,
        -103.9,
        709.7,
        -745.1,
        0.625,
        -0.625,
        0.92,
        1.0,
        -1.0,
        6.0,
        -3.0,
    ];
    let mut number = |sample: usize| match sample % 4 {
        0 => rng.random::<f64>() * 4.0 - 2.0,
        1 => (rng.random::<f64>() - 0.5) * 300.0,
        2 => (rng.random::<f64>() - 0.5) * (rng.random::<f64>() * 80.0 - 40.0).exp2(),
        _ if rng.random::<u32>() % 3 == 0 => ends[rng.random::<u32>() as usize % ends.len()],
        _ => rng.random::<f64>() - 0.5,
    };
    (0..count).map(|sample| (0..N::Input::LEN).map(|_| N::Scalar::of(number(sample))).collect()).collect()
}

/// A random network in which residual blocks do something, too.
fn drawn<N: Network>(rng: &mut SmallRng) -> N {
    let mut net = N::random(rng);
    for index in 0..N::TENSORS {
        let numbers = net.tensor_mut(index);
        if N::role(index) == Role::Weights && numbers.iter().all(|number| *number == N::Scalar::ZERO) {
            numbers.iter_mut().for_each(|number| *number = N::Scalar::of(rng.random::<f64>() - 0.5));
        }
    }
    net
}

/// One test for each network, in both precisions.
macro_rules! networks {
    ($($name:ident: [$($layers:tt)*];)*) => {$(
        #[test]
        fn $name() {
            network! { struct Net<T>: T; $($layers)* }
            let rng = &mut SmallRng::seed_from_u64(3);
            run(concat!(stringify!($name), "32"), &drawn::<Net<f32>>(rng), &inputs::<Net<f32>>(400));
            run(concat!(stringify!($name), "64"), &drawn::<Net<f64>>(rng), &inputs::<Net<f64>>(400));
        }
    )*};
}

networks! {
    dense: [5 => Dense<7, Relu> => Dense<3, bias = false> => Dense<40, Tanh> => Dense<20> => Dense<2, Sigmoid>];
    identity: [3 => Identity];
    sigmoid: [64 => Sigmoid];
    tanh: [64 => Tanh];
    hard_sigmoid: [3 => Dense<9, HardSigmoid> => HardSigmoid6];
    hard_tanh: [3 => Dense<9, HardTanh>];
    leaky_relu: [3 => Dense<9, LeakyRelu> => LeakyRelu<0.2>];
    elu: [9 => Elu<0.5> => Dense<9, Elu>];
    softplus: [64 => Softplus];
    silu: [64 => Silu];
    gelu: [64 => Gelu];
    gelu_tanh: [64 => GeluTanh];
    gelu_sigmoid: [64 => GeluSigmoid];
    prelu: [9 => PRelu => Dense<4, PRelu>];
    swish: [9 => Swish => Dense<4, Swish>];
    maxout: [9 => Maxout<3> => Dense<4, Maxout<2>>];
    softmax: [8 => Dense<3, Softmax>];
    softmax_alone: [8 => Softmax];
    image: [[2, 3, 4] => Relu => Flatten => Dense<5, Softmax>];
    convolution: [[2, 7, 6] => Conv2d<9, [3, 2], Relu, stride = 2, pad = same> => Conv2d<4, 2, Tanh, dilation = 2, bias = false>
        => Flatten => Dense<3, Softmax>];
    pointwise: [[3, 4, 5] => Conv2d<6, 1, groups = 3> => DepthwiseConv2d<3, Relu, pad = 1, multiplier = 2> => GlobalAvgPool];
    pools: [[2, 7, 7] => MaxPool2d<3, stride = 2, pad = 1> => AvgPool2d<2, pad = 1, stride = 2, last = drop> => Flatten];
    transposed: [[4, 3, 2] => ConvTranspose2d<6, 3, Relu, stride = 2, pad = 1, output_pad = 1, groups = 2> => GlobalAvgPool];
    sequences: [[7, 3] => Conv1d<9, 3, Relu, pad = causal, dilation = 2> => Conv1d<2, 4, stride = 2, pad = same, bias = false>
        => Reshape<8>];
    batch_norm: [[2, 5, 5] => Dropout<0.5> => Conv2d<3, 2, bias = false> => BatchNorm<Relu> => Flatten => Dense<4> => BatchNorm<Tanh>];
    batch_norm_of_sequences: [[4, 3] => BatchNorm => Conv1d<2, 2> => BatchNorm<Relu> => Dropout<0.1> => Flatten];
    layer_norm: [[2, 3, 7] => LayerNorm<Relu> => Flatten => Dense<7> => LayerNorm];
    rms_norm: [[2, 3, 7] => RmsNorm<Relu> => Flatten => Dense<7> => RmsNorm];
    group_norm: [[4, 3, 3] => GroupNorm<2, Relu> => GroupNorm<4> => Flatten => GroupNorm<36> => GroupNorm<1>];
    only_dropout: [3 => Dropout<0.5>];
    moved: [[2, 3, 2] => Upsample<[2, 3]> => ZeroPad<[1, 0, 2, 1]> => Flatten];
    residual: [5 => Residual(Dense<7, Relu> => Dense<5>) => Residual(Dense<3, Tanh>, Sigmoid, project = Dense<9> => Dense<3>)];
    residual_image: [[2, 5, 4] => Residual(Conv2d<3, 3, Relu, stride = 2, pad = same> => Conv2d<3, 3, pad = 1>, Relu,
        project = Conv2d<3, 1, stride = 2>) => Residual(Residual(Conv2d<3, 1>, Relu) => Conv2d<3, 1>) => Flatten => Dense<2>];
    repeat: [4 => Repeat<3>(Dense<4, Tanh>) => Repeat<2>(Residual(Dense<6, Relu> => Dense<4>)) => Dense<2, Softmax>];
    parallel: [[2, 3, 3] => Parallel(concat: Conv2d<3, 1, Relu>, Identity, MaxPool2d<3, stride = 1, pad = 1> => Conv2d<1, 1> => Tanh)
        => Flatten => Parallel(add: Dense<4>, Parallel(concat: Dense<3, Relu>, Dense<1>), Dense<2> => Dense<4>)];
    lstm: [[5, 3] => Lstm<4> => Lstm<3, bias = false, reverse = true> => Dense<2>];
    gru: [[5, 3] => Gru<4> => Residual(Gru<4, bias = false, reverse = true>) => LastStep];
    rnn: [[5, 3] => Rnn<20> => Rnn<4, Relu, bias = false> => Rnn<3, LeakyRelu<0.1>, reverse = true> => MeanOverSteps];
    both_ways: [[1, 1] => Parallel(concat: Lstm<1>, Gru<2, reverse = true>) => Rnn<3, Sigmoid> => MaxOverSteps => Dense<2, Softmax>];
    parallel_sequences: [[4, 2] => Parallel(concat: Conv1d<3, 2, Relu, pad = causal>, Tanh) => Flatten];
    every_convolution: [[2, 5, 7] => Parallel(concat:
        Conv2d<2, 2, pad = same> => Flatten, Conv2d<2, 2, stride = 2, pad = same> => Flatten,
        Conv2d<1, 3, stride = 2, pad = same> => Flatten, Conv2d<1, 4, stride = 3, pad = same, bias = false> => Flatten,
        Conv2d<1, [2, 5], stride = [1, 3], pad = [1, 2]> => Flatten,
        Conv2d<3, [3, 2], stride = 2> => Flatten,
        Conv2d<1, 3, pad = same, dilation = 2> => Flatten, Conv2d<1, 2, stride = 2, pad = same, dilation = [3, 2]> => Flatten,
        Conv2d<4, 3, groups = 2, stride = 2, pad = 1> => Flatten,
        DepthwiseConv2d<2, stride = 2, pad = same, multiplier = 2> => Flatten,
        DepthwiseConv2d<3, pad = same> => Flatten)];
    every_pool: [[2, 5, 7] => Parallel(concat:
        MaxPool2d<2, pad = same> => Flatten, AvgPool2d<2, pad = same> => Flatten,
        MaxPool2d<2, last = drop> => Flatten, AvgPool2d<2, last = drop> => Flatten,
        MaxPool2d<2, pad = 1, last = drop> => Flatten, AvgPool2d<2, pad = 1, last = drop> => Flatten,
        MaxPool2d<3, pad = same> => Flatten, AvgPool2d<3, stride = 2, pad = same> => Flatten,
        MaxPool2d<[1, 2], pad = same> => Flatten, AvgPool2d<[2, 1], pad = same> => Flatten,
        MaxPool2d<2, stride = 1, pad = same> => Flatten, GlobalAvgPool)];
    every_transposed: [[2, 3, 4] => Parallel(concat:
        ConvTranspose2d<2, 2, stride = 2> => Flatten, ConvTranspose2d<2, 3, stride = 2, pad = 1, output_pad = 1> => Flatten,
        ConvTranspose2d<1, [2, 3], stride = [3, 1], pad = [0, 1]> => Flatten, ConvTranspose2d<1, 2, dilation = 2> => Flatten,
        ConvTranspose2d<4, 3, groups = 2, stride = [1, 2], bias = false> => Flatten)];
    every_conv1d: [[7, 2] => Parallel(concat:
        Conv1d<2, 2, pad = same> => Flatten, Conv1d<2, 2, stride = 2, pad = same> => Flatten,
        Conv1d<1, 4, stride = 3, pad = same> => Flatten, Conv1d<3, 3, stride = 2, pad = causal, dilation = 2> => Flatten,
        Conv1d<1, 3, stride = 3, pad = 1> => Flatten, Conv1d<9, 2, stride = 2> => Flatten,
        Conv1d<2, 3, pad = same, dilation = 3, bias = false> => Flatten)];
    per_step: [[5, 3] => Dense<9, Relu> => LayerNorm<Tanh> => Dense<6, Gelu> => RmsNorm => Dense<4, Maxout<2>> => Dense<3, PRelu>
        => Swish => Dense<4, Softmax>];
    per_step_alone: [[3, 5] => Dense<2, Sigmoid, bias = false>];
    per_step_blocks: [[4, 2] => Residual(Dense<5, Tanh> => Dense<2>, Softmax) => Parallel(concat: Dense<3, Softmax>, Identity, LayerNorm => Dense<2>)
        => Repeat<2>(Dense<7, Silu>) => Conv1d<3, 2, Softmax> => Softmax => BatchNorm => Dense<2>];
    activation_of_sequences: [[3, 4] => Gelu => Flatten => Dense<6, Silu> => Dense<7, Softmax>];
}

network! { struct Encoder: 12 => Dense<5, Tanh> => Dense<3, Gelu> }
network! { struct Decoder: 3 => Dense<12, Sigmoid> }
network! { struct Nested: 12 => Encoder => Decoder => Dense<2> }

#[test]
fn nested() {
    run("nested", &Nested::random(&mut SmallRng::seed_from_u64(3)), &inputs::<Nested>(400));
    type Chained = network!(5 => Dense<12, Relu> => Encoder => Dense<2, Softmax>);
    run("chained", &Chained::random(&mut SmallRng::seed_from_u64(4)), &inputs::<Chained>(400));
}

#[test]
fn step() {
    let rng = &mut SmallRng::seed_from_u64(3);
    run("step32", &<network!(3 => Dense<9, Step>)>::random(rng), &inputs::<network!(3 => Step)>(400));
    run("step64", &<network!(f64; 3 => Step)>::random(rng), &inputs::<network!(f64; 3 => Step)>(400));
}

/// The scalar functions that no activation of this crate calls.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
struct Odd;
impl Elementwise for Odd {
    const NAME: Text = Text::new("Odd");
    fn value<T: Scalar>(z: T) -> T {
        let inside = z.max(T::of(-3.5)).min(T::of(0.1));
        if z.is_finite() {
            (z.abs() + T::of(1e-3)).ln() + z.exp() - inside.ln_1p() * z.abs().sqrt()
        } else {
            -z
        }
    }
    fn derivative<T: Scalar>(_: T) -> T {
        T::ONE
    }
}

#[test]
fn activations_of_the_users_own() {
    network! { struct Net: 16 => Dense<16, Odd> => Dense<2, Odd> }
    run("odd", &Net::random(&mut SmallRng::seed_from_u64(3)), &inputs::<Net>(400));
}

#[test]
fn weights_at_the_ends() {
    network! { struct Net: 6 => Dense<1> }
    let mut net = Net::zeros();
    let ends = [f32::INFINITY, 1e-45, -1e-40, f32::MAX, -0.0, 0.1];
    net.dense1.weights.as_mut_slice().copy_from_slice(&ends);
    run("ends", &net, &inputs::<Net>(100));
    net.dense1.weights[0] = f32::NAN;
    run("nan", &net, &inputs::<Net>(4));
    let text = net.to_rust("static NET: Net");
    assert!(text.contains("f32::NAN, 1e-45, -1e-40, 3.4028235e38, -0.0, 0.1,"), "{text}");
}

/// A mean over the sample: it does not treat each number alone, and does not say what it does in C.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
struct Mean;
impl Activation for Mean {
    const NAME: Text = Text::new("Mean");
    const INITIALIZATION: constrata::Initialization = constrata::Initialization::GlorotUniform;
    fn compute<T: Scalar>(z: &mut [T], width: usize) {
        let sum = z.iter().fold(T::ZERO, |sum, z| sum + *z);
        z.fill(sum / T::from_usize(width));
    }
}

#[test]
#[should_panic(expected = "`Mean` does not treat each number alone")]
fn what_is_no_function_of_each_number_is_refused() {
    network! { struct Net: 2 => Dense<2, Mean> }
    let _ = Net::zeros().to_c("net");
}

#[test]
#[should_panic(expected = "is no name for a header")]
fn names_are_names() {
    let _ = Nested::zeros().to_c("my-net");
}

/// `tests/export/worked.rs` is what is written, and it is the network.
#[test]
fn rust() {
    let net = worked::network();
    let text = net.to_rust("pub(crate) static WORKED: super::Worked");
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/export/source.rs");
    if std::env::var_os("BLESS").is_some() {
        fs::write(&path, &text).unwrap();
    }
    assert_eq!(fs::read_to_string(path).unwrap(), text, "BLESS=1 writes it anew");
    let bits = |net: &worked::Worked| net.to_bytes();
    assert_eq!(bits(&worked::source::WORKED), bits(&net));
}
