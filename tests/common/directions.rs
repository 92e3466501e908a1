//! A check of the gradient for networks too large to take one parameter after the other.

use constrata::Targets;
use constrata::layer::Input;
use constrata::loss::Loss;
use constrata::prelude::*;
use rand::{RngExt, rngs::SmallRng};

/// The gradient of the cross-entropy, whose derivative in a few directions of all parameters is that by central differences,
/// but for `bound`.
pub(crate) fn gradient<N: Learn<Scalar = f64>, const B: usize>(
    net: &mut N,
    x: &Input<N, B>,
    classes: &[usize; B],
    rng: &mut SmallRng,
    bound: f64,
) -> Box<N>
where
    CrossEntropy: Loss<N::Activation>,
    [usize; B]: Targets<N::Output, f64, B>,
{
    // so short that no ReLU comes to its kink
    const H: f64 = 1e-8;
    let (mut gradient, mut direction) = (constrata::boxed::<N>(), constrata::boxed::<N>());
    let mut pass = constrata::boxed::<Pass<N, B>>();
    net.gradient(x, classes, &CrossEntropy, &mut pass, &mut gradient);
    for _ in 0..4 {
        let mut wanted = 0.0;
        for index in 0..N::TENSORS {
            for (d, g) in direction.tensor_mut(index).iter_mut().zip(gradient.tensor(index)) {
                *d = rng.random_range(-1.0..1.0);
                wanted += *d * g;
            }
        }
        let mut loss_at = |step: f64| {
            for index in 0..N::TENSORS {
                for (w, d) in net.tensor_mut(index).iter_mut().zip(direction.tensor(index)) {
                    *w += step * d;
                }
            }
            pass.logits(net, x);
            pass.loss(&CrossEntropy, classes)
        };
        let (above, below) = (loss_at(H), loss_at(-2.0 * H));
        loss_at(H);
        let found = (above - below) / (2.0 * H);
        assert!(
            (found - wanted).abs() < bound * (1.0 + wanted.abs()),
            "{found} by differences, {wanted} backward"
        );
    }
    gradient
}
