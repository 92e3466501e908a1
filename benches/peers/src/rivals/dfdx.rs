//! dfdx, whose tensors have their shapes in types; so the same is written by a macro for each network.

use std::hint::black_box;

use dfdx::nn::modules::{Linear, ReLU, Sigmoid, Softmax, Tanh};
use dfdx::optim::{Adam, AdamConfig, Sgd, SgdConfig};
use dfdx::prelude::{
    AsArray, Backward, BuildModule, Const, Cpu, Module, ModuleMut, Optimizer as _, TensorFromVec, Trace,
    ZeroGrads, cross_entropy_with_logits_loss, mse_loss,
};

use crate::problem::{Layer, Optimizer, Problem, Targets, transposed};
use crate::race::Contestant;

type L<const IN: usize, const OUT: usize> = Linear<IN, OUT, f32, Cpu>;
type Control = ((L<3, 2>, Sigmoid), (L<2, 1>, Sigmoid));
type Curve = ((L<2, 16>, Tanh), (L<16, 16>, Tanh), (L<16, 1>,));
type Digits = ((L<64, 32>, ReLU), (L<32, 10>, Softmax));
type Mnist = ((L<784, 128>, ReLU), (L<128, 10>, Softmax));
type Arm = ((L<13, 64>, Tanh), (L<64, 64>, Tanh), (L<64, 4>,));
type Xor = ((L<2, 8>, Tanh), (L<8, 1>, Sigmoid));
/// Without the softmax, which is the loss's.
type DigitsLogits = ((L<64, 32>, ReLU), (L<32, 10>,));
type MnistLogits = ((L<784, 128>, ReLU), (L<128, 10>,));

/// Predicts `$problem` by a `$net` whose layers are `$layer`; one sample is a vector, a batch a matrix.
macro_rules! predict {
    ($problem:ident, $net:ty, [$($layer:tt)+], ($($size:literal),+)) => {{
        let device = Cpu::default();
        let mut net = <$net>::build(&device);
        $(load(&mut net.$layer.0, &$problem.layers[$layer]);)+
        let x = device.tensor_from_vec($problem.x.clone(), ($(Const::<$size>,)+));
        solution(move || black_box(&net).forward(black_box(&x).clone()), |y| y.as_vec())
    }};
}

/// Trains a `$net` in batches of `$batch`.
macro_rules! learn {
    ($problem:ident, $net:ty, [$($layer:tt)+], $batch:literal, $in:literal, $out:literal, $loss:ident, $optimizer:expr) => {{
        let device = Cpu::default();
        let mut fresh = <$net>::build(&device);
        $(load(&mut fresh.$layer.0, &$problem.layers[$layer]);)+
        let matrices = |numbers: &[f32]| device.tensor_from_vec(numbers.to_vec(), (Const::<$batch>, Const::<$in>));
        let x: Vec<_> = $problem.x.chunks($batch * $in).map(matrices).collect();
        let matrices = |numbers: &[f32]| device.tensor_from_vec(numbers.to_vec(), (Const::<$batch>, Const::<$out>));
        let targets: Vec<_> = targets($problem).chunks($batch * $out).map(matrices).collect();
        let steps = $problem.training.as_ref()?.steps;
        let epoch = move || {
            let mut net = fresh.clone();
            let mut gradient = net.alloc_grads();
            let mut optimizer = $optimizer(&net);
            let mut last = f32::NAN;
            for (x, target) in x.iter().zip(&targets).cycle().take(steps) {
                let y = net.forward_mut(black_box(x).clone().traced(gradient));
                let loss = $loss(y, target.clone());
                last = loss.array();
                gradient = loss.backward();
                optimizer.update(&mut net, &gradient).expect("every parameter has a gradient");
                net.zero_grads(&mut gradient);
            }
            (last, net)
        };
        solution(epoch, |(loss, net)| {
            let mut result = vec![*loss];
            $(store(&net.$layer.0, &mut result);)+
            result
        })
    }};
}

pub(crate) fn solve(problem: &Problem) -> Option<Box<dyn Contestant>> {
    if problem.layers.iter().any(|layer| layer.convolution.is_some()) {
        return None; // its layers of this kind need a compiler of the nightly channel
    }
    Some(match (problem.id, problem.training.as_ref().map(|training| training.optimizer)) {
        ("I1", _) => predict!(problem, Control, [0 1], (3)),
        ("I2", _) => predict!(problem, Curve, [0 1 2], (2)),
        ("I3", _) => predict!(problem, Digits, [0 1], (64)),
        ("I4", _) => predict!(problem, Mnist, [0 1], (784)),
        ("I5", _) => predict!(problem, Arm, [0 1 2], (13)),
        ("B4", _) => predict!(problem, Mnist, [0 1], (64, 784)),
        ("T1", Some(Optimizer::Sgd { rate })) => {
            learn!(problem, Xor, [0 1], 4, 2, 1, mse_loss, |net| Sgd::new(net, sgd(rate)))
        }
        ("T3", Some(Optimizer::Adam { rate })) => {
            let loss = cross_entropy_with_logits_loss;
            learn!(problem, DigitsLogits, [0 1], 32, 64, 10, loss, |net| Adam::new(net, adam(rate)))
        }
        (_, Some(Optimizer::Sgd { rate })) => {
            let loss = cross_entropy_with_logits_loss;
            learn!(problem, MnistLogits, [0 1], 64, 784, 10, loss, |net| Sgd::new(net, sgd(rate)))
        }
        (_, Some(Optimizer::Adam { rate })) => {
            let loss = cross_entropy_with_logits_loss;
            learn!(problem, MnistLogits, [0 1], 64, 784, 10, loss, |net| Adam::new(net, adam(rate)))
        }
        _ => return None,
    })
}

fn sgd(rate: f64) -> SgdConfig {
    SgdConfig { lr: rate, ..SgdConfig::default() }
}

fn adam(rate: f64) -> AdamConfig {
    AdamConfig { lr: rate, ..AdamConfig::default() }
}

/// The values, or 1 at the class and 0 elsewhere.
fn targets(problem: &Problem) -> Vec<f32> {
    let Some(training) = &problem.training else { return Vec::new() };
    match &training.targets {
        Targets::Values(values) => values.clone(),
        Targets::Classes(classes) => {
            let one_hot = |&class| (0..10).map(move |index| if index == class { 1.0 } else { 0.0 });
            classes.iter().flat_map(one_hot).collect()
        }
    }
}

fn load<const IN: usize, const OUT: usize>(linear: &mut L<IN, OUT>, layer: &Layer) {
    linear.weight.copy_from(&transposed(&layer.weights, OUT));
    linear.bias.copy_from(&layer.bias);
}

fn store<const IN: usize, const OUT: usize>(linear: &L<IN, OUT>, to: &mut Vec<f32>) {
    to.extend(transposed(&linear.weight.as_vec(), IN));
    to.extend(linear.bias.as_vec());
}

struct Solution<F, T> {
    call: F,
    last: Option<T>,
    numbers: fn(&T) -> Vec<f32>,
}

fn solution<F, T>(call: F, numbers: fn(&T) -> Vec<f32>) -> Box<dyn Contestant>
where
    F: FnMut() -> T + 'static,
    T: 'static,
{
    Box::new(Solution { call, last: None, numbers })
}

impl<F: FnMut() -> T, T> Contestant for Solution<F, T> {
    #[inline(always)]
    fn run(&mut self) {
        self.last = Some(black_box((self.call)()));
    }

    fn result(&mut self) -> Vec<f32> {
        self.last.as_ref().map(self.numbers).unwrap_or_default()
    }
}
