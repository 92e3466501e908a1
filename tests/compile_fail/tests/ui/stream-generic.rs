use constrata::prelude::*;

network! { struct Net<T>: T; [5, 3] => Conv1d<4, 3, Relu> => Dense<2> }

fn main() {
    let _ = Net::<f64>::zeros().predict(&[[1.0; 3]; 5]);
    let _ = Net::<f64>::start();
}
