//! What a convolution has learned to look for, and where it finds it.
//!
//! `cargo run --release --features data --example 21_filters` writes target/course/21-filters.svg.

mod plot;

use constrata::data::{Dataset, digits};
use constrata::prelude::*;
use constrata::train::{Fit, Schedule, score};
use plot::{Area, BLUE, GREY, ORANGE, Outcome, blend, image, picture, write};
use plotters::prelude::{Color, Rectangle, WHITE};
use rand::{SeedableRng, rngs::SmallRng};

network! { struct Net: [1, 8, 8]
    => edges: Conv2d<8, 3, Relu, pad = same> => MaxPool2d<2>
    => parts: Conv2d<16, 3, Relu, pad = same> => MaxPool2d<2>
    => Flatten => Dense<10, Softmax>
}

type Pixels = [[[f32; 8]; 8]; 1];

fn main() -> Outcome {
    let rng = &mut SmallRng::seed_from_u64(1);
    let small = digits();
    let square =
        |pixels: &[f32; 64]| [std::array::from_fn(|i| std::array::from_fn(|j| pixels[8 * i + j] / 16.0))];
    let digits: Dataset<Pixels, usize> =
        Dataset::new(small.inputs.iter().map(square).collect(), small.targets)?;
    let (train, test) = digits.stratified_split(0.25, rng)?;
    let mut net = Net::random(rng);
    let (l2, schedule) = (L2 { lambda: 1e-4 }, Schedule::Cosine { end: 0.01 });
    let fit =
        Fit { epochs: 40, learning_rate: 4e-3, l2, schedule, ..Fit::new(CrossEntropy, Adam::default()) };
    fit.run(&mut net, train.data(), ())?;
    let accuracy = score(&net, test.data())?;
    println!("accuracy on {} held-out samples: {:.2} %\n", test.len(), 100.0 * accuracy);
    assert!(accuracy > 0.95);

    // How strongly each filter responds to an edge of ink, and what the network is worth without it.
    println!("       | responds to ink that is           | held out");
    println!("filter | above    below    left     right  | without it");
    println!("-------|-----------------------------------|-----------");
    let (mut prefers, mut least) = ([0; 4], 1.0_f64);
    for filter in 0..8 {
        let responses = DIRECTIONS.map(|ink| response(&net.edges.predict(&edge(ink))[filter]));
        let mut silenced = net;
        silenced.edges.weights.row_mut(filter).fill(0.0);
        silenced.edges.bias[filter] = 0.0;
        let without = score(&silenced, test.data())?;
        least = least.min(without);
        let [above, below, left, right] = responses;
        println!("{filter:6} | {above:5.2} {below:8.2} {left:8.2} {right:8.2}  | {:8.2} %", 100.0 * without);
        for direction in 0..4 {
            // to the opposite one: above and below, left and right
            prefers[direction] += usize::from(responses[direction] > 1.5 * responses[direction ^ 1]);
        }
    }
    println!("\nfilters that prefer a direction to its opposite: {prefers:?}");
    assert!(
        prefers.iter().all(|filters| *filters > 0),
        "the filters have parted the directions among themselves"
    );
    assert!(least < accuracy - 0.05, "the network leans on its filters");

    let shown =
        [0, 1, 4, 7].map(|class| &test.inputs[test.targets.iter().position(|y| *y == class).unwrap_or(0)]);
    picture("21-filters", (1000, 820), |area| draw(area, &net, shown))
}

/// Whether there is ink at a row and a column.
type Ink = fn(usize, usize) -> bool;

/// Ink in one half of an image: above, below, left, right.
const DIRECTIONS: [Ink; 4] = [|i, _| i < 4, |i, _| i >= 4, |_, j| j < 4, |_, j| j >= 4];

fn edge(ink: Ink) -> Pixels {
    [std::array::from_fn(|i| std::array::from_fn(|j| f32::from(u8::from(ink(i, j)))))]
}

/// The strongest next to the edge, in the middle of the image.
fn response(plane: &[[f32; 8]; 8]) -> f32 {
    [plane[3][3], plane[3][4], plane[4][3], plane[4][4]].into_iter().fold(0.0, f32::max)
}

/// Filters in a row; below them, for each digit, where they find what they look for, and what the second convolution makes of that.
fn draw(area: &Area, net: &Net, digits: [&Pixels; 4]) -> Outcome {
    let left = |channel: usize| 150 + channel as i32 * 104;
    write(area, "a digit", (66, 24), 15)?;
    write(
        area,
        "8 filters of 3 x 3: for ink (blue) or against it (orange); below, where they respond",
        (566, 24),
        15,
    )?;
    let strongest = net.edges.weights.amax();
    for channel in 0..8 {
        for (place, weight) in net.edges.weights.row(channel).iter().enumerate() {
            let corner = (left(channel) + 12 + place as i32 % 3 * 24, 45 + place as i32 / 3 * 24);
            let color = if *weight > 0.0 { BLUE } else { ORANGE };
            let shade = blend(WHITE, color, f64::from(weight.abs() / strongest));
            let cell = [corner, (corner.0 + 24, corner.1 + 24)];
            area.draw(&Rectangle::new(cell, shade.filled()))?;
            area.draw(&Rectangle::new(cell, GREY.stroke_width(1)))?;
        }
    }
    for (row, digit) in digits.into_iter().enumerate() {
        let top = 140 + row as i32 * 172;
        image(area, digit.as_flattened().as_flattened(), 8, (18, top), 12)?;
        let found = net.edges.predict(digit);
        let most = found.as_flattened().as_flattened().iter().copied().fold(1e-9, f32::max);
        for (channel, plane) in found.iter().enumerate() {
            let plane: Vec<f32> = plane.as_flattened().iter().map(|z| z / most).collect();
            image(area, &plane, 8, (left(channel), top), 11)?;
        }
        // the largest of 2 x 2, as the pool behind has it
        let pooled = std::array::from_fn(|channel| {
            std::array::from_fn(|i| {
                std::array::from_fn(|j| {
                    let pair = |i: usize| found[channel][i][2 * j].max(found[channel][i][2 * j + 1]);
                    pair(2 * i).max(pair(2 * i + 1))
                })
            })
        });
        let parts = net.parts.predict(&pooled);
        let most = parts.as_flattened().as_flattened().iter().copied().fold(1e-9, f32::max);
        write(area, "16 of 4 x 4:", (84, top + 126), 14)?;
        for (channel, plane) in parts.iter().enumerate() {
            let plane: Vec<f32> = plane.as_flattened().iter().map(|z| z / most).collect();
            image(area, &plane, 4, (150 + channel as i32 * 52, top + 106), 11)?;
        }
    }
    Ok(())
}
