use constrata::prelude::*;

type Norm = constrata::layers::LayerNorm<constrata::Sequence<9, 4>, 36>;
type Net = network!([9, 3] => Dense<4> => Norm => Tanh);

fn main() {
    let net = Net::zeros();
    let _ = net.predict(&[[1.0; 3]; 9]);
    let mut state = Net::start();
    let _ = net.step(&mut state, &[1.0; 3]);
}
