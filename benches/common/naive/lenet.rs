use nalgebra::SVector;

use super::{Convolution, Dense, relu, softmax};

/// 28 x 28 pixels, 6 channels of 24 x 24, of 12 x 12, 16 of 8 x 8, of 4 x 4, then 120, 84 and 10 units.
#[derive(Clone)]
pub(crate) struct Lenet {
    pub(crate) first: Convolution<28, 25, 6, 576>,
    pub(crate) second: Convolution<12, 150, 16, 64>,
    pub(crate) dense: (Dense<256, 120>, Dense<120, 84>, Dense<84, 10>),
}

impl Lenet {
    pub(crate) fn predict(&self, x: &[f32]) -> SVector<f32, 10> {
        let h = Convolution::<28, 25, 6, 576>::pool::<864>(&self.first.forward(x).1);
        let h = Convolution::<12, 150, 16, 64>::pool(&self.second.forward(h.as_slice()).1);
        let (first, second, last) = &self.dense;
        softmax(&last.forward(&second.forward(&first.forward(&h).map(relu)).map(relu)))
    }

    /// The gradient of the mean cross-entropy over a batch; returns that mean.
    pub(crate) fn gradient(&self, x: &[[f32; 784]], classes: &[usize], gradient: &mut Self) -> f32 {
        gradient.clear();
        let mut loss = 0.0;
        for (x, class) in x.iter().zip(classes) {
            let (patches1, y1) = self.first.forward(x);
            let h1 = Convolution::<28, 25, 6, 576>::pool::<864>(&y1);
            let (patches2, y2) = self.second.forward(h1.as_slice());
            let h2 = Convolution::<12, 150, 16, 64>::pool(&y2);
            let h3 = self.dense.0.forward(&h2).map(relu);
            let h4 = self.dense.1.forward(&h3).map(relu);
            let mut dz = softmax(&self.dense.2.forward(&h4));
            loss -= dz[*class].ln();
            dz[*class] -= 1.0;
            let dz = dz / classes.len() as f32;
            let dz = step_back(&self.dense.2, &h4, &dz, &mut gradient.dense.2).zip_map(&h4, through_relu);
            let dz = step_back(&self.dense.1, &h3, &dz, &mut gradient.dense.1).zip_map(&h3, through_relu);
            let dy = step_back(&self.dense.0, &h2, &dz, &mut gradient.dense.0);
            let dy = self.second.backward::<256, 864>(&patches2, &y2, &dy, &mut gradient.second);
            self.first.backward::<864, 0>(&patches1, &y1, &dy, &mut gradient.first);
        }
        loss / classes.len() as f32
    }

    fn clear(&mut self) {
        self.first.clear();
        self.second.clear();
        self.dense.0.clear();
        self.dense.1.clear();
        self.dense.2.clear();
    }

    pub(crate) fn descend(&mut self, gradient: &Self, rate: f32) {
        self.first.descend(&gradient.first, rate);
        self.second.descend(&gradient.second, rate);
        self.dense.0.descend(&gradient.dense.0, rate);
        self.dense.1.descend(&gradient.dense.1, rate);
        self.dense.2.descend(&gradient.dense.2, rate);
    }
}

fn through_relu(dh: f32, h: f32) -> f32 {
    if h > 0.0 { dh } else { 0.0 }
}

/// Adds to the gradient of a layer; returns that of its input.
fn step_back<const IN: usize, const OUT: usize>(
    layer: &Dense<IN, OUT>,
    x: &SVector<f32, IN>,
    dz: &SVector<f32, OUT>,
    gradient: &mut Dense<IN, OUT>,
) -> SVector<f32, IN> {
    gradient.weights.ger(1.0, dz, x, 1.0);
    gradient.bias += dz;
    layer.weights.tr_mul(dz)
}
