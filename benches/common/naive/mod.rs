//! The same networks as a nalgebra user writes them by hand: matrix expressions, `map`, std's `exp` and `tanh`.

mod adam;
mod classifier;
mod convolution;
mod dense;
mod lenet;
mod xor;

pub(crate) use adam::Adam;
pub(crate) use classifier::Classifier;
pub(crate) use convolution::Convolution;
pub(crate) use dense::Dense;
pub(crate) use lenet::Lenet;
pub(crate) use xor::Xor;

use nalgebra::{SMatrix, SVector};

pub(crate) fn relu(z: f32) -> f32 {
    z.max(0.0)
}

pub(crate) fn sigmoid(z: f32) -> f32 {
    1.0 / (1.0 + (-z).exp())
}

pub(crate) fn softmax<const N: usize>(z: &SVector<f32, N>) -> SVector<f32, N> {
    let max = z.max();
    let e = z.map(|z| (z - max).exp());
    e / e.sum()
}

/// Softmax of every column.
pub(crate) fn softmax_columns<const N: usize, const B: usize>(
    mut z: SMatrix<f32, N, B>,
) -> SMatrix<f32, N, B> {
    for mut column in z.column_iter_mut() {
        let y = softmax(&column.clone_owned());
        column.copy_from(&y);
    }
    z
}
