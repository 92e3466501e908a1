use constrata::data::Dataset;
use constrata::prelude::*;
use constrata::train::Fit;

network! { pub struct Iris: 4 => Dense<3, Softmax> }

fn main() {
    let petals = Dataset::new(vec![[1.4, 0.2], [4.7, 1.4]], vec![0_usize, 1]).unwrap();
    let mut net = Iris::zeros();
    let _ = Fit::new(CrossEntropy, Sgd).run(&mut net, petals.data(), ());
}
