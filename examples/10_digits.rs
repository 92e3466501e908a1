//! Handwritten digits: which are taken for which, and the worst mistakes.
//!
//! `cargo run --release --features data --example 10_digits` writes target/course/10-digits.svg.

mod plot;

use constrata::data::{Scaler, digits};
use constrata::prelude::*;
use constrata::train::{Fit, Metric, evaluate, predict};
use plot::{Area, BLUE, Outcome, blend, image, picture, write};
use plotters::prelude::{Color, Rectangle, WHITE};
use rand::{SeedableRng, rngs::StdRng};

network! { struct Digits: 64 => Dense<32, Relu> => Dense<10, Softmax> }

fn main() -> Outcome {
    let rng = &mut StdRng::seed_from_u64(1);
    // 8 x 8 pixels from 0 to 16
    let ink = Scaler::<Vector<64>> { shift: [0.0; 64], scale: [16.0; 64] };
    let (train, test) = digits().scaled(&ink).stratified_split(0.25, rng)?;

    let mut net = Digits::random(rng);
    let l2 = L2 { lambda: 1e-4 };
    let fit = Fit { epochs: 40, learning_rate: 3e-3, l2, ..Fit::new(CrossEntropy, Adam::default()) };
    fit.run(&mut net, train.data(), ())?;

    let found = evaluate(&net, test.data(), &CrossEntropy, &[Metric::Accuracy, Metric::F1])?;
    println!("{} held-out samples: {found}\n", test.len());
    let confusion = found.confusion.ok_or("F1 counts classes")?;
    println!("{confusion}");
    assert!(confusion.accuracy() > 0.95);

    // The worst mistakes are those the network is surest of.
    let mut mistakes = Vec::new();
    for ((x, wanted), y) in test.inputs.iter().zip(&test.targets).zip(predict(&net, &test.inputs)) {
        let read = (0..10).fold(0, |best, digit| if y[digit] > y[best] { digit } else { best });
        if read != *wanted {
            mistakes.push((y[read], read, *wanted, x));
        }
    }
    mistakes.sort_by(|a, b| b.0.total_cmp(&a.0));
    for (sure, read, wanted, _) in mistakes.iter().take(8) {
        println!("a {wanted} read as a {read}, {:.1} % sure", 100.0 * sure);
    }

    picture("10-digits", (1000, 480), |area| {
        let (left, right) = area.split_horizontally(480);
        table(&left, |wanted, read| confusion.count(wanted, read))?;
        write(&right, "the worst mistakes", (260, 26), 17)?;
        for (place, (sure, read, wanted, x)) in (0..8).zip(&mistakes) {
            let (left, top) = (20 + place % 4 * 125, 60 + place / 4 * 205);
            image(&right, *x, 8, (left, top), 13)?;
            let text = format!("{wanted}, read as {read}");
            write(&right, &text, (left + 52, top + 122), 14)?;
            write(&right, &format!("{:.1} % sure", 100.0 * sure), (left + 52, top + 142), 13)?;
        }
        Ok(())
    })
}

/// The confusion matrix: a row for each digit that was wanted, a column for each that was read.
fn table(area: &Area, count: impl Fn(usize, usize) -> u64) -> Outcome {
    const CELL: i32 = 38;
    write(area, "read as", (70 + 5 * CELL, 26), 17)?;
    write(area, "is a", (26, 70 + 5 * CELL), 17)?;
    for wanted in 0..10 {
        let at = |digit: usize| 70 + digit as i32 * CELL;
        write(area, &wanted.to_string(), (at(wanted) + CELL / 2, 56), 14)?;
        write(area, &wanted.to_string(), (56, at(wanted) + CELL / 2), 14)?;
        let all: u64 = (0..10).map(|read| count(wanted, read)).sum();
        for read in 0..10 {
            let (number, corner) = (count(wanted, read), (at(read), at(wanted)));
            // the square root, for a single mistake to be seen
            let shade = blend(WHITE, BLUE, 0.7 * (number as f64 / all as f64).sqrt());
            let cell = [corner, (corner.0 + CELL - 2, corner.1 + CELL - 2)];
            area.draw(&Rectangle::new(cell, shade.filled()))?;
            if number > 0 {
                write(area, &number.to_string(), (corner.0 + CELL / 2 - 1, corner.1 + CELL / 2 - 1), 14)?;
            }
        }
    }
    Ok(())
}
