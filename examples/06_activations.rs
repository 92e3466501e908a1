//! Activation functions and their gradients: the plots that every textbook has.
//!
//! `cargo run --release --example 06_activations` writes target/course/06-activations.svg.
//!
//! What a network is drawn from is what it computes with: value and derivative are the crate's. The derivative of a sigmoid never
//! exceeds 1/4, that of tanh 1; both are nearly 0 far from 0, where a unit is *saturated* and hardly learns.

mod plot;

use constrata::activation::{Elementwise, Elu, Function, HardSigmoid, LeakyRelu, Relu, Sigmoid, Tanh};
use constrata::activation::{Gelu, Silu, Softplus};
use plot::{Area, BLUE, Chart, ORANGE, Outcome, picture};
use plotters::prelude::SeriesLabelPosition::UpperLeft;

/// z, f(z), f'(z)
type Point = (f64, f64, f64);
/// A name, and a function.
type Named = (&'static str, fn(f64) -> Point);

fn main() -> Outcome {
    // of most functions the derivative is written in terms of y = f(z), of the last three in terms of z
    fn of_output<F: Elementwise>(z: f64) -> Point {
        (z, F::value(z), F::derivative(F::value(z)))
    }
    fn of_input<F: Function>(z: f64) -> Point {
        (z, F::value(z), F::derivative(z))
    }
    let functions: [Named; 9] = [
        ("sigmoid: 1 / (1 + e^-z)", of_output::<Sigmoid>),
        ("tanh", of_output::<Tanh>),
        ("hard sigmoid: clamp(z/4 + 1/2, 0, 1)", of_output::<HardSigmoid>),
        ("ReLU: max(0, z)", of_output::<Relu>),
        ("leaky ReLU: max(0.1 z, z)", of_output::<LeakyRelu<1, 10>>),
        ("ELU: z or e^z - 1", of_output::<Elu>),
        ("softplus: ln(1 + e^z)", of_input::<Softplus>),
        ("SiLU: z sigmoid(z)", of_input::<Silu>),
        ("GELU: z P(Z < z)", of_input::<Gelu>),
    ];

    println!("{:38} f'(-4)   f'(0)   f'(4)   largest", "");
    for (name, function) in functions {
        let slope = |z| function(z).2;
        // The slope is the derivative of the value: the same as a difference, away from kinks.
        for z in [-3.1, -0.7, 0.3, 1.9] {
            let difference = (function(z + 1e-5).1 - function(z - 1e-5).1) / 2e-5;
            assert!((slope(z) - difference).abs() < 1e-6, "{name} at {z}: {} and {difference}", slope(z));
        }
        let largest = steps().map(slope).fold(0.0, f64::max);
        println!("{name:38} {:6.3}  {:6.3}  {:6.3}  {largest:6.3}", slope(-4.0), slope(0.0), slope(4.0));
    }
    picture("06-activations", (1000, 820), |area| {
        area.split_evenly((3, 3)).iter().zip(functions).try_for_each(|(area, f)| panel(area, f))
    })
}

fn panel(area: &Area, (name, function): Named) -> Outcome {
    let mut chart = Chart::new(area, name, (-4.0..4.0, ""), (-1.25..2.25, ""))?;
    let visible = |(z, y): (f64, f64)| (-1.25..=2.25).contains(&y).then_some((z, y));
    chart.line("f(z)", BLUE, steps().filter_map(|z| visible((z, function(z).1))))?;
    chart.line("f'(z)", ORANGE, steps().map(|z| (z, function(z).2)))?;
    chart.legend(UpperLeft)
}

fn steps() -> impl Iterator<Item = f64> {
    (-200..=200).map(|i| f64::from(i) / 50.0)
}
