use constrata::prelude::*;
use constrata::train::{Data, evaluate};

network! { pub struct Line: 1 => Dense<1> }

fn main() {
    let (x, y) = ([[0.0], [1.0]], [[0.0, 0.0], [1.0, 1.0]]);
    let _ = evaluate(&Line::zeros(), Data::new(&x, &y), &MeanSquaredError, &[]);
}
