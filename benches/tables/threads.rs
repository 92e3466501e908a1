//! One thread against two: `cargo bench -p benches --bench threads`.
//!
//! Prints the median time of a step (an epoch's time over its batches), Adam included, and the quartiles of the speedup. One
//! and two threads take turns, each turn a process of its own, as a program would train: from its main thread, with rayon's
//! own pool. Fails where two threads are slower, or come to other bits. Needs two cores with nothing else to do.

#[path = "../common/naive/mod.rs"]
mod naive;
#[path = "../common/workloads/mod.rs"]
mod workloads;

use std::process::{Command, ExitCode};

use constrata::Vector;
use constrata::activation::Softmax;
use constrata::prelude::*;
use constrata::train::{Data, Fit};
use rand::rngs::SmallRng;
use rand::{RngExt, SeedableRng};
use workloads::inference::{Digits, Mnist};

const TURNS: usize = 21;
/// Epochs of a turn, of which the first is not counted, and samples of an epoch.
const EPOCHS: usize = 6;
const SAMPLES: usize = 4096;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().collect();
    if let [_, turn, network, batch] = &arguments[..]
        && turn == "turn"
    {
        let batch = batch.parse().expect("a number");
        let (seconds, bits) =
            if network == "64-32-10" { train::<Digits, 64>(batch) } else { train::<Mnist, 784>(batch) };
        println!("{seconds} {bits}");
        return ExitCode::SUCCESS;
    }
    println!("| network | batch | 1 thread | 2 threads | speedup | quartiles |\n|---|--:|--:|--:|--:|---|");
    let mut slower = 0;
    for network in ["64-32-10", "784-128-10"] {
        for batch in ["32", "64", "256", "1024"] {
            slower += usize::from(row(network, batch));
        }
    }
    if slower > 0 {
        println!("\nslower with two threads: {slower}");
        return ExitCode::FAILURE;
    }
    ExitCode::SUCCESS
}

/// Prints a row; whether two threads are slower.
fn row(network: &str, batch: &str) -> bool {
    let turn = |threads: usize| {
        let mut child = Command::new(std::env::current_exe().expect("this program"));
        let child = child.args(["turn", network, batch]).env("RAYON_NUM_THREADS", threads.to_string());
        let output = String::from_utf8(child.output().expect("a turn").stdout).expect("text");
        let (seconds, bits) = output.trim().split_once(' ').expect("two numbers");
        (seconds.parse::<f64>().expect("seconds"), bits.to_string())
    };
    let (mut times, mut ratios) = ([const { Vec::new() }; 2], Vec::new());
    for _ in 0..TURNS {
        let [(one, a), (two, b)] = [turn(1), turn(2)];
        assert_eq!(a, b, "the bits depend on the threads");
        times[0].push(one);
        times[1].push(two);
        ratios.push(one / two);
    }
    let [one, two] = times.map(|mut times| quartiles(&mut times)[1] * 1e6);
    let [low, middle, high] = quartiles(&mut ratios);
    println!("| {network} | {batch} | {one:.1} us | {two:.1} us | {middle:.2} | {low:.2} to {high:.2} |");
    high < 1.0
}

/// Seconds of a step, and a number that stands for all bits of the network.
fn train<N, const IN: usize>(batch: usize) -> (f64, u64)
where
    N: Learn<Scalar = f32, Input = Vector<IN>, Output = Vector<10>, Activation = Softmax>,
{
    let rng = &mut SmallRng::seed_from_u64(1);
    let x: Vec<[f32; IN]> = (0..SAMPLES).map(|_| std::array::from_fn(|_| rng.random())).collect();
    let y: Vec<usize> = x.iter().map(|_| rng.random_range(0..10)).collect();
    let mut net = N::boxed(rng);
    let fit = Fit { epochs: EPOCHS, batch, ..Fit::new(CrossEntropy, Adam::default()) };
    let history = fit.run(&mut *net, Data::new(&x, &y), ()).expect("it learns");
    let mut times: Vec<f64> = history.epochs[1..].iter().map(|epoch| epoch.time.as_secs_f64()).collect();
    let numbers = (0..N::TENSORS).flat_map(|index| net.tensor(index));
    let bits = numbers.fold(0, |hash: u64, w| hash.rotate_left(5).wrapping_mul(31) ^ u64::from(w.to_bits()));
    (quartiles(&mut times)[1] / SAMPLES.div_ceil(batch) as f64, bits)
}

fn quartiles(numbers: &mut [f64]) -> [f64; 3] {
    numbers.sort_by(f64::total_cmp);
    [1, 2, 3].map(|quarter| numbers[numbers.len() * quarter / 4])
}
