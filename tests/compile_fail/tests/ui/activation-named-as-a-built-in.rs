use constrata::prelude::*;

/// Not `Relu`: but files would say that it is.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
struct Mine;

impl Elementwise for Mine {
    const NAME: Text = Text::new("Relu");
    fn value<T: Scalar>(z: T) -> T {
        if z < T::ZERO { T::ZERO } else { z + z }
    }
    fn derivative<T: Scalar>(y: T) -> T {
        if y > T::ZERO { T::ONE + T::ONE } else { T::ZERO }
    }
}

network! { struct Net: 4 => Dense<4, Mine> => Dense<1> }

fn main() {
    Net::zeros().save("net.net").unwrap();
}
