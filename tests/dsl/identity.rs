//! What a network is called identifies it: in files, in checkpoints.

use constrata::prelude::*;

/// The same layers, nested in another way: `Half` in an item, in a type, and written out.
macro_rules! long {
    ($last:ident) => {{
        network! { struct Half: 8 => Repeat<1>(Dense<8, Tanh>) => Repeat<1>(Dense<8, Tanh>) => Repeat<1>(Dense<8, Tanh>) => Repeat<1>(Dense<8, Tanh>)
            => Repeat<1>(Dense<8, Tanh>) => Repeat<1>(Dense<8, Tanh>) => Repeat<1>(Dense<8, Tanh>) => Repeat<1>(Dense<8, Tanh>) }
        network! { struct Quad: 8 => Half => Half => Half => Half => Half => Half => Half => Half }
        network! { struct Item: 8 => Quad => Quad => Quad => Dense<8, $last> }
        type Type = network!(8 => Quad => Quad => Quad => Dense<8, $last>);
        network! { struct Tail: 8 => Quad => Dense<8, $last> }
        type Otherwise = network!(8 => Quad => network!(8 => Quad => Tail));
        (Item::ARCHITECTURE_HASH, Type::ARCHITECTURE_HASH, Otherwise::ARCHITECTURE_HASH, Item::ARCHITECTURE)
    }};
}

/// A hash of the text as it is shown, which is cut, would be the same.
#[test]
fn networks_that_differ_behind_what_is_shown_differ() {
    let (relu, tanh) = (long!(Relu), long!(Tanh));
    assert_eq!((relu.3, relu.3.len()), (tanh.3, Text::CAPACITY));
    assert_ne!(relu.0, tanh.0);
    // and the form does not count
    assert_eq!((relu.0, relu.0), (relu.1, relu.2));
    assert_eq!((tanh.0, tanh.0), (tanh.1, tanh.2));
}

/// Files of networks whose names are shown as they are keep their hash.
#[test]
fn hashes_of_old_files_are_what_they_were() {
    let file = include_bytes!("../files/small.net");
    let held = u64::from_le_bytes(*file[24..].first_chunk().unwrap());
    type Small = network!(3 => Dense<2, Tanh> => Dense<1, Sigmoid>);
    assert_eq!(Small::ARCHITECTURE_HASH, held);
}
