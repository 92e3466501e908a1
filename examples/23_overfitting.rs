//! Overfitting: a network that learns its samples by heart, and three ways to keep it from that.
//!
//! `cargo run --release --example 23_overfitting` writes target/course/23-overfitting.svg.
//!
//! Twenty points of a noisy sine, and a network with 90 times as many parameters. The training loss falls as long as one trains. The
//! loss on samples that are not learned from, the validation loss, falls at first, while what is learned is the sine, and rises when
//! it is the noise. Only the validation loss tells when to stop. A penalty on the weights (L2) keeps the curve smooth instead, and with
//! twenty times as many samples there is too much noise to be learned by heart.

mod plot;

use constrata::loss::L2;
use constrata::prelude::*;
use constrata::train::{Data, EarlyStopping, Epoch, Fit, Log, Monitor};
use plot::{BLUE, Chart, GREEN, GREY, ORANGE, Outcome, picture};
use plotters::prelude::SeriesLabelPosition::{LowerLeft, UpperRight};
use rand::{RngExt, SeedableRng, rngs::StdRng};

network! { struct Net: 1 => Dense<40, Tanh> => Dense<40, Tanh> => Dense<1> }

/// Points of a sine with noise of a standard deviation of 0.3, so that no prediction has a loss below 0.09 in the mean.
fn samples(count: usize, rng: &mut StdRng) -> (Vec<[f32; 1]>, Vec<[f32; 1]>) {
    let mut point = || {
        let x = rng.random_range(-3.0..3.0_f32);
        // the sum of 12 uniform numbers has variance 1
        let noise: f32 = (0..12).map(|_| rng.random_range(-0.5..0.5_f32)).sum();
        ([x], [x.sin() + 0.3 * noise])
    };
    (0..count).map(|_| point()).unzip()
}

fn main() -> Outcome {
    let rng = &mut StdRng::seed_from_u64(2);
    let ((x, y), (more_x, more_y), (new_x, new_y)) =
        (samples(20, rng), samples(400, rng), samples(1000, rng));
    let few = Data::new(&x, &y).validate(&new_x, &new_y);
    let fresh = Net::random(rng);
    let fit =
        Fit { epochs: 5000, batch: 20, learning_rate: 3e-3, ..Fit::new(MeanSquaredError, Adam::default()) };

    // by heart; all epochs also into a file
    let mut by_heart = fresh;
    std::fs::create_dir_all("target/course")?;
    let overfitted = fit.run(&mut by_heart, few, Log::csv("target/course/23-overfitting.csv"))?;

    // the same run, ended when the validation loss has not fallen for 300 epochs; the best weights are kept
    let mut stopped = fresh;
    let early = fit.run(&mut stopped, few, EarlyStopping::new(Monitor::ValidationLoss, 300))?;

    let mut smooth = fresh;
    let penalty = Fit { l2: L2 { lambda: 0.01 }, ..fit }.run(&mut smooth, few, ())?;

    let mut informed = fresh;
    let many = Fit { epochs: 300, ..fit }.run(
        &mut informed,
        Data::new(&more_x, &more_y).validate(&new_x, &new_y),
        (),
    )?;

    let validation = |epoch: &Epoch| epoch.validation.as_ref().map_or(f64::NAN, |scores| scores.loss);
    let least = |epochs: &[Epoch]| epochs.iter().map(validation).fold(f64::INFINITY, f64::min);
    let last = |epochs: &[Epoch]| epochs.last().map_or(f64::NAN, validation);
    // the epochs after the best one are the patience
    let best = early.epochs.len() - 300;
    println!("{} parameters, 20 samples; validation loss, of which 0.09 is noise:\n", Net::PARAMETERS);
    println!(
        "trained for 5000 epochs  {:.3}, training loss {:.3}",
        last(&overfitted.epochs),
        overfitted.epochs[4999].loss
    );
    println!("stopped early            {:.3}, at epoch {best}", least(&early.epochs));
    println!("penalty on the weights   {:.3}", last(&penalty.epochs));
    println!("400 samples              {:.3}", last(&many.epochs));
    assert!(last(&overfitted.epochs) > 1.3 * least(&overfitted.epochs) && best < 1000);
    assert!(overfitted.epochs[4999].loss < 0.08);
    assert!(last(&penalty.epochs) < 0.9 * last(&overfitted.epochs));
    assert!(last(&many.epochs) < least(&early.epochs));

    picture("23-overfitting", (960, 440), |area| {
        let panels = area.split_evenly((1, 2));
        let title = format!("20 samples: the validation loss is lowest at epoch {best}");
        let mut chart = Chart::new(&panels[0], &title, (0.0..3.7, "log epoch"), (0.0..0.6, "loss"))?;
        let curve = |of: &dyn Fn(&Epoch) -> f64| {
            overfitted
                .epochs
                .iter()
                .map(|epoch| ((epoch.epoch as f64).log10(), of(epoch).min(0.6)))
                .collect::<Vec<_>>()
        };
        chart.line("training loss", BLUE, curve(&|epoch| epoch.loss))?;
        chart.line("validation loss", ORANGE, curve(&validation))?;
        chart.line("stop here", GREEN, [((best as f64).log10(), 0.0), ((best as f64).log10(), 0.6)])?;
        chart.legend(UpperRight)?;

        let title = "what was learned, and what it was learned from";
        let mut chart = Chart::new(&panels[1], title, (-3.0..3.0, "x"), (-2.0..2.0, "y"))?;
        let curve = |net: &Net| {
            (0..=300)
                .map(|i| i as f32 / 50.0 - 3.0)
                .map(|x| (f64::from(x), f64::from(net.predict(&[x])[0])))
                .collect::<Vec<_>>()
        };
        let points = x.iter().zip(&y).map(|([x], [y])| (f64::from(*x), f64::from(*y)));
        chart.dots("the 20 samples", GREY, 3, points)?;
        chart.line("5000 epochs", ORANGE, curve(&by_heart))?;
        chart.line("stopped early", GREEN, curve(&stopped))?;
        chart.line("penalty on the weights", BLUE, curve(&smooth))?;
        chart.legend(LowerLeft)
    })
}
