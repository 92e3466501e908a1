use constrata::prelude::*;

network! { pub struct Narrow: 16 => Dense<5, Tanh> }
type Net = network!(16 => Residual(Narrow) => Dense<2>);

struct Robot {
    _memory: Net,
}

fn main() {}
