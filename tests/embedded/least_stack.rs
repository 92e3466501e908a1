//! 784-512-512-10 on a thread's stack of 64 KiB, in a debug build too: making it, a step of Adam, a copy, a whole run, an
//! evaluation, and its file.
//!
//! Each runs in a thread of its own: what one function does counts towards the same frame in a debug build. Predicting many
//! samples at once is left out: what lies between the layers is on the stack then, 2 KB a layer and sample here.

use constrata::optimizer::Moments;
use constrata::prelude::*;
use constrata::train::{Data, Fit, evaluate};
use rand::{SeedableRng, rngs::SmallRng};

network! { struct Net: 784 => Dense<512, Relu> => Dense<512, Tanh> => Dense<10, Softmax> }

fn on_64_kib<R: Send>(run: impl FnOnce() -> R + Send) -> R {
    // the address sanitizer puts room between all variables
    let sanitizer = std::env::var("RUSTFLAGS").is_ok_and(|flags| flags.contains("sanitizer"));
    let stack = if sanitizer { 1 << 20 } else { 64 << 10 };
    std::thread::scope(|scope| {
        let thread = std::thread::Builder::new().stack_size(stack).spawn_scoped(scope, run);
        thread.expect("a thread").join().expect("no panic")
    })
}

fn made() -> Box<Net> {
    on_64_kib(|| Net::boxed(&mut SmallRng::seed_from_u64(1)))
}

fn pixels() -> Box<[[f32; 784]; 32]> {
    let mut x = constrata::boxed::<[[f32; 784]; 32]>();
    x.as_flattened_mut().iter_mut().enumerate().for_each(|(i, x)| *x = (i * 7 % 11) as f32 / 11.0);
    x
}

#[test]
fn making() {
    assert!(size_of::<Net>() > 2 << 20);
    assert!(made().dense1.weights.iter().any(|w| *w != 0.0));
}

#[test]
fn a_step_of_adam() {
    let (mut net, x) = (made(), pixels());
    let mut moments = on_64_kib(constrata::boxed::<Moments<Net>>);
    let mut gradient = on_64_kib(constrata::boxed::<Net>);
    let mut pass = on_64_kib(constrata::boxed::<Pass<Net, 32>>);
    let loss = on_64_kib(|| net.gradient(&x, &[3; 32], &CrossEntropy, &mut pass, &mut gradient));
    let before = net.dense3.bias[3];
    on_64_kib(|| Adam::default().step(&mut *net, &gradient, &mut moments, 1e-3));
    assert!(loss.is_finite() && net.dense3.bias[3] > before);
}

#[test]
fn a_step_in_place() {
    let (mut net, x) = (made(), pixels());
    let mut room = on_64_kib(constrata::boxed::<Net>);
    let mut pass = on_64_kib(constrata::boxed::<Pass<Net, 32>>);
    let before = net.dense3.bias[3];
    let loss = on_64_kib(|| net.descend(&x, &[3; 32], &CrossEntropy, &mut pass, &mut room, 1e-3));
    assert!(loss.is_finite() && net.dense3.bias[3] > before);
}

/// A box is cloned as any box is.
#[test]
fn a_copy() {
    let net = made();
    let copy = on_64_kib(|| net.clone());
    assert!(copy == net);
}

#[test]
fn one_sample() {
    let (net, x) = (made(), pixels());
    let y = on_64_kib(|| net.predict(&x[0]));
    assert!((y.iter().sum::<f32>() - 1.0).abs() < 1e-5);
}

/// The loop over a data set, with a ragged end.
#[test]
fn a_run() {
    let (mut net, x) = (made(), pixels());
    let x = [&x[..], &x[..10]].concat();
    let classes = vec![3_usize; x.len()];
    let fit = Fit { epochs: 1, ..Fit::new(CrossEntropy, Adam::default()) };
    let history = on_64_kib(|| fit.run(&mut *net, Data::new(&x, &classes), ()));
    assert_eq!(history.expect("it learns").epochs.len(), 1);
}

/// Tiles of 32, of 8 and of 1, and the very numbers of `predict`.
#[test]
fn an_evaluation() {
    let (net, x) = (made(), pixels());
    let x = [&x[..], &x[..9]].concat();
    let classes: Vec<usize> = (0..x.len()).map(|i| i % 10).collect();
    let found =
        on_64_kib(|| evaluate(&*net, Data::new(&x, &classes), &CrossEntropy, &[])).expect("numbers").scores;
    let mut loss = 0.0;
    for (x, class) in x.iter().zip(&classes) {
        loss -= f64::from(net.predict(x)[*class]).ln() / 41.0;
    }
    assert!((found.loss - loss).abs() < 1e-5, "{} instead of {loss}", found.loss);
}

/// The type form too, which keeps what lies between its layers elsewhere.
#[test]
fn an_evaluation_of_a_chain() {
    type Net = network!(784 => Dense<512, Relu> => Dense<512, Tanh> => Dense<10, Softmax>);
    let (net, x) = (constrata::boxed::<Net>(), pixels());
    let found = on_64_kib(|| evaluate(&*net, Data::new(&x[..], &[3_usize; 32]), &CrossEntropy, &[]));
    let found = found.expect("numbers").scores;
    assert!((found.loss - 10_f64.ln()).abs() < 1e-5);
}

#[test]
fn a_file_in_memory() {
    let net = made();
    let bytes = on_64_kib(|| net.to_bytes());
    let read = on_64_kib(|| Net::boxed_from_bytes(&bytes)).expect("its file");
    assert!(read == net);
    let (mut count, mut again) = (0, constrata::boxed::<Net>());
    on_64_kib(|| net.write(|piece| count += piece.len()));
    assert_eq!(count, Net::FILE_BYTES);
    on_64_kib(|| again.read(&bytes)).expect("its file");
    assert!(again == net);
}

#[test]
fn a_refused_file() {
    network! { struct Other: 784 => Dense<512, Relu> => Dense<512, Relu> => Dense<10, Softmax> }
    let bytes = made().to_bytes();
    let refused = on_64_kib(|| Other::boxed_from_bytes(&bytes).map(drop));
    assert!(refused.is_err());
}

#[test]
fn a_file_on_the_disk() {
    let net = made();
    let path = std::env::temp_dir().join(format!("constrata-least-stack-{}.net", std::process::id()));
    on_64_kib(|| net.save(&path)).expect("a folder to write to");
    let loaded = on_64_kib(|| Net::load(&path));
    std::fs::remove_file(&path).expect("it was written");
    assert!(loaded.expect("its file") == net);
}
