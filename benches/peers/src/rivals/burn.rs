//! burn, on its flex backend.

use std::hint::black_box;

use burn::module::{Module, Param};
use burn::nn::conv::{Conv2d, Conv2dConfig};
use burn::nn::loss::{CrossEntropyLossConfig, MseLoss, Reduction};
use burn::nn::pool::{MaxPool2d, MaxPool2dConfig};
use burn::nn::{Linear, LinearConfig};
use burn::optim::{AdamConfig, GradientsParams, ModuleOptimizer, SgdConfig};
use burn::tensor::{Device, Int, Tensor, TensorData, activation};

use crate::problem::{Activation, Convolution, Layer, Optimizer, Problem, Targets, Training, transposed};
use crate::race::Contestant;

pub(crate) fn solve(problem: &Problem) -> Option<Box<dyn Contestant>> {
    Some(match &problem.training {
        None => {
            let device = Device::flex();
            let x = matrix(&problem.x, problem.inputs(), &device);
            Box::new(Predict { net: Net::new(problem, &device), y: x.clone(), x })
        }
        Some(training) => Box::new(Learn::new(problem, training)),
    })
}

#[derive(Module, Debug)]
struct Net {
    convolutions: Vec<Conv2d>,
    layers: Vec<Linear>,
    pools: Vec<MaxPool2d>,
    #[module(skip)]
    image: Option<[usize; 2]>,
    #[module(skip)]
    activations: Vec<Activation>,
}

impl Net {
    fn new(problem: &Problem, device: &Device) -> Self {
        let (images, vectors): (Vec<&Layer>, _) =
            problem.layers.iter().partition(|layer| layer.convolution.is_some());
        let shapes = || images.iter().filter_map(|layer| layer.convolution);
        let pool = |Convolution { pool, .. }| MaxPool2dConfig::new([pool; 2]).with_strides([pool; 2]).init();
        Net {
            convolutions: images
                .iter()
                .zip(shapes())
                .map(|(layer, shape)| convolution(layer, shape, device))
                .collect(),
            layers: vectors.iter().map(|layer| linear(layer, device)).collect(),
            pools: shapes().map(pool).collect(),
            image: shapes().next().map(|Convolution { channels, side, .. }| [channels, side]),
            activations: vectors.iter().map(|layer| layer.activation).collect(),
        }
    }

    /// What the convolutions leave.
    fn features(&self, x: Tensor<2>) -> Tensor<2> {
        let Some([channels, side]) = self.image else { return x };
        let [batch, _] = x.dims();
        let mut x = x.reshape([batch, channels, side, side]);
        for (convolution, pool) in self.convolutions.iter().zip(&self.pools) {
            x = pool.forward(activation::relu(convolution.forward(x)));
        }
        x.flatten(1, 3)
    }

    fn forward(&self, x: Tensor<2>) -> Tensor<2> {
        let mut x = self.features(x);
        for (layer, f) in self.layers.iter().zip(&self.activations) {
            x = activate(layer.forward(x), *f);
        }
        x
    }

    /// Without the softmax, which is the loss's.
    fn logits(&self, x: Tensor<2>) -> Tensor<2> {
        let mut x = self.features(x);
        for (layer, f) in self.layers.iter().zip(&self.activations) {
            let z = layer.forward(x);
            x = if *f == Activation::Softmax { z } else { activate(z, *f) };
        }
        x
    }
}

fn linear(layer: &Layer, device: &Device) -> Linear {
    let mut linear = LinearConfig::new(layer.inputs, layer.outputs).init(device);
    let weights = TensorData::new(layer.weights.clone(), [layer.inputs, layer.outputs]);
    linear.weight = Param::from_data(weights, device);
    linear.bias = Some(Param::from_data(TensorData::new(layer.bias.clone(), [layer.outputs]), device));
    linear
}

fn convolution(layer: &Layer, shape: Convolution, device: &Device) -> Conv2d {
    let Convolution { channels, kernel, .. } = shape;
    let [_, outputs] = layer.matrix();
    let mut convolution = Conv2dConfig::new([channels, outputs], [kernel; 2]).init(device);
    let weights = TensorData::new(transposed(&layer.weights, outputs), [outputs, channels, kernel, kernel]);
    convolution.weight = Param::from_data(weights, device);
    convolution.bias = Some(Param::from_data(TensorData::new(layer.bias.clone(), [outputs]), device));
    convolution
}

fn activate(z: Tensor<2>, f: Activation) -> Tensor<2> {
    match f {
        Activation::Identity => z,
        Activation::Relu => activation::relu(z),
        Activation::Sigmoid => activation::sigmoid(z),
        Activation::Tanh => activation::tanh(z),
        Activation::Softmax => activation::softmax(z, 1),
    }
}

fn matrix(numbers: &[f32], width: usize, device: &Device) -> Tensor<2> {
    Tensor::from_data(TensorData::new(numbers.to_vec(), [numbers.len() / width, width]), device)
}

struct Predict {
    net: Net,
    x: Tensor<2>,
    y: Tensor<2>,
}

impl Contestant for Predict {
    #[inline(always)]
    fn run(&mut self) {
        self.y = black_box(&self.net).forward(black_box(&self.x).clone());
    }

    fn result(&mut self) -> Vec<f32> {
        numbers(self.y.clone())
    }
}

fn numbers<const D: usize>(tensor: Tensor<D>) -> Vec<f32> {
    tensor.into_data().try_to_vec().expect("f32")
}

struct Learn {
    fresh: Net,
    net: Net,
    batches: Vec<(Tensor<2>, Target)>,
    steps: usize,
    optimizer: Optimizer,
    loss: f32,
    device: Device,
}

enum Target {
    Classes(Tensor<1, Int>),
    Values(Tensor<2>),
}

impl Learn {
    fn new(problem: &Problem, training: &Training) -> Self {
        let device = Device::flex().autodiff();
        let x = problem.x.chunks(problem.batch * problem.inputs());
        let x = x.map(|x| matrix(x, problem.inputs(), &device));
        let targets: Vec<_> = match &training.targets {
            Targets::Classes(classes) => {
                classes.chunks(problem.batch).map(|c| classes_of(c, &device)).collect()
            }
            Targets::Values(values) => {
                let values = values.chunks(problem.batch * problem.outputs());
                values.map(|v| Target::Values(matrix(v, problem.outputs(), &device))).collect()
            }
        };
        let fresh = Net::new(problem, &device);
        let batches = x.zip(targets).collect();
        let (steps, optimizer) = (training.steps, training.optimizer);
        Learn { net: fresh.clone(), fresh, batches, steps, optimizer, loss: 0.0, device }
    }
}

fn classes_of(classes: &[usize], device: &Device) -> Target {
    let classes: Vec<i64> = classes.iter().map(|&class| class as i64).collect();
    let count = classes.len();
    Target::Classes(Tensor::from_data(TensorData::new(classes, [count]), device))
}

impl Contestant for Learn {
    #[inline(always)]
    fn run(&mut self) {
        let (mut optimizer, rate): (ModuleOptimizer, f64) = match self.optimizer {
            Optimizer::Sgd { rate } => (SgdConfig::new().init(), rate),
            Optimizer::Adam { rate } => (AdamConfig::new().with_epsilon(1e-8).init(), rate),
        };
        let cross_entropy = CrossEntropyLossConfig::new().init(&self.device);
        let mut net = self.fresh.clone();
        let mut last = None;
        for (x, target) in self.batches.iter().cycle().take(self.steps) {
            let y = net.logits(black_box(x).clone());
            let loss = match target {
                Target::Classes(classes) => cross_entropy.forward(y, classes.clone()),
                Target::Values(values) => MseLoss::new().forward(y, values.clone(), Reduction::Mean),
            };
            let gradient = GradientsParams::from_grads(loss.backward(), &net);
            net = optimizer.step(rate, net, gradient);
            last = Some(loss);
        }
        self.loss = last.map_or(f32::NAN, |loss| numbers(loss)[0]);
        self.net = net;
    }

    fn result(&mut self) -> Vec<f32> {
        let mut result = vec![self.loss];
        for layer in &self.net.convolutions {
            let weights = numbers(layer.weight.val());
            let outputs = layer.weight.dims()[0];
            result.extend(transposed(&weights, weights.len() / outputs));
            result.extend(layer.bias.iter().flat_map(|bias| numbers(bias.val())));
        }
        for layer in &self.net.layers {
            result.extend(numbers(layer.weight.val()));
            result.extend(layer.bias.iter().flat_map(|bias| numbers(bias.val())));
        }
        result
    }
}
