use constrata::prelude::*;

network! { pub struct Net: [5, 8] => Dense<3, Softmax> }

fn main() {
    Net::pass().loss(&CrossEntropy, &[Some(0), Some(1), None, None]);
}
