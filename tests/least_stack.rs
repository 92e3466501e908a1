//! 784-512-512-10 on a thread's stack of 64 KiB, in a debug build too: making it, a step of Adam, a copy, a whole run.
//!
//! Each runs in a thread of its own: what one function does counts towards the same frame in a debug build. Predicting many
//! samples at once is left out: what lies between the layers is on the stack then, 2 KB a layer and sample here.

use constrata::optimizer::Moments;
use constrata::prelude::*;
use constrata::train::{Data, Fit};
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
