//! How near to the processor's peak convolutions come, and where the time of a network of them goes.
//!
//! ```text
//! cargo bench -p benches --bench convolution
//! ```
//!
//! The peak is taken as what a dense product of a convenient size reaches in the same run. What disturbs a measurement
//! only ever adds time, so the shortest of many turns counts.

mod lenet;
#[path = "../../common/timing.rs"]
mod timing;

use std::hint::black_box;

use constrata::activation::Relu;
use constrata::kernel::Product;
use constrata::layer::{Input, Output};
use constrata::layers::{Conv1d, Conv2d, ConvTranspose2d, Dense, MaxPool2d};
use constrata::prelude::*;
use constrata::{Image, Sequence, Window};
use rand::{SeedableRng, rngs::SmallRng};

fn nanoseconds(call: impl FnMut()) -> f64 {
    timing::shortest(call) * 1e9
}

/// Multiply-adds in a nanosecond.
fn peak() -> f64 {
    let (inputs, outputs, batch) = (128, 192, 48);
    let (w, x, mut z) =
        (vec![0.5_f32; inputs * outputs], vec![0.5_f32; inputs * batch], vec![0.0_f32; outputs * batch]);
    let time = nanoseconds(|| {
        let (weights, x) = (black_box(w.as_slice()), black_box(x.as_slice()));
        f32::product(Product::Affine { inputs, outputs, weights, bias: None, x, z: &mut z });
        black_box(&mut z);
    });
    (inputs * outputs * batch) as f64 / time
}

fn numbers(rng: &mut SmallRng, to: &mut [f32]) {
    use constrata::rand_core::Rng;
    to.iter_mut().for_each(|x| *x = rng.next_u32() as f32 / u32::MAX as f32 - 0.5);
}

/// Of `B` samples, in nanoseconds.
struct Times {
    forward: f64,
    /// The gradient of the weights, and with that of the input.
    weights: f64,
    both: f64,
}

fn times<L: Learn<Scalar = f32>, const B: usize>() -> Times {
    let mut rng = SmallRng::seed_from_u64(1);
    let layer = L::boxed(&mut rng);
    let (mut x, mut z) = (constrata::boxed::<Input<L, B>>(), constrata::boxed::<Output<L, B>>());
    let (mut dx, mut dz) = (constrata::boxed::<Input<L, B>>(), constrata::boxed::<Output<L, B>>());
    let (mut tape, mut gradient) = (constrata::boxed::<L::Tape<B>>(), constrata::boxed::<L>());
    numbers(&mut rng, L::Input::numbers_mut(&mut *x));
    numbers(&mut rng, L::Output::flat_mut(&mut *dz));
    let forward = nanoseconds(|| {
        black_box(&*layer).infer(black_box(&*x), &mut z);
        black_box(&mut z);
    });
    let weights = nanoseconds(|| {
        black_box(&*layer).backward(black_box(&*x), &mut tape, black_box(&*dz), None, &mut gradient);
        black_box(&mut gradient);
    });
    let both = nanoseconds(|| {
        black_box(&*layer).backward(black_box(&*x), &mut tape, black_box(&*dz), Some(&mut dx), &mut gradient);
        black_box((&mut gradient, &mut dx));
    });
    Times { forward, weights, both }
}

/// A row of the table: forward, to the weights, to the input; for `B` samples.
fn layer<L: Learn<Scalar = f32>, const B: usize>(name: &str, peak: f64) {
    let Times { forward, weights, both } = times::<L, B>();
    let column = |time: f64| {
        let share = (L::MACS * B) as f64 / time / peak * 100.0;
        let share = if L::MACS == 0 { "     ".into() } else { format!("{share:3.0} %") };
        format!("{:8.2} us {share}", time / 1000.0)
    };
    println!(
        "| {name:<34} | {B:2} | {} | {} | {} |",
        column(forward),
        column(weights),
        column((both - weights).max(1.0))
    );
}

macro_rules! layers {
    ($peak:ident, $($name:literal: $layer:ty;)*) => {$(
        layer::<$layer, 1>($name, $peak);
        layer::<$layer, 32>($name, $peak);
    )*};
}

fn main() {
    let peak = peak();
    println!("peak: {:.0} GFLOP/s\n", 2.0 * peak);
    println!("| layer | batch | forward | gradient of weights | gradient of input |\n|---|--:|--:|--:|--:|");
    layers! { peak,
        "LeNet-5, 1x28x28: 6 of 5x5": Conv2d<Image<1, 28, 28>, Image<6, 24, 24>, Window<5, 5>, 6, 25, Relu>;
        "LeNet-5, 6x24x24: pool of 2x2": MaxPool2d<Image<6, 24, 24>, Image<6, 12, 12>, Window<2, 2, 2, 2>>;
        "LeNet-5, 6x12x12: 16 of 5x5": Conv2d<Image<6, 12, 12>, Image<16, 8, 8>, Window<5, 5>, 16, 150, Relu>;
        "LeNet-5, 16x8x8: pool of 2x2": MaxPool2d<Image<16, 8, 8>, Image<16, 4, 4>, Window<2, 2, 2, 2>>;
        "LeNet-5, 256: 120": Dense<256, 120, Relu>;
        "ResNet-8, 16x32x32: 16 of 3x3": Conv2d<Image<16, 32, 32>, Image<16, 32, 32>, Window<3, 3, 1, 1, 1, 1>, 16, 144, Relu>;
        "ResNet-8, 32x16x16: 64 of 3x3/2": Conv2d<Image<32, 16, 16>, Image<64, 8, 8>, Window<3, 3, 2, 2>, 64, 288, Relu>;
        "DS-CNN, 64x25x5: 64 of 1x1": Conv2d<Image<64, 25, 5>, Image<64, 25, 5>, Window<1, 1>, 64, 64, Relu>;
        "the same as Dense": Dense<64, 64, Relu>;
        "DS-CNN, 64x25x5: depthwise 3x3":
            Conv2d<Image<64, 25, 5>, Image<64, 25, 5>, Window<3, 3, 1, 1, 1, 1>, 64, 9, Relu, f32, 1, 64>;
        "MobileNet, 16x48x48: depthwise 3x3":
            Conv2d<Image<16, 48, 48>, Image<16, 48, 48>, Window<3, 3, 1, 1, 1, 1>, 16, 9, Relu, f32, 1, 16>;
        "16x16x16: 8 of 4x4 transposed /2":
            ConvTranspose2d<Image<16, 16, 16>, Image<8, 32, 32>, Window<4, 4, 2, 2, 1, 1>, 16, 8, 128, Relu>;
        "100 time steps of 16: 32 of 5": Conv1d<Sequence<100, 16>, Sequence<96, 32>, Window<5, 1>, 32, 80, Relu>;
    }
    lenet::report(peak);
}
