use constrata::prelude::*;

#[derive(Clone, Copy, Debug, Default, PartialEq)]
struct Square;
network! { pub struct Net: 64 => Dense<32, self::Square> }

fn main() {
    let _: Option<Net> = None;
}
