//! Backpropagation worked by hand, step by step: a textbook's network with one hidden layer.
//!
//! `cargo run --release --example 03_worked_example`

use constrata::activation::Sigmoid;
use constrata::loss::Loss;
use constrata::nalgebra::{matrix, vector};
use constrata::prelude::*;

network! { struct Book: f64; 3 => hidden: Dense<2, Sigmoid> => output: Dense<1, Sigmoid> }

const X: [[f64; 3]; 1] = [[2.0, 3.0, -1.0]];
const TARGET: [[f64; 1]; 1] = [[1.0]];

fn main() {
    let mut net = Book::zeros();
    net.hidden.weights = matrix![0.2, -0.5, 0.1; -0.3, 0.4, 0.2];
    net.hidden.bias = vector![0.3, -0.1];
    net.output.weights = matrix![0.5, 0.2];
    net.output.bias = vector![0.1];

    println!("{}\n", Book::ARCHITECTURE);
    let (mut z1, mut a1, mut z2) = ([[0.0; 2]], [[0.0; 2]], [[0.0]]);
    net.hidden.infer(&X, &mut z1);
    net.hidden.activate(&X, &mut a1);
    net.output.infer(&a1, &mut z2);
    let [y] = net.predict(&X[0]);
    println!("forward    z1 = W1 x + b1   = ({:.4}, {:.4})", z1[0][0], z1[0][1]);
    println!("           a1 = sigmoid z1  = ({:.4}, {:.4})", a1[0][0], a1[0][1]);
    println!("           z2 = W2 a1 + b2  = {:.4}", z2[0][0]);
    println!("           y  = sigmoid z2  = {y:.4}, wanted 1\n");

    let half = learn(net, &HalfSquaredError, "half squared error, L = (y - t)^2 / 2");
    let full = learn(net, &MeanSquaredError, "squared error, L = (y - t)^2");
    // by hand: dz2 = (y - t) y (1 - y), and twice that
    let by_hand = (y - 1.0) * y * (1.0 - y);
    assert!((half - by_hand).abs() < 1e-12 && (full - 2.0 * by_hand).abs() < 1e-12);

    println!("A textbook that prints dW2 = (-0.0287, -0.0572) beside db2 = -0.199 has taken the weights'");
    println!("gradient from the first and the bias's from the second: it is one factor of 2 or the other.");
}

/// One backward pass and one step of gradient descent; returns the derivative by z2.
fn learn(mut net: Book, loss: &impl Loss<Sigmoid>, title: &str) -> f64 {
    let (mut gradient, mut pass) = (Book::zeros(), Book::pass::<1>());
    pass.logits(&net, &X);
    let value = pass.loss(loss, &TARGET);
    pass.backward(&net, &X, &mut gradient);
    println!("{title} = {value:.4}");
    println!("backward   dz2 = {:.4}", pass.gradient[0][0]);
    print(["dW2", "db2", "dW1", "db1"], &gradient);
    Sgd.step(&mut net, &gradient, &mut (), 0.1);
    println!("step       w -= 0.1 dw");
    print(["W2", "b2", "W1", "b1"], &net);
    let slope = pass.gradient[0][0];
    pass.logits(&net, &X);
    let before = value;
    let value = pass.loss(loss, &TARGET);
    assert!(value < before);
    println!("           now y = {:.4}, L = {value:.4}\n", pass.output[0][0]);
    slope
}

fn print([w2, b2, w1, b1]: [&str; 4], Book { hidden, output }: &Book) {
    let (w, v) = (&hidden.weights, &output.weights);
    println!("           {w2} = ({:.4}, {:.4})    {b2} = {:.4}", v[0], v[1], output.bias[0]);
    for row in 0..2 {
        let (w1, b1) = if row == 0 { (w1, b1) } else { ("", "") };
        let [a, b, c] = [0, 1, 2].map(|column| w[(row, column)]);
        let bias = hidden.bias[row];
        println!("           {w1:<3}   ({a:7.4}, {b:7.4}, {c:7.4})    {b1:<3}   {bias:7.4}");
    }
}
