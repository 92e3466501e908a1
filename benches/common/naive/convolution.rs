// By reference: by value a product would copy its matrices to the stack first.
#![allow(clippy::op_ref)]

use nalgebra::{SMatrix, SVector};

use super::relu;

/// Windows of 5 x 5 on a square image of `SIDE` columns: a matrix with a column for each of them, and a product; then relu and
/// the largest of every 2 x 2.
#[derive(Clone)]
pub(crate) struct Convolution<const SIDE: usize, const PATCH: usize, const OUT: usize, const WINDOWS: usize> {
    pub(crate) weights: SMatrix<f32, OUT, PATCH>,
    pub(crate) bias: SVector<f32, OUT>,
}

impl<const SIDE: usize, const PATCH: usize, const OUT: usize, const WINDOWS: usize>
    Convolution<SIDE, PATCH, OUT, WINDOWS>
{
    /// What each window shows, and the convolution's outputs.
    pub(crate) fn forward(&self, x: &[f32]) -> (SMatrix<f32, PATCH, WINDOWS>, SMatrix<f32, OUT, WINDOWS>) {
        let patches = SMatrix::from_fn(|number, window| x[place::<SIDE>(number, window)]);
        let mut y = &self.weights * &patches;
        for mut column in y.column_iter_mut() {
            column += &self.bias;
        }
        (patches, y.map(relu))
    }

    /// The largest of every 2 x 2, plane after plane.
    pub(crate) fn pool<const N: usize>(y: &SMatrix<f32, OUT, WINDOWS>) -> SVector<f32, N> {
        SVector::from_fn(|index, _| y[largest::<SIDE, OUT, WINDOWS>(y, index)])
    }

    /// Adds to the gradient of weights and bias, from that of what the pool keeps; returns that of x.
    pub(crate) fn backward<const N: usize, const X: usize>(
        &self,
        patches: &SMatrix<f32, PATCH, WINDOWS>,
        y: &SMatrix<f32, OUT, WINDOWS>,
        dy: &SVector<f32, N>,
        gradient: &mut Self,
    ) -> SVector<f32, X> {
        let mut dz = SMatrix::<f32, OUT, WINDOWS>::zeros();
        for (index, dy) in dy.iter().enumerate() {
            let place = largest::<SIDE, OUT, WINDOWS>(y, index);
            dz[place] = if y[place] > 0.0 { *dy } else { 0.0 };
        }
        gradient.weights += &dz * patches.transpose();
        gradient.bias += dz.column_sum();
        let mut dx = SVector::zeros();
        if X > 0 {
            let shown = self.weights.transpose() * dz;
            for window in 0..WINDOWS {
                for number in 0..PATCH {
                    dx[place::<SIDE>(number, window)] += shown[(number, window)];
                }
            }
        }
        dx
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

/// Where in the image the number of a window is.
fn place<const SIDE: usize>(number: usize, window: usize) -> usize {
    let (channel, i, j) = (number / 25, number / 5 % 5, number % 5);
    let (row, column) = (window / (SIDE - 4), window % (SIDE - 4));
    (channel * SIDE + row + i) * SIDE + column + j
}

/// Row and column of the largest of the four that make the pool's number `index`; the first of equals.
fn largest<const SIDE: usize, const OUT: usize, const WINDOWS: usize>(
    y: &SMatrix<f32, OUT, WINDOWS>,
    index: usize,
) -> (usize, usize) {
    let (out, half) = (SIDE - 4, (SIDE - 4) / 2);
    let (channel, row, column) = (index / (half * half), index / half % half, index % half);
    let first = 2 * row * out + 2 * column;
    let larger = |best, window| if y[(channel, window)] > y[(channel, best)] { window } else { best };
    (channel, [first + 1, first + out, first + out + 1].into_iter().fold(first, larger))
}
