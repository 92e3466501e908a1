// By reference: by value a product would copy its weights to the stack first.
#![allow(clippy::op_ref)]

use nalgebra::{SMatrix, SVector};

/// One layer: a matrix and a vector.
#[derive(Clone, Copy)]
pub(crate) struct Dense<const IN: usize, const OUT: usize> {
    pub(crate) weights: SMatrix<f32, OUT, IN>,
    pub(crate) bias: SVector<f32, OUT>,
}

impl<const IN: usize, const OUT: usize> Dense<IN, OUT> {
    pub(crate) fn of<A>(layer: &constrata::layers::Dense<IN, OUT, A>) -> Self {
        Dense { weights: layer.weights, bias: layer.bias }
    }

    /// z = W x + b
    pub(crate) fn forward(&self, x: &SVector<f32, IN>) -> SVector<f32, OUT> {
        &self.weights * x + &self.bias
    }

    /// The same for a batch, one column a sample.
    pub(crate) fn forward_batch<const B: usize>(&self, x: &SMatrix<f32, IN, B>) -> SMatrix<f32, OUT, B> {
        let mut z = &self.weights * x;
        for mut column in z.column_iter_mut() {
            column += &self.bias;
        }
        z
    }

    pub(crate) fn clear(&mut self) {
        self.weights.fill(0.0);
        self.bias.fill(0.0);
    }

    pub(crate) fn descend(&mut self, gradient: &Self, rate: f32) {
        self.weights.zip_apply(&gradient.weights, |w, g| *w -= rate * g);
        self.bias.zip_apply(&gradient.bias, |b, g| *b -= rate * g);
    }
}
