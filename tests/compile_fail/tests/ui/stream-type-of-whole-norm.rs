use constrata::layers::LayerNorm;
use constrata::prelude::*;
use constrata::Sequence;

type Net = network!([9, 3] => Dense<4> => LayerNorm<Sequence<9, 4>, 36> => Tanh);

fn main() {
    let (net, mut state) = (Net::zeros(), Default::default());
    let _ = net.predict(&[[1.0; 3]; 9]);
    let _ = net.step(&mut state, &[1.0; 3]);
}
