//! What every rival is given: the same network, inputs and targets, as plain rows of numbers.

mod workloads;

pub(crate) use workloads::all;

/// A workload.
#[derive(Clone)]
pub(crate) struct Problem {
    /// Its name in issue and tables: `I1`.
    pub(crate) id: &'static str,
    pub(crate) title: &'static str,
    pub(crate) layers: Vec<Layer>,
    /// Samples at a time.
    pub(crate) batch: usize,
    /// Inputs, sample after sample.
    pub(crate) x: Vec<f32>,
    /// What is to be learned, where it is about learning.
    pub(crate) training: Option<Training>,
}

#[derive(Clone)]
pub(crate) struct Layer {
    pub(crate) inputs: usize,
    pub(crate) outputs: usize,
    pub(crate) activation: Activation,
    /// A row of `outputs` for each input; of a convolution's channels, for each number of a window.
    pub(crate) weights: Vec<f32>,
    pub(crate) bias: Vec<f32>,
    /// None, where every output depends on all inputs.
    pub(crate) convolution: Option<Convolution>,
}

/// A convolution without padding, and the pool behind its activation.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Convolution {
    /// Channels, and rows and columns of each, of what it takes.
    pub(crate) channels: usize,
    pub(crate) side: usize,
    /// Rows and columns of a window.
    pub(crate) kernel: usize,
    /// Rows and columns of which the largest is kept.
    pub(crate) pool: usize,
}

impl Layer {
    /// The rows and columns of its weights.
    pub(crate) fn matrix(&self) -> [usize; 2] {
        [self.weights.len() / self.bias.len(), self.bias.len()]
    }
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Activation {
    Identity,
    Relu,
    Sigmoid,
    Tanh,
    Softmax,
}

/// The columns, `width` of them, as rows.
#[cfg(any(feature = "burn", feature = "candle", feature = "dfdx"))]
pub(crate) fn transposed(matrix: &[f32], width: usize) -> Vec<f32> {
    (0..width).flat_map(|column| matrix.iter().skip(column).step_by(width)).copied().collect()
}

/// Steps of gradient descent, one for each batch in order, again from the first after the last.
#[derive(Clone)]
pub(crate) struct Training {
    pub(crate) steps: usize,
    pub(crate) targets: Targets,
    pub(crate) optimizer: Optimizer,
}

#[derive(Clone)]
pub(crate) enum Targets {
    /// The loss is the mean cross-entropy.
    Classes(Vec<usize>),
    /// The loss is the mean squared error.
    Values(Vec<f32>),
}

#[derive(Clone, Copy)]
pub(crate) enum Optimizer {
    Sgd {
        rate: f64,
    },
    /// With the usual 0.9, 0.999 and 1e-8.
    Adam {
        rate: f64,
    },
}

impl Problem {
    pub(crate) fn inputs(&self) -> usize {
        self.layers[0].inputs
    }

    pub(crate) fn outputs(&self) -> usize {
        self.layers[self.layers.len() - 1].outputs
    }

    /// All parameters in a row: layer by layer, the weights, then the bias.
    pub(crate) fn parameters(&self) -> Vec<f32> {
        self.layers.iter().flat_map(|layer| [&layer.weights, &layer.bias]).flatten().copied().collect()
    }

    /// The same with the first eighth of the training.
    pub(crate) fn beginning(&self) -> Self {
        let mut problem = self.clone();
        if let Some(training) = &mut problem.training {
            let samples = (training.steps / 8 * self.batch).min(self.x.len() / self.inputs());
            *training = training.beginning(training.steps / 8, samples);
            problem.x.truncate(samples * self.inputs());
        }
        problem
    }

    /// The inputs of a step.
    pub(crate) fn batch_of(&self, step: usize) -> &[f32] {
        let length = self.batch * self.inputs();
        let start = step * length % self.x.len();
        &self.x[start..start + length]
    }
}

impl Training {
    /// The first of the steps.
    fn beginning(&self, steps: usize, samples: usize) -> Self {
        let mut training = Training { steps, ..self.clone() };
        match &mut training.targets {
            Targets::Classes(classes) => classes.truncate(samples),
            Targets::Values(values) => values.truncate(samples),
        }
        training
    }

    pub(crate) fn classes(&self) -> &[usize] {
        match &self.targets {
            Targets::Classes(classes) => classes,
            Targets::Values(_) => &[],
        }
    }

    pub(crate) fn values(&self) -> &[f32] {
        match &self.targets {
            Targets::Classes(_) => &[],
            Targets::Values(values) => values,
        }
    }
}
