use constrata::prelude::*;

type Net = network!(100000 => Dense<100000> => Dense<1>);

fn main() {
    let _ = Net::boxed(&mut rand::rng());
}
