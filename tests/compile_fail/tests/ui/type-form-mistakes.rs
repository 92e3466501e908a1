use constrata::prelude::*;

type Net = network!(64 => Dense<0> => Dense<16 => 10, Relo>);

fn main() {
    let _ = Net::zeros();
}
