//! Classifies ten handwritten digits with weights that were trained on a desktop and lie in flash.
#![cfg_attr(target_os = "none", no_std, no_main)]

use constrata_thumb::networks::Digits;
use constrata_thumb::{measured::measured_forward, painted, program, say, say_count};

/// Trained by `firmware/train`.
static DIGITS: Digits = Digits::from_bytes(include_bytes!("../../digits.net"));
static IMAGES: [[u8; 64]; 10] = include!(concat!(env!("OUT_DIR"), "/images.rs"));

program!(run, ());

fn run(_: &mut ()) {
    say_count("weights in flash", Digits::PARAMETER_BYTES as u32);
    say_count("bound forward", Digits::STACK_BYTES as u32);
    let mut correct = 0;
    for (digit, image) in IMAGES.iter().enumerate() {
        let mut y = [[0.0; 10]];
        let x = [image.map(|pixel| f32::from(pixel) / 16.0)];
        painted("stack forward", digit == 0, || measured_forward(&DIGITS, &x, &mut y));
        let mut best = (0, 0.0);
        for (class, &probability) in y[0].iter().enumerate() {
            if probability > best.1 {
                best = (class, probability);
            }
        }
        correct += u16::from(best.0 == digit);
        say("probability of the predicted digit", best.1);
    }
    say("accuracy on 10 samples", f32::from(correct) / 10.0);
}
