//! A textbook's network worked by hand: 3 inputs, 2 hidden neurons, 1 output, sigmoid twice.
//!
//! ```text
//! x = (2, 3, -1)    W1 = [0.2 -0.5 0.1; -0.3 0.4 0.2]    b1 = (0.3, -0.1)    W2 = [0.5 0.2]    b2 = 0.1    t = 1
//! ```
//!
//! The book prints `z1 = (-0.9, 0.3)`, `a1 = (0.289, 0.574)`, `z2 = 0.359`, output 0.589, squared error 0.169, and then
//! the output layer's gradients: `dW2 = (-0.0287, -0.0572)` beside `db2 = -0.199`. These two do not belong together:
//! the first is the gradient of the half squared error `(y - t)^2 / 2`, the second of the full one, twice as large. (And
//! -0.0287 is -0.02877, shortened after steps with three digits.) Here are both, each of one piece.

use constrata::nalgebra::{matrix, vector};
use constrata::prelude::*;

network! { struct Book: f64; 3 => hidden: Dense<2, Sigmoid> => output: Dense<1, Sigmoid> }

const X: [[f64; 3]; 1] = [[2.0, 3.0, -1.0]];
const TARGET: [[f64; 1]; 1] = [[1.0]];

fn book() -> Book {
    let mut net = Book::zeros();
    net.hidden.weights = matrix![0.2, -0.5, 0.1; -0.3, 0.4, 0.2];
    net.hidden.bias = vector![0.3, -0.1];
    net.output.weights = matrix![0.5, 0.2];
    net.output.bias = vector![0.1];
    net
}

#[track_caller]
fn near(found: &[f64], wanted: &[f64], tolerance: f64) {
    assert_eq!(found.len(), wanted.len());
    for (found, wanted) in found.iter().zip(wanted) {
        assert!((found - wanted).abs() <= tolerance, "{found}, not {wanted}");
    }
}

/// To the digits that are printed.
const PRINTED: f64 = 0.0005;
/// To all digits, computed apart (in Python, from the formulas).
const EXACT: f64 = 1e-15;

#[test]
fn forward_as_printed() {
    let (net, mut hidden) = (book(), [[0.0; 2]; 1]);
    net.hidden.infer(&X, &mut hidden);
    near(&hidden[0], &[-0.9, 0.3], EXACT);
    net.hidden.activate(&X, &mut hidden);
    near(&hidden[0], &[0.289, 0.574], PRINTED);
    let mut z2 = [[0.0]];
    net.output.infer(&hidden, &mut z2);
    near(&z2[0], &[0.359], PRINTED);
    near(&net.predict(&X[0]), &[0.589], PRINTED);
    near(&net.predict(&X[0]), &[0.588_898_512_557_269_4], EXACT);
}

/// The gradient, and the network after one step of learning rate 0.1.
fn learn(loss: &impl constrata::loss::Loss<constrata::activation::Sigmoid>) -> (f64, Book, Book) {
    let (mut net, mut gradient, mut pass) = (book(), Book::zeros(), Book::pass::<1>());
    let value = net.gradient(&X, &TARGET, loss, &mut pass, &mut gradient);
    Sgd.step(&mut net, &gradient, &mut (), 0.1);
    (value, gradient, net)
}

#[test]
fn half_squared_error_has_the_printed_weight_gradients() {
    let (loss, gradient, after) = learn(&HalfSquaredError);
    near(&[loss], &[0.169 / 2.0], PRINTED);
    near(gradient.output.weights.as_slice(), &[-0.0287, -0.0572], 0.0001);
    near(gradient.output.weights.as_slice(), &[-0.028_768_172_532_607_387, -0.057_172_229_709_965_42], EXACT);
    near(gradient.output.bias.as_slice(), &[-0.099_526_459_196_108_46], EXACT);
    near(gradient.hidden.bias.as_slice(), &[-0.010_226_358_976_743_762, -0.004_866_014_036_727_716], EXACT);
    let rows = gradient.hidden.weights.transpose();
    near(rows.column(0).as_slice(), &[-0.020_452_717_953, -0.030_679_076_930, 0.010_226_358_977], 1e-12);
    near(rows.column(1).as_slice(), &[-0.009_732_028_073, -0.014_598_042_110, 0.004_866_014_037], 1e-12);

    near(after.output.weights.as_slice(), &[0.502_876_817_253_260_7, 0.205_717_222_970_996_57], EXACT);
    near(after.output.bias.as_slice(), &[0.109_952_645_919_610_85], EXACT);
    near(after.hidden.bias.as_slice(), &[0.301_022_635_897_674_36, -0.099_513_398_596_327_24], EXACT);
}

#[test]
fn mean_squared_error_has_the_printed_bias_gradient() {
    let (loss, gradient, after) = learn(&MeanSquaredError);
    near(&[loss], &[0.169], PRINTED);
    near(gradient.output.bias.as_slice(), &[-0.199], PRINTED);
    near(gradient.output.bias.as_slice(), &[-0.199_052_918_392_216_9], EXACT);
    near(gradient.output.weights.as_slice(), &[-0.057_536_345_065_214_77, -0.114_344_459_419_930_84], EXACT);

    near(after.output.weights.as_slice(), &[0.505_753_634_506_521_4, 0.211_434_445_941_993_1], EXACT);
    near(after.output.bias.as_slice(), &[0.119_905_291_839_221_69], EXACT);
    near(after.hidden.bias.as_slice(), &[0.302_045_271_795_348_7, -0.099_026_797_192_654_48], EXACT);
    let rows = after.hidden.weights.transpose();
    near(rows.column(0).as_slice(), &[0.204_090_543_591, -0.493_864_184_614, 0.097_954_728_205], 1e-12);
    near(rows.column(1).as_slice(), &[-0.298_053_594_385, 0.402_919_608_422, 0.199_026_797_193], 1e-12);
}

/// Full is twice half, to the bit: no textbook may mix them.
#[test]
fn the_two_conventions_differ_by_two() {
    let ((half, half_gradient, _), (full, full_gradient, _)) =
        (learn(&HalfSquaredError), learn(&MeanSquaredError));
    assert_eq!(full, 2.0 * half);
    for index in 0..Book::TENSORS {
        for (full, half) in full_gradient.tensor(index).iter().zip(half_gradient.tensor(index)) {
            assert_eq!(*full, 2.0 * half);
        }
    }
}
