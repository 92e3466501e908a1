use nalgebra::SMatrix;

use super::{Dense, relu, softmax, softmax_columns};

/// IN => HIDDEN with relu => OUT with softmax.
#[derive(Clone, Copy)]
pub(crate) struct Classifier<const IN: usize, const HIDDEN: usize, const OUT: usize> {
    pub(crate) hidden: Dense<IN, HIDDEN>,
    pub(crate) output: Dense<HIDDEN, OUT>,
}

impl<const IN: usize, const HIDDEN: usize, const OUT: usize> Classifier<IN, HIDDEN, OUT> {
    pub(crate) fn predict(&self, x: &SMatrix<f32, IN, 1>) -> SMatrix<f32, OUT, 1> {
        let h = self.hidden.forward(x).map(relu);
        softmax(&self.output.forward(&h))
    }

    pub(crate) fn predict_batch<const B: usize>(&self, x: &SMatrix<f32, IN, B>) -> SMatrix<f32, OUT, B> {
        let h = self.hidden.forward_batch(x).map(relu);
        softmax_columns(self.output.forward_batch(&h))
    }

    /// The gradient of the mean cross-entropy over a batch; returns that mean.
    pub(crate) fn gradient<const B: usize>(
        &self,
        x: &SMatrix<f32, IN, B>,
        classes: &[usize; B],
        gradient: &mut Self,
    ) -> f32 {
        let h = self.hidden.forward_batch(x).map(relu);
        let mut dz = softmax_columns(self.output.forward_batch(&h));
        let mut loss = 0.0;
        for (sample, &class) in classes.iter().enumerate() {
            loss -= dz[(class, sample)].ln();
            dz[(class, sample)] -= 1.0;
        }
        dz /= B as f32;
        let mut dh = self.output.weights.transpose() * dz;
        dh.zip_apply(&h, |dh, h| *dh = if h > 0.0 { *dh } else { 0.0 });
        gradient.output.weights = dz * h.transpose();
        gradient.output.bias = dz.column_sum();
        gradient.hidden.weights = dh * x.transpose();
        gradient.hidden.bias = dh.column_sum();
        loss / B as f32
    }
}
