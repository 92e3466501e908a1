//! A decision boundary in the plane: two spirals, which no line can part and two hidden layers can.
//!
//! `cargo run --release --example 08_decision_boundary` writes target/course/08-decision-boundary.svg.

mod plot;

use std::f32::consts::{PI, TAU};

use constrata::prelude::*;
use constrata::train::{Data, Fit, score};
use plot::{BLUE, Chart, ORANGE, Outcome, blend, picture};
use plotters::prelude::{SeriesLabelPosition::LowerRight, WHITE};
use rand::{RngExt, SeedableRng, rngs::StdRng};

network! { struct Line: 2 => Dense<1, Sigmoid> }
network! { struct Deep: 2 => Dense<24, Tanh> => Dense<24, Tanh> => Dense<1, Sigmoid> }

fn main() -> Outcome {
    let rng = &mut StdRng::seed_from_u64(1);
    let ((x, y), (new_x, new_y)) = (spirals(300, rng), spirals(1000, rng));
    let (data, new) = (Data::new(&x, &y), Data::new(&new_x, &new_y));

    let fit = Fit { epochs: 500, learning_rate: 0.01, ..Fit::new(BinaryCrossEntropy, Adam::default()) };
    let (mut line, mut deep) = (Line::random(rng), Deep::random(rng));
    fit.run(&mut line, data, ())?;
    fit.run(&mut deep, data, ())?;
    let right = [score(&line, new)?, score(&deep, new)?];
    println!("accuracy on 1000 new points: no hidden layer   {:.1} %", 100.0 * right[0]);
    println!("                             two hidden layers {:.1} %", 100.0 * right[1]);
    assert!(right[0] < 0.75 && right[1] > 0.95);

    // what a network says about every point of the plane
    type Says<'a> = &'a dyn Fn([f32; 2]) -> f32;
    let panels: [(&str, Says); 2] = [
        ("no hidden layer", &|x| line.predict(&x)[0]),
        ("two hidden layers of 24", &|x| deep.predict(&x)[0]),
    ];
    picture("08-decision-boundary", (960, 500), |area| {
        for ((area, (name, says)), right) in area.split_evenly((1, 2)).iter().zip(panels).zip(right) {
            let title = format!("{name}: accuracy {:.1} %", 100.0 * right);
            let mut chart = Chart::new(area, &title, (-1.2..1.2, "x1"), (-1.2..1.2, "x2"))?;
            // blue for class 0, orange for class 1, white where it is undecided, in 32 shades
            chart.map(3, |x1, x2| {
                let y = (f64::from(says([x1 as f32, x2 as f32])) * 32.0).floor().min(31.0) / 31.0;
                blend(WHITE, if y < 0.5 { BLUE } else { ORANGE }, (y - 0.5).abs())
            })?;
            for (class, (name, color)) in [("class 0", BLUE), ("class 1", ORANGE)].into_iter().enumerate() {
                let of_class = x.iter().zip(&y).filter(|(_, y)| **y == class);
                chart.dots(name, color, 3, of_class.map(|(x, _)| (f64::from(x[0]), f64::from(x[1]))))?;
            }
            chart.legend(LowerRight)?;
        }
        Ok(())
    })
}

/// Points along two spirals that turn around each other, a little off.
fn spirals(count: usize, rng: &mut StdRng) -> (Vec<[f32; 2]>, Vec<usize>) {
    let mut point = |sample: usize| {
        let class = sample % 2;
        let way = rng.random_range(0.05_f32..1.0);
        let angle = 1.5 * TAU * way.sqrt() + PI * class as f32;
        let off = [(); 2].map(|()| rng.random_range(-0.03..0.03));
        ([way.sqrt() * angle.cos() + off[0], way.sqrt() * angle.sin() + off[1]], class)
    };
    (0..count).map(&mut point).unzip()
}
