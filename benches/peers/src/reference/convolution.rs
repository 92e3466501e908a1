//! A convolution and the pool behind it in f64.

use super::Parameter;
use crate::problem::Convolution;

impl Convolution {
    /// Rows and columns of what comes out, before the pool.
    fn out(&self) -> usize {
        self.side + 1 - self.kernel
    }

    /// Row of the weights and place in `x` of everything that counts for the window at `row`, `column`.
    fn window(&self, row: usize, column: usize) -> impl Iterator<Item = (usize, usize)> {
        let Convolution { channels, side, kernel, .. } = *self;
        (0..channels * kernel * kernel).map(move |index| {
            let (channel, i, j) = (index / (kernel * kernel), index / kernel % kernel, index % kernel);
            (index, (channel * side + row + i) * side + column + j)
        })
    }

    pub(super) fn sums(&self, weights: &[Parameter], bias: &[Parameter], x: &[f64]) -> Vec<f64> {
        let (out, outputs) = (self.out(), bias.len());
        let mut z = vec![0.0; outputs * out * out];
        for place in 0..out * out {
            let mut sums: Vec<f64> = bias.iter().map(|bias| bias.value).collect();
            for (row, at) in self.window(place / out, place % out) {
                let row = &weights[row * outputs..][..outputs];
                sums.iter_mut().zip(row).for_each(|(sum, w)| *sum += w.value * x[at]);
            }
            for (channel, sum) in sums.into_iter().enumerate() {
                z[channel * out * out + place] = sum;
            }
        }
        z
    }

    /// Where in `z` the largest of each window of the pool stands: the first of equals.
    pub(super) fn largest(&self, z: &[f64]) -> impl Iterator<Item = usize> {
        let (out, pool) = (self.out(), self.pool);
        let pooled = out / pool;
        (0..z.len() / (out * out) * pooled * pooled).map(move |index| {
            let (channel, row, column) =
                (index / (pooled * pooled), index / pooled % pooled * pool, index % pooled * pool);
            let place = |inside: usize| (channel * out + row + inside / pool) * out + column + inside % pool;
            let larger = |best: usize, inside| if z[place(inside)] > z[best] { place(inside) } else { best };
            (1..pool * pool).fold(place(0), larger)
        })
    }

    /// Adds to the gradients of what made `z` of `x`, where `dy` is the derivative by what the pool keeps; relu, which is
    /// between, keeps the order. Returns the derivative by `x`.
    pub(super) fn backward(
        &self,
        weights: &mut [Parameter],
        bias: &mut [Parameter],
        x: &[f64],
        z: &[f64],
        dy: &[f64],
    ) -> Vec<f64> {
        let (out, outputs) = (self.out(), bias.len());
        let mut dx = vec![0.0; x.len()];
        for (place, dz) in self.largest(z).zip(dy) {
            let (channel, row, column) = (place / (out * out), place / out % out, place % out);
            bias[channel].gradient += dz;
            for (row, at) in self.window(row, column) {
                let w = &mut weights[row * outputs + channel];
                w.gradient += x[at] * dz;
                dx[at] += w.value * dz;
            }
        }
        dx
    }
}
