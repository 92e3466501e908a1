use super::{Activation, Differentiable};
use crate::kernel::{Work, launch};
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
            normalize(z);
        }
    }

    #[cfg(feature = "std")]
    fn c(c: &mut crate::export::C, z: &str, width: usize) {
        let (real, exp, rest) = (c.real(), c.function("exp"), width % 4);
        let first =
            if rest == 0 { "-1 / (REAL)0".into() } else { std::format!("Z[{} + i % {rest}]", width - rest) };
        let text = SOFTMAX.replace("FIRST", &first).replace("REST", &std::format!("{rest}"));
        let text = text.replace("WIDTH", &std::format!("{width}")).replace("EXP", &exp);
        c.statement(&text.replace("REAL", real).replace('Z', z));
    }
}

/// [`normalize`]
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

/// Softmax of one sample in place.
///
/// Maximum and sum are taken in four lanes, so that neither is one long chain.
#[inline(always)]
fn normalize<T: Scalar>(z: &mut [T]) {
    let (blocks, rest) = z.as_chunks_mut::<4>();
    // filled up with a number again, which changes no maximum
    let mut last = match *rest {
        [a] => [a; 4],
        [a, b] => [a, b, a, b],
        [a, b, c] => [a, b, c, a],
        _ => [T::of(f64::NEG_INFINITY); 4],
    };
    let mut max = last;
    for block in blocks.iter() {
        for (max, z) in max.iter_mut().zip(block) {
            *max = larger(*z, *max);
        }
    }
    let max = larger(larger(max[0], max[1]), larger(max[2], max[3]));
    let mut sum = [T::ZERO; 4];
    for block in blocks.iter_mut() {
        exponentials(block, max, &mut sum);
    }
    if !rest.is_empty() {
        // where there are vectors, a whole one costs no more than a part
        let filled = if cfg!(target_arch = "x86_64") { 4 } else { rest.len() };
        let mut part = [T::ZERO; 4];
        exponentials(&mut last[..filled], max, &mut part);
        for (lane, (sum, e)) in sum.iter_mut().zip(part).enumerate() {
            *sum += if lane < rest.len() { e } else { T::ZERO };
        }
    }
    let sum = (sum[0] + sum[1]) + (sum[2] + sum[3]);
    for block in blocks {
        for z in block {
            *z /= sum;
        }
    }
    for (z, e) in rest.iter_mut().zip(last) {
        *z = e / sum;
    }
}

/// `e^(z - max)` in place, added to the lanes of the sum.
#[inline(always)]
fn exponentials<T: Scalar>(z: &mut [T], max: T, sum: &mut [T; 4]) {
    for (z, sum) in z.iter_mut().zip(sum) {
        *z = (*z - max).exp();
        *sum += *z;
    }
}

#[inline(always)]
pub(crate) fn larger<T: Scalar>(a: T, b: T) -> T {
    if a > b { a } else { b }
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
