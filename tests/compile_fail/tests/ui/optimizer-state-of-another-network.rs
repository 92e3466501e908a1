use constrata::prelude::*;

use constrata::optimizer::Moments;

network! { pub struct Small: 2 => Dense<1> }
network! { pub struct Large: 2 => Dense<2> }

fn main() {
    let (mut net, gradient) = (Small::zeros(), Small::zeros());
    let mut moments: Moments<Large> = constrata::bytemuck::zeroed();
    Adam::default().step(&mut net, &gradient, &mut moments, 0.1);
}
