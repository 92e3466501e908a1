//! Ten digits of each kind to learn from, and never the same twice: what augmentation is worth.
//!
//! `cargo run --release --features data --example 22_augmentation` writes target/course/22-augmentation.svg.

mod plot;

use constrata::data::{Augmentation, Dataset, digits};
use constrata::prelude::*;
use constrata::train::{Fit, score};
use plot::{Outcome, image, picture, write};
use rand::{SeedableRng, rngs::SmallRng};

network! { struct Net: [1, 8, 8]
    => Conv2d<8, 3, Relu> => Conv2d<16, 3, Relu> => MaxPool2d<2> => Flatten => Dense<10, Softmax>
}

type Digits = Dataset<[[[f32; 8]; 8]; 1], usize>;

const AUGMENTATION: Augmentation =
    Augmentation { shift: 0.8, rotate: 12.0, scale: 0.15, background: 0.0, noise: 0.05 };

fn main() -> Outcome {
    let all = digits();
    let square =
        |pixels: &[f32; 64]| [std::array::from_fn(|i| std::array::from_fn(|j| pixels[8 * i + j] / 16.0))];
    let all: Digits = Dataset::new(all.inputs.iter().map(square).collect(), all.targets)?;

    println!("held-out accuracy of {} after learning from 100 digits\n", Net::ARCHITECTURE);
    println!("seed | as they are | augmented\n-----|-------------|----------");
    let (mut plain, mut augmented) = (0.0, 0.0);
    for seed in 1..=SEEDS {
        let (train, test) =
            all.stratified_split(1.0 - 100.0 / all.len() as f64, &mut SmallRng::seed_from_u64(seed))?;
        let pair = [None, Some(AUGMENTATION)].map(|by| learn(&train, &test, by, seed));
        let [without, with] = pair;
        let (without, with) = (without?, with?);
        println!("{seed:4} | {:9.2} % | {:7.2} %", 100.0 * without, 100.0 * with);
        (plain, augmented) = (plain + without / SEEDS as f64, augmented + with / SEEDS as f64);
    }
    println!("mean | {:9.2} % | {:7.2} %", 100.0 * plain, 100.0 * augmented);
    assert!(augmented > plain + 0.01, "augmentation makes it more accurate by more than 1 %");
    draw(&all)
}

const SEEDS: u64 = 5;

fn learn(train: &Digits, test: &Digits, by: Option<Augmentation>, seed: u64) -> Outcome<f64> {
    let mut net = Net::random(&mut SmallRng::seed_from_u64(seed));
    let fit =
        Fit { epochs: 150, batch: 20, learning_rate: 3e-3, seed, ..Fit::new(CrossEntropy, Adam::default()) };
    let data = train.data();
    fit.run(&mut net, by.map_or(data, |augmentation| data.augmented(augmentation)), ())?;
    Ok(score(&net, test.data())?)
}

/// Digits, and what is made of them.
fn draw(all: &Digits) -> Outcome {
    picture("22-augmentation", (1010, 370), |area| {
        write(area, "as it is", (70, 24), 15)?;
        write(area, "in eight epochs", (570, 24), 15)?;
        for (row, sample) in [2, 4, 8].into_iter().enumerate() {
            let (top, rng) = (45 + row as i32 * 106, &mut SmallRng::seed_from_u64(row as u64));
            image(area, all.inputs[sample].as_flattened().as_flattened(), 8, (22, top), 12)?;
            for column in 0..8 {
                let variant = AUGMENTATION.variant(&all.inputs[sample], rng);
                let at = (154 + column * 106, top);
                image(area, variant.as_flattened().as_flattened(), 8, at, 12)?;
            }
        }
        Ok(())
    })
}
