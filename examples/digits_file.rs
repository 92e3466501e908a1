//! Trains the network that `firmware/thumb` reads digits with, and saves it.
//!
//! ```text
//! cargo run --release --example digits_file firmware/thumb/digits.net
//! ```

use constrata::prelude::*;
use constrata::train::{Data, Fit, score};
use rand::SeedableRng;
use rand::rngs::StdRng;
use rand::seq::SliceRandom;

network! {
    /// 8 x 8 pixels in, one probability for each digit out.
    pub struct Digits: 64 => hidden: Dense<32, Relu> => output: Dense<10, Softmax>
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let path = std::env::args().nth(1).unwrap_or_else(|| "target/digits.net".into());
    let mut digits = Vec::new();
    for line in include_str!("../data/digits.csv").lines() {
        let fields: Vec<f32> = line.split(',').map(str::parse).collect::<Result<_, _>>()?;
        let (pixels, class) = fields.split_first_chunk::<64>().ok_or("not 64 pixels")?;
        digits.push((pixels.map(|pixel| pixel / 16.0), class[0] as usize));
    }
    let mut rng = StdRng::seed_from_u64(1);
    digits.shuffle(&mut rng);
    let (images, classes): (Vec<_>, Vec<_>) = digits.into_iter().unzip();
    let held_out = images.len() / 5;

    let mut net = Digits::random(&mut rng);
    let fit = Fit {
        epochs: 60,
        learning_rate: 3e-3,
        l2: L2 { lambda: 1e-4 },
        ..Fit::new(CrossEntropy, Adam::default())
    };
    fit.run(&mut net, Data::new(&images[held_out..], &classes[held_out..]), ())?;
    let accuracy = score(&net, Data::new(&images[..held_out], &classes[..held_out]))?;
    println!("accuracy on {held_out} held-out samples: {:.2} %", 100.0 * accuracy);

    net.save(&path)?;
    println!("{path}: {} bytes, {}", Digits::FILE_BYTES, Digits::ARCHITECTURE);
    Ok(())
}
