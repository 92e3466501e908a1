//! The board's memory, weights that are too many for the repository, and ten handwritten digits.

use std::fmt::Write;
use std::path::PathBuf;
use std::{env, fs};

use constrata::Save;
use constrata::prelude::*;
use rand::SeedableRng;
use rand::rngs::Xoshiro128PlusPlus;

#[path = "src/networks.rs"]
mod networks;

fn main() {
    let out = PathBuf::from(env::var_os("OUT_DIR").unwrap());
    println!("cargo::rerun-if-changed=memory");
    println!("cargo::rerun-if-changed=src/networks.rs");
    println!("cargo::rerun-if-changed=../../data/digits.csv");

    let target = env::var("TARGET").unwrap();
    let board = match target.as_str() {
        "thumbv6m-none-eabi" => "microbit",
        "thumbv8m.main-none-eabihf" => "mps2-an505",
        _ => "mps2",
    };
    println!("cargo::rustc-check-cfg=cfg(board, values(\"microbit\", \"mps2\", \"mps2-an505\"))");
    println!("cargo::rustc-cfg=board=\"{board}\"");
    fs::copy(format!("memory/{board}.x"), out.join("memory.x")).unwrap();
    println!("cargo::rustc-link-search={}", out.display());

    let mut rng = Xoshiro128PlusPlus::seed_from_u64(13);
    networks::Policy::boxed(&mut rng).save(out.join("policy.net")).unwrap();
    networks::Autoencoder::boxed(&mut rng).save(out.join("autoencoder.net")).unwrap();
    networks::Conv3x3::boxed(&mut rng).save(out.join("conv_3x3.net")).unwrap();
    networks::Conv1x1::boxed(&mut rng).save(out.join("conv_1x1.net")).unwrap();
    networks::Depthwise::boxed(&mut rng).save(out.join("depthwise.net")).unwrap();

    fs::write(out.join("images.rs"), images()).unwrap();
}

/// The first image of each digit, as an array of pixels from 0 to 16.
fn images() -> String {
    let data = fs::read_to_string("../../data/digits.csv").unwrap();
    let mut source = String::from("[\n");
    for digit in 0..10 {
        let ending = format!(",{digit}");
        let line = data.lines().find(|line| line.ends_with(&ending)).expect("an image of each digit");
        writeln!(source, "[{}],", line.strip_suffix(&ending).unwrap()).unwrap();
    }
    source + "]"
}
