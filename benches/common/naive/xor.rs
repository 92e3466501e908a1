use nalgebra::SMatrix;

use super::{Dense, sigmoid};

/// 2 => 8 with tanh => 1 with sigmoid.
#[derive(Clone, Copy)]
pub(crate) struct Xor {
    pub(crate) hidden: Dense<2, 8>,
    pub(crate) output: Dense<8, 1>,
}

impl Xor {
    /// A step of gradient descent on the mean squared error of a batch; returns that mean.
    pub(crate) fn step<const B: usize>(
        &mut self,
        x: &SMatrix<f32, 2, B>,
        t: &SMatrix<f32, 1, B>,
        rate: f32,
    ) -> f32 {
        let h = self.hidden.forward_batch(x).map(f32::tanh);
        let y = self.output.forward_batch(&h).map(sigmoid);
        let error = y - t;
        let dz = error.zip_map(&y, |e, y| 2.0 / B as f32 * e * y * (1.0 - y));
        let dh = (self.output.weights.transpose() * dz).zip_map(&h, |dh, h| dh * (1.0 - h * h));
        self.output.descend(&Dense { weights: dz * h.transpose(), bias: dz.column_sum() }, rate);
        self.hidden.descend(&Dense { weights: dh * x.transpose(), bias: dh.column_sum() }, rate);
        error.norm_squared() / B as f32
    }
}
