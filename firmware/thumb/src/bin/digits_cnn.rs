//! Classifies ten handwritten digits by convolutions, with weights that were trained on a desktop and lie in flash.
#![cfg_attr(target_os = "none", no_std, no_main)]

use constrata_thumb::networks::DigitsCnn;
use constrata_thumb::{measured::measured_forward, painted, program, say, say_count};

/// Trained by `firmware/train`.
static DIGITS: DigitsCnn = DigitsCnn::from_bytes(include_bytes!("../../digits_cnn.net"));
static IMAGES: [[u8; 64]; 10] = include!(concat!(env!("OUT_DIR"), "/images.rs"));

program!(run, ());

fn run(_: &mut ()) {
    say_count("weights in flash", DigitsCnn::PARAMETER_BYTES as u32);
    say_count("bound forward", DigitsCnn::STACK_BYTES as u32);
    say_count("multiply-adds forward", DigitsCnn::MACS as u32);
    let (mut x, mut y) = ([[[[0.0; 8]; 8]]], [[0.0; 10]]);
    let mut correct = 0;
    for (digit, image) in IMAGES.iter().enumerate() {
        for (x, &pixel) in x.as_flattened_mut().as_flattened_mut().as_flattened_mut().iter_mut().zip(image) {
            *x = f32::from(pixel) / 16.0;
        }
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

    let extremes = [f32::NAN, f32::INFINITY, f32::NEG_INFINITY, 1e-40, f32::MAX, -0.0];
    for extreme in extremes {
        x[0][0][7][0] = extreme;
        measured_forward(&DIGITS, &x, &mut y);
        say("probability of 9, one extreme pixel", y[0][9]);
    }
}
