use nalgebra::SMatrix;

use super::Dense;

/// Adam's moments of one layer.
#[derive(Clone, Copy)]
pub(crate) struct Adam<const IN: usize, const OUT: usize> {
    mean: Dense<IN, OUT>,
    square: Dense<IN, OUT>,
}

impl<const IN: usize, const OUT: usize> Adam<IN, OUT> {
    pub(crate) fn new() -> Self {
        let zeros = Dense { weights: SMatrix::zeros(), bias: SMatrix::zeros() };
        Adam { mean: zeros, square: zeros }
    }

    /// Step number `t` of a layer against its gradient.
    pub(crate) fn step(&mut self, layer: &mut Dense<IN, OUT>, gradient: &Dense<IN, OUT>, rate: f32, t: i32) {
        let (mean, square) = (&mut self.mean, &mut self.square);
        update(&mut layer.weights, &gradient.weights, &mut mean.weights, &mut square.weights, rate, t);
        update(&mut layer.bias, &gradient.bias, &mut mean.bias, &mut square.bias, rate, t);
    }
}

fn update<const R: usize, const C: usize>(
    w: &mut SMatrix<f32, R, C>,
    g: &SMatrix<f32, R, C>,
    m: &mut SMatrix<f32, R, C>,
    v: &mut SMatrix<f32, R, C>,
    rate: f32,
    t: i32,
) {
    m.zip_apply(g, |m, g| *m = 0.9 * *m + 0.1 * g);
    v.zip_apply(g, |v, g| *v = 0.999 * *v + 0.001 * g * g);
    let (corrected1, corrected2) = (1.0 - 0.9_f32.powi(t), 1.0 - 0.999_f32.powi(t));
    w.zip_zip_apply(m, v, |w, m, v| *w -= rate * (m / corrected1) / ((v / corrected2).sqrt() + 1e-8));
}
