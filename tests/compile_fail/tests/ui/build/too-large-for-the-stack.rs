use constrata::prelude::*;

network! { struct Net: 10000 => Dense<10000> => Dense<1> }

fn main() {
    let _ = Net::zeros();
}
