//! Trains the convolutional network that `firmware/thumb` reads digits with, and saves it.
//!
//! ```text
//! cargo run --release --example digits_cnn_file firmware/thumb/digits_cnn.net
//! ```

use constrata::prelude::*;
use constrata::train::{Data, Fit, Schedule, score};
use rand::SeedableRng;
use rand::rngs::StdRng;
use rand::seq::SliceRandom;

network! {
    /// What learns: an image of 8 x 8 pixels in, one probability for each digit out.
    struct Learns: [1, 8, 8]
        => Conv2d<8, 3, pad = same, bias = false> => BatchNorm<Relu>
        => Conv2d<16, 3, stride = 2, pad = same, bias = false> => BatchNorm<Relu> => MaxPool2d<2>
        => Flatten => Dense<10, Softmax>
}
network! {
    /// What is left of it for a microcontroller.
    pub struct DigitsCnn: [1, 8, 8]
        => Conv2d<8, 3, Relu, pad = same> => Conv2d<16, 3, Relu, stride = 2, pad = same> => MaxPool2d<2>
        => Flatten => output: Dense<10, Softmax>
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let path = std::env::args().nth(1).unwrap_or_else(|| "target/digits_cnn.net".into());
    let mut digits = Vec::new();
    for line in include_str!("../data/digits.csv").lines() {
        let fields: Vec<f32> = line.split(',').map(str::parse).collect::<Result<_, _>>()?;
        let (pixels, class) = fields.split_first_chunk::<64>().ok_or("not 64 pixels")?;
        let mut image = [[[0.0; 8]; 8]];
        image.as_flattened_mut().as_flattened_mut().copy_from_slice(&pixels.map(|pixel| pixel / 16.0));
        digits.push((image, class[0] as usize));
    }
    let mut rng = StdRng::seed_from_u64(1);
    digits.shuffle(&mut rng);
    let (images, classes): (Vec<_>, Vec<_>) = digits.into_iter().unzip();
    let held_out = images.len() / 5;

    let mut learner = Learns::random(&mut rng);
    let fit = Fit {
        epochs: 100,
        learning_rate: 5e-3,
        schedule: Schedule::Cosine { end: 0.0 },
        ..Fit::new(CrossEntropy, Adam::default())
    };
    fit.run(&mut learner, Data::new(&images[held_out..], &classes[held_out..]), ())?;
    let net: DigitsCnn = learner.fold();
    let accuracy = score(&net, Data::new(&images[..held_out], &classes[..held_out]))?;
    println!("accuracy on {held_out} held-out samples: {:.2} %", 100.0 * accuracy);

    net.save(&path)?;
    println!("{path}: {} bytes, {}", DigitsCnn::FILE_BYTES, DigitsCnn::ARCHITECTURE);
    Ok(())
}
