use constrata::prelude::*;

network! { struct Small: 3 => Dense<2, Tanh> => Dense<1, Sigmoid> }

static NET: Small = Small::from_bytes(include_bytes!("../../../files/model.net"));

fn main() {
    let _ = &NET;
}
