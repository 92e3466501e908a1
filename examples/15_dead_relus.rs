//! Dead ReLUs: units that are 0 for every sample, learn nothing any more, and stay so. The leaky ReLU's cure.
//!
//! `cargo run --release --example 15_dead_relus` writes target/course/15-dead-relus.svg.
//!
//! Steps that are too long push units below 0 for every sample. There a ReLU has no gradient, and stays at 0 however long one trains. A leaky
//! one, with its slope of 0.01 below 0, recovers. Counted are the units of the first layer, whose inputs are the samples: a later one may be
//! brought back by what moves before it.

mod plot;

use constrata::layer::Output;
use constrata::prelude::*;
use constrata::train::{Data, Fit, Session};
use plot::{BLUE, Chart, ORANGE, Outcome, picture};
use plotters::prelude::SeriesLabelPosition::UpperRight;
use rand::{RngExt, SeedableRng, rngs::StdRng};

network! { struct WithRelu: 4 => Dense<32, Relu> => Dense<32, Relu> => Dense<1> }
network! { struct WithLeaky: 4 => Dense<32, LeakyRelu<0.01>> => Dense<32, LeakyRelu<0.01>> => Dense<1> }

/// How many of the 32 units of the first layer are not above 0 for any sample.
fn silent<N: Network<Scalar = f32, Input = Vector<4>>>(net: &N, x: &[[f32; 4]]) -> usize {
    let mut largest = [f32::NEG_INFINITY; 32];
    let mut y: Output<N, 1> = constrata::bytemuck::Zeroable::zeroed();
    for x in x {
        let mut unit = largest.iter_mut();
        // `inspect` shows what every layer inside says, the first one first
        net.inspect(&[*x], &mut y, &mut |_, output| {
            unit.by_ref().zip(output).for_each(|(largest, y)| *largest = largest.max(*y));
        });
    }
    largest.iter().filter(|largest| **largest <= 0.0).count()
}

fn main() -> Outcome {
    let rng = &mut StdRng::seed_from_u64(1);
    let x: Vec<[f32; 4]> = (0..512).map(|_| [(); 4].map(|()| rng.random_range(-1.0..1.0))).collect();
    let y: Vec<[f32; 1]> = x.iter().map(|[a, b, c, d]| [a * b + (3.0 * c).sin() - d.abs()]).collect();
    let data = Data::new(&x, &y);

    // Steps that are far too long, at first.
    let mut relu = WithRelu::random(rng);
    let rough =
        Fit { epochs: 40, batch: 16, learning_rate: 0.3, ..Fit::new(MeanSquaredError, Momentum::default()) };
    Fit { clip_norm: Some(1.0), ..rough }.run(&mut relu, data, ())?;
    let dead = silent(&relu, &x);
    // Then the same weights are trained further in two networks, with short steps.
    let mut leaky = WithLeaky::zeros();
    (0..WithRelu::TENSORS).for_each(|index| leaky.tensor_mut(index).copy_from_slice(relu.tensor(index)));
    println!("after 40 epochs at a learning rate of 0.3, {dead} of 32 units are 0 for all of 512 samples\n");

    println!(
        "at 0.003 from here on |    ReLU   loss |   leaky   loss\n----------------------|----------------|---------------"
    );
    let (mut relu, mut leaky) = (Session::new(&mut relu, 1), Session::new(&mut leaky, 1));
    let mut counts = vec![(dead, silent(&*leaky.network, &x))];
    for epochs in 1..=200 {
        let fit = Fit { epochs, learning_rate: 3e-3, ..Fit::new(MeanSquaredError, Adam::default()) };
        fit.resume(&mut relu, data, ())?;
        fit.resume(&mut leaky, data, ())?;
        counts.push((silent(&*relu.network, &x), silent(&*leaky.network, &x)));
        if epochs % 50 == 0 {
            let losses = [&relu.history, &leaky.history].map(|history| history[epochs - 1].loss);
            let (r, l) = counts[epochs];
            println!("{epochs:8} epochs later | {r:7} {:6.3} | {l:7} {:6.3}", losses[0], losses[1]);
        }
    }
    let (still, cured) = counts[200];
    assert!(dead >= 8 && still >= dead && cured < dead * 2 / 3);

    picture("15-dead-relus", (720, 420), |area| {
        let title = "units of the first layer that are 0 for every sample";
        let (x, y) = ((0.0..200.0, "epochs at a learning rate of 0.003"), (0.0..32.0, "units out of 32"));
        let mut chart = Chart::new(area, title, x, y)?;
        let points = |of: fn(&(usize, usize)) -> usize| {
            counts.iter().map(of).enumerate().map(|(i, count)| (i as f64, count as f64)).collect::<Vec<_>>()
        };
        chart.line("ReLU", ORANGE, points(|counts| counts.0))?;
        chart.line("leaky ReLU", BLUE, points(|counts| counts.1))?;
        chart.legend(UpperRight)
    })
}
