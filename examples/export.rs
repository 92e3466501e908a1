//! Trains a network on the handwritten digits and writes it as source text: a Rust item and a C header.
//!
//! ```text
//! cargo run --release --features reproducible --example export       # writes target/digits.h, target/digits.rs
//! ```
//!
//! `#include "digits.h"` and `digits_predict(pixels, probabilities);` is all that firmware in C needs.

use constrata::export::Export;
use constrata::prelude::*;
use constrata::train::{Data, Fit};
use rand::SeedableRng;
use rand::rngs::StdRng;

network! {
    /// 8 x 8 pixels in, one probability for each digit out.
    pub struct Digits: 64 => hidden: Dense<32, Relu> => output: Dense<10, Softmax>
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let (mut images, mut classes) = (Vec::new(), Vec::new());
    for line in include_str!("../data/digits.csv").lines() {
        let fields: Vec<f32> = line.split(',').map(str::parse).collect::<Result<_, _>>()?;
        let (pixels, class) = fields.split_first_chunk::<64>().ok_or("not 64 pixels")?;
        images.push(pixels.map(|pixel| pixel / 16.0));
        classes.push(class[0] as usize);
    }
    let mut rng = StdRng::seed_from_u64(1);
    let mut net = Digits::random(&mut rng);
    let fit = Fit { epochs: 20, learning_rate: 3e-3, ..Fit::new(CrossEntropy, Adam::default()) };
    fit.run(&mut net, Data::new(&images, &classes), ())?;

    for (path, text) in [
        ("target/digits.h", net.to_c("digits")),
        ("target/digits.rs", net.to_rust("pub static DIGITS: Digits")),
    ] {
        std::fs::write(path, &text)?;
        println!("{path}: {} bytes", text.len());
    }
    let header = net.to_c("digits");
    let predict = header.split("/* y = ").nth(1).ok_or("there is no predict")?;
    println!("/* y = {}", predict.trim_end_matches("#endif\n").trim_end());
    Ok(())
}
