//! Where the time of LeNet-5 goes: a prediction, and a step of training with 64 samples.

use std::hint::black_box;

use constrata::activation::{Relu, Softmax};
use constrata::layer::Input;
use constrata::layers::{Conv2d, Dense, MaxPool2d};
use constrata::prelude::*;
use constrata::{Image, Window};
use rand::{SeedableRng, rngs::SmallRng};

use crate::{Times, nanoseconds, numbers, times};

network! { struct Lenet: [1, 28, 28]
    => Conv2d<6, 5, Relu> => MaxPool2d<2> => Conv2d<16, 5, Relu> => MaxPool2d<2>
    => Flatten => Dense<120, Relu> => Dense<84, Relu> => Dense<10, Softmax>
}
type First = Conv2d<Image<1, 28, 28>, Image<6, 24, 24>, Window<5, 5>, 6, 25, Relu>;
type FirstPool = MaxPool2d<Image<6, 24, 24>, Image<6, 12, 12>, Window<2, 2, 2, 2>>;
type Second = Conv2d<Image<6, 12, 12>, Image<16, 8, 8>, Window<5, 5>, 16, 150, Relu>;
type SecondPool = MaxPool2d<Image<16, 8, 8>, Image<16, 4, 4>, Window<2, 2, 2, 2>>;

/// Samples of a step.
const BATCH: usize = 64;

/// Nanoseconds of a prediction and of a step.
fn whole() -> [f64; 2] {
    let mut rng = SmallRng::seed_from_u64(1);
    let (mut net, mut gradient) = (Lenet::boxed(&mut rng), constrata::boxed::<Lenet>());
    let mut x = constrata::boxed::<Input<Lenet, BATCH>>();
    let mut pass = constrata::boxed::<Pass<Lenet, BATCH>>();
    numbers(&mut rng, Image::<1, 28, 28>::flat_mut(&mut *x));
    let one = nanoseconds(|| {
        black_box(black_box(&*net).predict(black_box(&x[0])));
    });
    let classes: [usize; BATCH] = core::array::from_fn(|sample| sample % 10);
    let step = nanoseconds(|| {
        gradient.fill(0.0);
        black_box(&*net).gradient(black_box(&*x), &classes, &CrossEntropy, &mut pass, &mut gradient);
        Sgd.step(&mut *net, &gradient, &mut (), 1e-4);
    });
    [one, step]
}

struct Row {
    name: &'static str,
    time: f64,
    /// Multiply-adds.
    macs: usize,
}

/// A layer's part of a prediction and of a step, in which the first layer has no gradient of its input.
fn rows<L: Learn<Scalar = f32>>(name: &'static str, is_first: bool) -> [Row; 2] {
    let one = times::<L, 1>();
    let Times { forward, weights, both } = times::<L, BATCH>();
    let (backward, products) = if is_first { (weights, 2) } else { (both, 3) };
    [
        Row { name, time: one.forward, macs: L::MACS },
        Row { name, time: forward + backward, macs: products * BATCH * L::MACS },
    ]
}

pub(crate) fn report(peak: f64) {
    let layers = [
        rows::<First>("6 of 5x5 on 1x28x28", true),
        rows::<FirstPool>("pool of 2x2", false),
        rows::<Second>("16 of 5x5 on 6x12x12", false),
        rows::<SecondPool>("pool of 2x2", false),
        rows::<Dense<256, 120, Relu>>("256: 120", false),
        rows::<Dense<120, 84, Relu>>("120: 84", false),
        rows::<Dense<84, 10, Softmax>>("84: 10", false),
    ];
    let whole = whole();
    let rate = BATCH as f64 / whole[1] * 1e9;
    println!("\nLeNet-5: a prediction takes {:.1} us; {rate:.0} samples/s in training\n", whole[0] / 1000.0);
    println!("| layer | prediction | share | of peak | step of {BATCH} | share | of peak |");
    println!("|---|--:|--:|--:|--:|--:|--:|");
    let mut rest = whole;
    for pair in &layers {
        print!("| {:<22} ", pair[0].name);
        for ((Row { time, macs, .. }, whole), rest) in pair.iter().zip(whole).zip(&mut rest) {
            let of_peak = *macs as f64 / time / peak * 100.0;
            let of_peak = if *macs == 0 { "     ".into() } else { format!("{of_peak:3.0} %") };
            print!("| {:7.2} us | {:3.0} % | {of_peak} ", time / 1000.0, time / whole * 100.0);
            *rest -= time;
        }
        println!("|");
    }
    print!("| {:<22} ", "all else");
    for (rest, whole) in rest.into_iter().zip(whole) {
        print!("| {:7.2} us | {:3.0} % |       ", rest / 1000.0, rest / whole * 100.0);
    }
    println!("|");
    println!(
        "\nAll else are activations, loss, the optimizer's step and clearing the gradient; below 0 where layers are quicker \
         one after\nthe other, their numbers still in the cache, than each by itself.\n\n{WHY}"
    );
}

const WHY: &str = "Why no more of the peak. Forward: vectors run along whole rows of the image and over their ends, so that no window is copied;
of 28 columns 24 are windows, of 12 only 8, so 86 % and 67 % of what is computed is kept, and going over the sums once
more leaves the rest out. A vector of the image is loaded for every number of a window, mostly across two lines of the
cache, and serves a multiply-add for each of 6 or 8 channels. Gradient of the weights: the same rows, with zeros written
between them, and the lanes of every sum added up for each sample. Gradient of the input: the same kind of convolution over
the gradients with zeros around, which are multiplied too: on 12 x 12 places instead of 8 x 8, 2.25 times what counts.";
