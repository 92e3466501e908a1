//! candle.

use std::hint::black_box;

use candle_core::{DType, Device, Result, Tensor, Var};
use candle_nn::{AdamW, Conv2d, Linear, Module, Optimizer as _, ParamsAdamW, SGD, loss, ops};

use crate::problem::{Activation, Convolution, Optimizer, Problem, Targets, Training, transposed};
use crate::race::Contestant;

pub(crate) fn solve(problem: &Problem) -> Option<Box<dyn Contestant>> {
    let contestant: Result<Box<dyn Contestant>> = match &problem.training {
        None => Predict::new(problem).map(|predict| Box::new(predict) as _),
        Some(training) => Learn::new(problem, training).map(|learn| Box::new(learn) as _),
    };
    Some(contestant.expect("tensors"))
}

struct Net {
    convolutions: Vec<(Conv2d, Convolution)>,
    layers: Vec<(Linear, Activation)>,
    variables: Vec<Var>,
}

impl Net {
    fn new(problem: &Problem) -> Result<Self> {
        let mut net = Net { convolutions: Vec::new(), layers: Vec::new(), variables: Vec::new() };
        for layer in &problem.layers {
            let [inputs, outputs] = layer.matrix();
            let shape = match layer.convolution {
                Some(Convolution { channels, kernel, .. }) => vec![outputs, channels, kernel, kernel],
                None => vec![outputs, inputs],
            };
            let weights = transposed(&layer.weights, outputs);
            let weights = Var::from_tensor(&Tensor::from_vec(weights, shape, &Device::Cpu)?)?;
            let bias = Var::from_slice(&layer.bias, outputs, &Device::Cpu)?;
            let (w, b) = (weights.as_tensor().clone(), Some(bias.as_tensor().clone()));
            match layer.convolution {
                Some(shape) => net.convolutions.push((Conv2d::new(w, b, Default::default()), shape)),
                None => net.layers.push((Linear::new(w, b), layer.activation)),
            }
            net.variables.extend([weights, bias]);
        }
        Ok(net)
    }

    /// With the last softmax; or without, to learn, where it is the loss's.
    fn forward(&self, x: &Tensor, softmax: bool) -> Result<Tensor> {
        let mut x = x.clone();
        for (layer, shape) in &self.convolutions {
            let x4 = x.reshape(((), shape.channels, shape.side, shape.side))?;
            let y = layer.forward(&x4)?.relu()?;
            let pooled = if softmax { y.max_pool2d(shape.pool)? } else { largest(&y, shape.pool)? };
            x = pooled.flatten_from(1)?;
        }
        for (layer, f) in &self.layers {
            let z = layer.forward(&x)?;
            x = match f {
                Activation::Relu => z.relu()?,
                Activation::Sigmoid => ops::sigmoid(&z)?,
                Activation::Tanh => z.tanh()?,
                Activation::Softmax if softmax => ops::softmax_last_dim(&z)?,
                Activation::Softmax | Activation::Identity => z,
            };
        }
        Ok(x)
    }
}

/// The largest of each square of `pool` rows and columns. `max_pool2d` is quicker, but hands back a `pool * pool`th of the
/// gradient only.
fn largest(x: &Tensor, pool: usize) -> Result<Tensor> {
    let (batch, channels, rows, columns) = x.dims4()?;
    x.reshape(vec![batch, channels, rows / pool, pool, columns / pool, pool])?.max(5)?.max(3)
}

fn matrix(numbers: &[f32], width: usize) -> Result<Tensor> {
    Tensor::from_slice(numbers, (numbers.len() / width, width), &Device::Cpu)
}

fn numbers(tensor: &Tensor) -> Vec<f32> {
    tensor.flatten_all().and_then(|row| row.to_vec1()).expect("f32")
}

struct Predict {
    layers: Net,
    x: Tensor,
    y: Tensor,
}

impl Predict {
    fn new(problem: &Problem) -> Result<Self> {
        let mut layers = Net::new(problem)?;
        // as loaded to predict: nothing to differentiate
        for (linear, _) in &mut layers.layers {
            *linear = Linear::new(linear.weight().detach(), linear.bias().map(Tensor::detach));
        }
        for (layer, _) in &mut layers.convolutions {
            let bias = layer.bias().map(Tensor::detach);
            *layer = Conv2d::new(layer.weight().detach(), bias, *layer.config());
        }
        let x = matrix(&problem.x, problem.inputs())?;
        Ok(Predict { layers, y: x.clone(), x })
    }
}

impl Contestant for Predict {
    #[inline(always)]
    fn run(&mut self) {
        self.y = black_box(&self.layers).forward(black_box(&self.x), true).expect("shapes fit");
    }

    fn result(&mut self) -> Vec<f32> {
        numbers(&self.y)
    }
}

struct Learn {
    problem: Problem,
    net: Net,
    batches: Vec<(Tensor, Tensor)>,
    steps: usize,
    optimizer: Optimizer,
    loss: f32,
}

impl Learn {
    fn new(problem: &Problem, training: &Training) -> Result<Self> {
        let x = problem.x.chunks(problem.batch * problem.inputs()).map(|x| matrix(x, problem.inputs()));
        let targets: Vec<_> = match &training.targets {
            Targets::Classes(classes) => classes.chunks(problem.batch).map(classes_of).collect(),
            Targets::Values(values) => {
                let values = values.chunks(problem.batch * problem.outputs());
                values.map(|values| matrix(values, problem.outputs())).collect()
            }
        };
        let batches = x.zip(targets).map(|(x, target)| Ok((x?, target?))).collect::<Result<_>>()?;
        let (steps, optimizer) = (training.steps, training.optimizer);
        Ok(Learn { net: Net::new(problem)?, problem: problem.clone(), batches, steps, optimizer, loss: 0.0 })
    }

    fn epoch(&mut self) -> Result<()> {
        self.net = Net::new(&self.problem)?;
        match self.optimizer {
            Optimizer::Sgd { rate } => self.descend(SGD::new(self.net.variables.clone(), rate)?),
            Optimizer::Adam { rate } => {
                let parameters = ParamsAdamW { lr: rate, weight_decay: 0.0, ..ParamsAdamW::default() };
                self.descend(AdamW::new(self.net.variables.clone(), parameters)?)
            }
        }
    }

    fn descend(&mut self, mut optimizer: impl candle_nn::Optimizer) -> Result<()> {
        let mut last = None;
        for (x, target) in self.batches.iter().cycle().take(self.steps) {
            let y = self.net.forward(black_box(x), false)?;
            let loss = match target.dtype() {
                DType::U32 => loss::cross_entropy(&y, target)?,
                _ => loss::mse(&y, target)?,
            };
            optimizer.backward_step(&loss)?;
            last = Some(loss);
        }
        self.loss = last.map_or(Ok(f32::NAN), |loss| loss.to_scalar())?;
        Ok(())
    }
}

fn classes_of(classes: &[usize]) -> Result<Tensor> {
    let classes: Vec<u32> = classes.iter().map(|&class| class as u32).collect();
    Tensor::from_slice(&classes, classes.len(), &Device::Cpu)
}

impl Contestant for Learn {
    #[inline(always)]
    fn run(&mut self) {
        self.epoch().expect("shapes fit");
    }

    fn result(&mut self) -> Vec<f32> {
        let mut result = vec![self.loss];
        for (layer, _) in &self.net.convolutions {
            let rows = layer.weight().flatten_from(1).and_then(|weights| weights.t());
            result.extend(numbers(&rows.expect("a matrix")));
            result.extend(layer.bias().iter().flat_map(|bias| numbers(bias)));
        }
        for (linear, _) in &self.net.layers {
            result.extend(numbers(&linear.weight().t().expect("a matrix")));
            result.extend(linear.bias().iter().flat_map(|bias| numbers(bias)));
        }
        result
    }
}
