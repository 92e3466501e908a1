//! What `benches/gates/instructions/run` counts under callgrind: one call of one workload at one level of instructions.
//!
//! ```text
//! instructions                        names the workloads
//! instructions avx2 "I1 predict"      does that one, the second time inside `measured`
//! ```

use std::hint::black_box;
use std::process::ExitCode;

use constrata::kernel::Level;
use constrata::layer::{Input, Output};
use constrata::loss::Loss;
use constrata::prelude::*;
use constrata::{Targets, boxed};
use rand::{SeedableRng, rngs::SmallRng};

network! { struct Control: 3 => Dense<2, Sigmoid> => Dense<1, Sigmoid> }
network! { struct Curve: 2 => Dense<16, Tanh> => Dense<16, Tanh> => Dense<1> }
network! { struct Digits: 64 => Dense<32, Relu> => Dense<10, Softmax> }
network! { struct Arm: 13 => Dense<64, Tanh> => Dense<64, Tanh> => Dense<4> }
network! { struct Xor: 2 => Dense<8, Tanh> => Dense<1, Sigmoid> }

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().filter(|argument| argument != "--bench").collect();
    let Some((level, workload)) = arguments.get(1).zip(arguments.get(2)) else {
        workloads(&mut |name, _| println!("{name}"));
        return ExitCode::SUCCESS;
    };
    let level = match level.as_str() {
        "scalar" => Level::Scalar,
        "sse2" => Level::Sse2,
        "avx2" => Level::Avx2,
        _ => panic!("no level of instructions: {level}"),
    };
    Level::limit(level);
    if Level::active() != level {
        println!("this machine has no {level:?}");
        return ExitCode::FAILURE;
    }
    let mut found = false;
    workloads(&mut |name, call| {
        if name == workload {
            call();
            measured(call);
            found = true;
        }
    });
    if found { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// Callgrind counts from here to the return; by its name, so it must be the only one called so.
#[inline(never)]
fn measured(call: &mut dyn FnMut()) {
    call();
}

fn workloads(visit: &mut dyn FnMut(&str, &mut dyn FnMut())) {
    predict::<Control, 3, 1, 1>("I1 predict", visit);
    step::<Control, 1>("I1 step", BinaryCrossEntropy, Sgd, visit);
    predict::<Curve, 2, 1, 1>("I2 predict", visit);
    step::<Curve, 1>("I2 step", MeanSquaredError, Sgd, visit);
    predict::<Digits, 64, 10, 1>("I3 predict", visit);
    step::<Digits, 1>("I3 step", CrossEntropy, Sgd, visit);
    predict::<Arm, 13, 4, 1>("I5 predict", visit);
    step::<Arm, 1>("I5 step", MeanSquaredError, Sgd, visit);
    predict::<Xor, 2, 1, 4>("T1 predict", visit);
    step::<Xor, 4>("T1 step", MeanSquaredError, Sgd, visit);
    descend::<Curve, 8>("I2 descend, batch 8", MeanSquaredError, visit);
    step::<Digits, 32>("T3 step", CrossEntropy, Adam::default(), visit);
}

fn predict<N, const IN: usize, const OUT: usize, const B: usize>(
    name: &str,
    visit: &mut dyn FnMut(&str, &mut dyn FnMut()),
) where
    N: Network<Scalar = f32, Input = Vector<IN>, Output = Vector<OUT>>,
{
    let (net, x) = (N::boxed(&mut SmallRng::seed_from_u64(1)), inputs::<N, B>());
    let mut y = boxed::<[[f32; OUT]; B]>();
    visit(name, &mut || black_box(&*net).predict_into(black_box(&*x), black_box(&mut *y)));
    assert!(y.as_flattened().iter().all(|y| y.is_finite()));
}

fn step<N: Learn<Scalar = f32>, const B: usize>(
    name: &str,
    loss: impl Loss<N::Activation>,
    optimizer: impl Optimizer<f32>,
    visit: &mut dyn FnMut(&str, &mut dyn FnMut()),
) where
    Output<N, B>: Targets<N::Output, f32, B>,
{
    let (mut net, x) = (N::boxed(&mut SmallRng::seed_from_u64(1)), inputs::<N, B>());
    let (mut gradient, mut pass) = (boxed::<N>(), boxed::<Pass<N, B>>());
    let mut target = boxed::<Output<N, B>>();
    N::Output::flat_mut(&mut *target).chunks_mut(N::Output::LEN).for_each(|target| target[0] = 1.0);
    let mut state = state(&optimizer);
    visit(name, &mut || {
        gradient.fill(0.0);
        let value = net.gradient(black_box(&x), black_box(&*target), &loss, &mut pass, &mut gradient);
        optimizer.step(&mut *net, &gradient, &mut state, black_box(0.01));
        assert!(value.is_finite());
    });
}

fn descend<N: Learn<Scalar = f32>, const B: usize>(
    name: &str,
    loss: impl Loss<N::Activation>,
    visit: &mut dyn FnMut(&str, &mut dyn FnMut()),
) where
    Output<N, B>: Targets<N::Output, f32, B>,
{
    let (mut net, x) = (N::boxed(&mut SmallRng::seed_from_u64(1)), inputs::<N, B>());
    let (mut room, mut pass) = (boxed::<N>(), boxed::<Pass<N, B>>());
    let target = boxed::<Output<N, B>>();
    visit(name, &mut || {
        let value =
            net.descend(black_box(&x), black_box(&*target), &loss, &mut pass, &mut room, black_box(0.01));
        assert!(value.is_finite());
    });
}

fn state<N: Parameters<Number = f32>, O: Optimizer<f32>>(_optimizer: &O) -> Box<O::State<N>> {
    boxed()
}

fn inputs<N: Network<Scalar = f32>, const B: usize>() -> Box<Input<N, B>> {
    let mut x = boxed::<Input<N, B>>();
    for (place, x) in N::Input::numbers_mut(&mut *x).iter_mut().enumerate() {
        *x = (place * 7 % 11) as f32 / 11.0;
    }
    x
}
