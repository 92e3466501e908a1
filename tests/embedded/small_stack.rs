//! A network of megabytes on a thread's stack of 2: what is boxed never lies on the stack, in a debug build too.

use constrata::optimizer::Moments;
use constrata::prelude::*;
use rand::{SeedableRng, rngs::SmallRng};

network! { struct Mnist: 784 => Dense<128, Relu> => Dense<10, Softmax> }
network! { struct Big: 784 => Dense<1024, Relu> => Dense<512, Relu> => Dense<10, Softmax> }

fn in_a_small_thread(run: fn()) {
    std::thread::Builder::new().stack_size(2 << 20).spawn(run).expect("a thread").join().expect("no panic");
}

/// Ten steps of Adam on one batch of 32; the loss falls.
fn trains<N: Learn<Scalar = f32, Input = constrata::Vector<784>, Output = constrata::Vector<10>> + Clone>()
where
    N::Activation: constrata::loss::EndsInSoftmax,
{
    let rng = &mut SmallRng::seed_from_u64(3);
    let mut net = N::boxed(rng);
    let mut gradient = constrata::boxed::<N>();
    let mut moments = constrata::boxed::<Moments<N>>();
    let mut pass = constrata::boxed::<Pass<N, 32>>();
    let mut x = constrata::boxed::<[[f32; 784]; 32]>();
    for (sample, x) in x.iter_mut().enumerate() {
        for (place, x) in x.iter_mut().enumerate() {
            *x = if place % 32 == sample { 1.0 } else { 0.1 };
        }
    }
    let classes = std::array::from_fn(|sample| sample % 10);
    let losses = [(); 10].map(|()| {
        gradient.fill(0.0);
        let loss = net.gradient(&x, &classes, &CrossEntropy, &mut pass, &mut gradient);
        Adam::default().step(&mut *net, &gradient, &mut moments, 1e-3);
        loss
    });
    assert!(losses[9] < losses[0] && losses.iter().all(|loss| loss.is_finite()), "{losses:?}");

    let before = net.descend(&x, &classes, &CrossEntropy, &mut pass, &mut gradient, 1e-3);
    assert!(net.descend(&x, &classes, &CrossEntropy, &mut pass, &mut gradient, 1e-3) < before);

    let copy = net.clone();
    let mut y = constrata::boxed::<[[f32; 10]; 32]>();
    copy.predict_into(&*x, &mut y);
    let one = net.predict(&x[0]);
    assert!(y[0].iter().zip(one).all(|(y, one)| (y - one).abs() < 1e-5));
}

#[test]
fn handwritten_digits() {
    assert!(size_of::<Moments<Mnist>>() > 800_000);
    in_a_small_thread(trains::<Mnist>);
}

/// 5.3 MB of parameters: one of them on the stack would overflow it.
#[test]
fn larger_than_the_stack() {
    assert!(size_of::<Big>() > 5 << 20);
    in_a_small_thread(trains::<Big>);
}
