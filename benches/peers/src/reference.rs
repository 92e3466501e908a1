//! What comes out in f64, written as plainly as can be: every rival is held against it before its time is taken.

mod convolution;

use crate::problem::{Activation, Convolution, Layer, Optimizer, Problem, Targets, Training};

/// The outputs of the batch; or what was learned: the last loss, then all parameters.
pub(crate) fn solve(problem: &Problem) -> Vec<f64> {
    let mut layers: Vec<_> = problem.layers.iter().map(Double::of).collect();
    let Some(training) = &problem.training else {
        let samples = problem.x.chunks(problem.inputs());
        return samples.flat_map(|x| forward(&layers, x).pop().expect("an output")).collect();
    };
    let mut loss = 0.0;
    for step in 0..training.steps {
        loss = gradient(&mut layers, problem, training, step);
        layers.iter_mut().for_each(|layer| layer.descend(training.optimizer, step + 1));
    }
    let parameters = layers.into_iter().flat_map(|layer| layer.parameters);
    std::iter::once(loss).chain(parameters.map(|parameter| parameter.value)).collect()
}

struct Double {
    convolution: Option<Convolution>,
    /// Rows and columns of the weights.
    matrix: [usize; 2],
    activation: Activation,
    /// Row by row the weights, then the bias.
    parameters: Vec<Parameter>,
}

#[derive(Clone, Copy)]
struct Parameter {
    value: f64,
    gradient: f64,
    mean: f64,
    square: f64,
}

impl Double {
    fn of(layer: &Layer) -> Self {
        let parameter = |&value| Parameter { value: f64::from(value), gradient: 0.0, mean: 0.0, square: 0.0 };
        let parameters = layer.weights.iter().chain(&layer.bias).map(parameter).collect();
        Double {
            convolution: layer.convolution,
            matrix: layer.matrix(),
            activation: layer.activation,
            parameters,
        }
    }

    fn activate(&self, x: &[f64]) -> Vec<f64> {
        let z = self.sums(x);
        let total: f64 = z.iter().map(|z| z.exp()).sum();
        let f = |z: f64| match self.activation {
            Activation::Identity => z,
            Activation::Relu => z.max(0.0),
            Activation::Sigmoid => 1.0 / (1.0 + (-z).exp()),
            Activation::Tanh => z.tanh(),
            Activation::Softmax => z.exp() / total,
        };
        let y: Vec<f64> = z.into_iter().map(f).collect();
        match &self.convolution {
            Some(convolution) => convolution.largest(&y).map(|place| y[place]).collect(),
            None => y,
        }
    }

    fn sums(&self, x: &[f64]) -> Vec<f64> {
        let (rows, bias) = self.parameters.split_at(self.matrix[0] * self.matrix[1]);
        if let Some(convolution) = &self.convolution {
            return convolution.sums(rows, bias, x);
        }
        let mut z: Vec<f64> = bias.iter().map(|bias| bias.value).collect();
        for (x, row) in x.iter().zip(rows.chunks(self.matrix[1])) {
            z.iter_mut().zip(row).for_each(|(z, w)| *z += x * w.value);
        }
        z
    }

    /// Of the activation, by its result; softmax comes with its loss instead.
    fn slope(&self, y: f64) -> f64 {
        match self.activation {
            Activation::Identity | Activation::Softmax => 1.0,
            Activation::Relu => f64::from(u8::from(y > 0.0)),
            Activation::Sigmoid => y * (1.0 - y),
            Activation::Tanh => 1.0 - y * y,
        }
    }

    /// Adds to the gradient; returns the derivative by x.
    fn backward(&mut self, x: &[f64], dz: &[f64]) -> Vec<f64> {
        let z = self.convolution.map(|_| self.sums(x));
        let (rows, bias) = self.parameters.split_at_mut(self.matrix[0] * self.matrix[1]);
        if let (Some(convolution), Some(z)) = (&self.convolution, z) {
            return convolution.backward(rows, bias, x, &z, dz);
        }
        bias.iter_mut().zip(dz).for_each(|(b, dz)| b.gradient += dz);
        let row = |(x, row): (&f64, &mut [Parameter])| {
            row.iter_mut().zip(dz).for_each(|(w, dz)| w.gradient += x * dz);
            row.iter().zip(dz).map(|(w, dz)| w.value * dz).sum()
        };
        x.iter().zip(rows.chunks_mut(self.matrix[1])).map(row).collect()
    }

    fn descend(&mut self, optimizer: Optimizer, step: usize) {
        for Parameter { value, gradient, mean, square } in &mut self.parameters {
            let g = std::mem::take(gradient);
            match optimizer {
                Optimizer::Sgd { rate } => *value -= rate * g,
                Optimizer::Adam { rate } => {
                    *mean = 0.9 * *mean + 0.1 * g;
                    *square = 0.999 * *square + 0.001 * g * g;
                    let mean = *mean / (1.0 - 0.9_f64.powi(step as i32));
                    let square = *square / (1.0 - 0.999_f64.powi(step as i32));
                    *value -= rate * mean / (square.sqrt() + 1e-8);
                }
            }
        }
    }
}

/// The input and what each layer makes of it.
fn forward(layers: &[Double], x: &[f32]) -> Vec<Vec<f64>> {
    let mut values = vec![x.iter().copied().map(f64::from).collect::<Vec<_>>()];
    for layer in layers {
        values.push(layer.activate(&values[values.len() - 1]));
    }
    values
}

/// Adds a batch's gradient; returns its loss.
fn gradient(layers: &mut [Double], problem: &Problem, training: &Training, step: usize) -> f64 {
    let (batch, outputs) = (problem.batch, problem.outputs());
    let start = step * batch % (problem.x.len() / problem.inputs());
    let mut loss = 0.0;
    for (index, x) in problem.batch_of(step).chunks(problem.inputs()).enumerate() {
        let mut values = forward(layers, x);
        let mut dz = values.pop().expect("an output");
        match &training.targets {
            Targets::Classes(classes) => {
                let class = classes[start + index];
                loss -= dz[class].ln() / batch as f64;
                dz[class] -= 1.0;
                dz.iter_mut().for_each(|dz| *dz /= batch as f64);
            }
            Targets::Values(values) => {
                let numbers = (batch * outputs) as f64;
                for (y, &target) in dz.iter_mut().zip(&values[(start + index) * outputs..]) {
                    let error = *y - f64::from(target);
                    loss += error * error / numbers;
                    *y = 2.0 * error / numbers * layers[layers.len() - 1].slope(*y);
                }
            }
        }
        for index in (0..layers.len()).rev() {
            let x = values.pop().expect("an input");
            dz = layers[index].backward(&x, &dz);
            if let Some(below) = index.checked_sub(1) {
                dz.iter_mut().zip(&x).for_each(|(dz, &y)| *dz *= layers[below].slope(y));
            }
        }
    }
    loss
}
