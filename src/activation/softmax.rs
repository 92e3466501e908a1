use super::{Activation, Differentiable};
use crate::kernel::{Work, launch, softmax};
use crate::{Initialization, Scalar, Text};

/// Probabilities of `N` classes: positive, and 1 together.
///
/// ```text
/// y_i = e^z_i / sum_j e^z_j        dz_i = y_i (dy_i - sum_j y_j dy_j)
/// ```
///
/// Computed as `e^(z_i - max z)`, which cannot overflow. A NaN in a sample makes the whole sample NaN. Ended in
/// it, a network fits [`CrossEntropy`](crate::loss::CrossEntropy). Source: Bridle 1990.
///
/// ```
/// use constrata::activation::{Activation, Softmax};
/// let mut z = [1000.0, 1000.0];
/// Softmax::apply(&mut z, 2);
/// assert_eq!(z, [0.5, 0.5]);
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Softmax;

#[diagnostic::do_not_recommend]
impl Activation for Softmax {
    const NAME: Text = Text::new("Softmax");
    const OURS: bool = true;
    const INITIALIZATION: Initialization = Initialization::GlorotUniform;
    #[inline(always)]
    fn compute<T: Scalar>(z: &mut [T], width: usize) {
        for z in z.chunks_exact_mut(width.max(1)) {
            softmax(z);
        }
    }

    #[cfg(feature = "std")]
    fn c(c: &mut crate::c::C, z: &str, width: usize) {
        let (real, exp, rest) = (c.real(), c.function("exp"), width % 4);
        let first =
            if rest == 0 { "-1 / (REAL)0".into() } else { std::format!("Z[{} + i % {rest}]", width - rest) };
        let text = SOFTMAX.replace("FIRST", &first).replace("REST", &std::format!("{rest}"));
        let text = text.replace("WIDTH", &std::format!("{width}")).replace("EXP", &exp);
        c.statement(&text.replace("REAL", real).replace('Z', z));
    }
}

/// As [`softmax`].
#[cfg(feature = "std")]
const SOFTMAX: &str = "{
    REAL max[4], lane[4] = {0, 0, 0, 0}, sum;
    for (size_t i = 0; i < 4; i++) max[i] = FIRST;
    for (size_t i = 0; i + REST < WIDTH; i++) max[i % 4] = Z[i] > max[i % 4] ? Z[i] : max[i % 4];
    max[0] = max[0] > max[1] ? max[0] : max[1];
    max[2] = max[2] > max[3] ? max[2] : max[3];
    max[0] = max[0] > max[2] ? max[0] : max[2];
    for (size_t i = 0; i < WIDTH; i++) {
        Z[i] = EXP(Z[i] - max[0]);
        lane[i % 4] += Z[i];
    }
    sum = (lane[0] + lane[1]) + (lane[2] + lane[3]);
    for (size_t i = 0; i < WIDTH; i++) Z[i] /= sum;
}";

impl Differentiable for Softmax {
    #[inline(always)]
    fn backward<T: Scalar>(y: &[T], dy: &mut [T], width: usize) {
        launch(y.len(), Backward(y, dy, width));
    }
}

struct Backward<'a, T>(&'a [T], &'a mut [T], usize);
impl<T: Scalar> Work for Backward<'_, T> {
    type Output = ();
    #[inline(always)]
    fn run(self) {
        let width = self.2.max(1);
        for (y, dy) in self.0.chunks_exact(width).zip(self.1.chunks_exact_mut(width)) {
            let mut mean = T::ZERO;
            for (y, dy) in y.iter().zip(dy.iter()) {
                mean += *y * *dy;
            }
            for (y, dy) in y.iter().zip(dy.iter_mut()) {
                *dy = *y * (*dy - mean);
            }
        }
    }
}
