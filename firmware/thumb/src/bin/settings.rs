//! Every optimizer, penalty and loss that has settings, with settings that only the running program knows.
#![cfg_attr(target_os = "none", no_std, no_main)]

use core::hint::black_box;

use constrata::optimizer::{Moments, clip_by_norm, clip_by_value};
use constrata::prelude::*;
use constrata_thumb::networks::Sine;
use constrata_thumb::{program, random, say};

/// A network, its gradient, a pass, and what the optimizers remember.
type State = (Sine, Sine, Pass<Sine, 1>, Sine, Moments<Sine>);

program!(run, State);

fn run((net, gradient, pass, one, two): &mut State) {
    let beta = black_box(0.75);
    let adam = Adam { beta1: beta, beta2: black_box(0.99), epsilon: black_box(1e-6) };
    let mut learn = Learn { net, gradient, pass };
    learn.with("momentum", &Momentum { momentum: beta, nesterov: false }, one);
    learn.with("nesterov", &Momentum { momentum: beta, nesterov: true }, one);
    learn.with("adagrad", &AdaGrad { epsilon: adam.epsilon }, one);
    learn.with("rmsprop", &RmsProp { rho: beta, epsilon: adam.epsilon }, one);
    learn.with("adamw", &AdamW { adam, weight_decay: black_box(0.125) }, two);
    learn.with("adam", &adam, two);
}

struct Learn<'a> {
    net: &'a mut Sine,
    gradient: &'a mut Sine,
    pass: &'a mut Pass<Sine, 1>,
}

impl Learn<'_> {
    /// Three steps from the same weights; says the losses.
    fn with<O: Optimizer<f32>>(&mut self, name: &str, optimizer: &O, state: &mut O::State<Sine>) {
        let Learn { net, gradient, pass } = self;
        *state = constrata::bytemuck::zeroed();
        let mut rng = random::rng(5);
        **net = Sine::random(&mut rng);
        let (huber, l2) = (Huber::<f32> { delta: black_box(0.25) }, L2 { lambda: black_box(0.01) });
        for _ in 0..3 {
            let x = [[random::unit(&mut rng)]];
            gradient.fill(0.0);
            let loss = net.gradient(&x, &[[0.5]], &huber, pass, gradient);
            let penalty = l2.gradient(*net, gradient);
            clip_by_norm(*gradient, black_box(0.5));
            clip_by_value(*gradient, black_box(0.25));
            optimizer.step(*net, gradient, state, black_box(0.05));
            say(name, loss + penalty);
        }
    }
}
