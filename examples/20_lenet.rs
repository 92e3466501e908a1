//! LeNet-5 on MNIST, or on smaller digits drawn as large.
//!
//! `cargo run --release --features data --example 20_lenet mnist` where `mnist` is the folder with MNIST's four files, as they are or
//! unpacked; without a folder it learns from the digits that come with the crate.

use std::time::Instant;

use constrata::data::{Dataset, digits, mnist};
use constrata::prelude::*;
use constrata::train::{Fit, Schedule, each, predict_classes, score};
use constrata::{Error, Image};
use rand::{SeedableRng, rngs::SmallRng};

network! {
    /// The shape is LeCun and others' of 1998, with today's relu and pools of the largest.
    pub struct Lenet: [1, 28, 28]
        => Conv2d<6, 5, Relu> => MaxPool2d<2>
        => Conv2d<16, 5, Relu> => MaxPool2d<2>
        => Flatten => Dense<120, Relu> => Dense<84, Relu> => Dense<10, Softmax>
}

type Pixels = [[[f32; 28]; 28]; 1];

fn main() -> Result<(), Error> {
    let rng = &mut SmallRng::seed_from_u64(1);
    let folder = std::env::args().nth(1);
    let (train, test) = match &folder {
        Some(folder) => {
            let (train, test) = mnist::<Image<1, 28, 28>, f32>(folder)?;
            (from_0_to_1(train), from_0_to_1(test))
        }
        None => enlarged()?.stratified_split(0.2, rng)?,
    };
    let epochs = if folder.is_some() { 5 } else { 15 };
    println!("{}\n\n{}", Lenet::ARCHITECTURE, Lenet::summary());

    let mut net = Lenet::boxed(rng);
    let schedule = Schedule::Cosine { end: 0.01 };
    let fit = Fit { epochs, learning_rate: 2e-3, schedule, ..Fit::new(CrossEntropy, Adam::default()) };
    fit.run(&mut *net, train.data(), each(|epoch| println!("{epoch}")))?;

    let start = Instant::now();
    let classes = predict_classes(&*net, &test.inputs);
    let rate = classes.len() as f64 / start.elapsed().as_secs_f64();
    let accuracy = score(&*net, test.data())?;
    println!("accuracy on {} held-out samples: {:.2} %, {rate:.0} samples/s", test.len(), 100.0 * accuracy);
    assert!(folder.is_some() || accuracy > 0.96, "this network is more accurate than that");
    Ok(())
}

fn from_0_to_1(mut data: Dataset<Pixels, usize>) -> Dataset<Pixels, usize> {
    Image::<1, 28, 28>::flat_mut(&mut data.inputs).iter_mut().for_each(|pixel| *pixel /= 255.0);
    data
}

/// The digits of 8 x 8 pixels as 28 x 28, between whose pixels it is straight from one to the next.
fn enlarged() -> Result<Dataset<Pixels, usize>, Error> {
    let small = digits();
    let enlarge = |pixels: &[f32; 64]| {
        // where a pixel is in the small image, as if both had their corners at the same place
        let place = |index: usize| {
            let place = ((index as f32 + 0.5) * 8.0 / 28.0 - 0.5).clamp(0.0, 7.0);
            (place as usize, (place as usize + 1).min(7), place.fract())
        };
        let mut image: Pixels = [[[0.0; 28]; 28]];
        for (i, row) in image[0].iter_mut().enumerate() {
            let (above, below, down) = place(i);
            for (j, pixel) in row.iter_mut().enumerate() {
                let (left, right, along) = place(j);
                let between = |i: usize| (1.0 - along) * pixels[8 * i + left] + along * pixels[8 * i + right];
                *pixel = ((1.0 - down) * between(above) + down * between(below)) / 16.0;
            }
        }
        image
    };
    Dataset::new(small.inputs.iter().map(enlarge).collect(), small.targets)
}
