use constrata::prelude::*;

type Net = network!([9, 3] => Conv1d<4, 3, Relu, pad = causal> => Conv1d<2, 2, pad = causal, stride = 2> => Dense<2>);

fn main() {
    let _ = Net::zeros().predict(&[[1.0; 3]; 9]);
    let _ = Net::start();
}
