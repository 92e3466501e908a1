use constrata::data::Dataset;
use constrata::prelude::*;
use constrata::train::Fit;

network! { struct Net: 3 => Dense<2, Softmax> }

fn main() {
    let data = Dataset::new(vec![[1.0, 2.0]], vec![0_usize]).unwrap();
    let fit = Fit::new(CrossEntropy, Adam::default());
    fit.run(&mut Net::zeros(), data.data(), ()).unwrap();
}
