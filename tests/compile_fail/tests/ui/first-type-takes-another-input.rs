use constrata::prelude::*;

network! { struct Decoder: 7 => Dense<3> }
type Row = network!(64 => Decoder => Dense<2>);
type Alone = network!(64 => Decoder);
type Block = network!(64 => Repeat<2>(network!(7 => Dense<7>)));

fn main() {
    Row::zeros();
    Alone::zeros();
    Block::zeros();
}
