//! Softmax with cross-entropy over a batch: what stands between forward and backward of a network that classifies.

use crate::Scalar;
use crate::activation::softmax::{larger, normalize};

/// For each sample of `width` numbers: z becomes y = softmax(z), and t the derivative scale (y Σt - t).
#[doc(hidden)]
pub struct CrossEntropy<'a, T> {
    pub(crate) z: &'a mut [T],
    pub(crate) t: &'a mut [T],
    pub(crate) width: usize,
    pub(crate) scale: T,
    /// Σ t ln y is subtracted from it.
    pub(crate) loss: T,
}

impl<T: Scalar> CrossEntropy<'_, T> {
    /// By plain loops.
    #[inline(always)]
    pub(crate) fn plain(&mut self) {
        let width = self.width.max(1);
        for (z, t) in self.z.chunks_exact_mut(width).zip(self.t.chunks_exact_mut(width)) {
            let (mut weight, mut agreement) = ([T::ZERO; 4], [T::ZERO; 4]);
            let mut take = |z: &[T], t: &[T]| {
                for ((z, t), (weight, agreement)) in
                    z.iter().zip(t).zip(weight.iter_mut().zip(&mut agreement))
                {
                    *weight += *t;
                    *agreement += agreed(*t, *z);
                }
            };
            let ((fours, z_rest), (t_fours, t_rest)) = (z.as_chunks::<4>(), t.as_chunks::<4>());
            fours.iter().zip(t_fours).for_each(|(z, t)| take(z, t));
            take(z_rest, t_rest);
            let weight = added(weight);
            self.loss += weight * normalize(z) - added(agreement);
            for (y, t) in z.iter().zip(t) {
                *t = self.scale * (*y * weight - *t);
            }
        }
    }
}

/// t z. A class that is not wanted counts nothing, though its logit be infinite.
#[inline(always)]
fn agreed<T: Scalar>(t: T, z: T) -> T {
    if t == T::ZERO { T::ZERO } else { t * z }
}

#[inline(always)]
fn added<T: Scalar>(lanes: [T; 4]) -> T {
    (lanes[0] + lanes[1]) + (lanes[2] + lanes[3])
}

/// A sample in each lane, and so none of its sums goes across: a class after the other, to the bits of the plain loops.
mod fast {
    use super::{CrossEntropy, added, agreed, larger};
    use crate::Scalar;
    use crate::kernel::simd::{MOST, Simd, by_vectors};
    use crate::kernel::turned::turned;

    by_vectors!(CrossEntropy: f32 f64);

    /// More take as long in the plain loops, and would need more of the stack.
    const CLASSES: usize = 32;
    /// Fewer samples leave too many lanes empty.
    const SAMPLES: usize = 9;
    /// Vectors of fewer lanes do not pay for turning samples around.
    const LANES: usize = 8;

    #[inline(always)]
    fn run<T: Scalar, S: Simd<T>>(batch: &mut CrossEntropy<'_, T>, s: S) {
        let CrossEntropy { width, scale, .. } = *batch;
        if S::LANES < LANES || width > CLASSES || width == 0 {
            return batch.plain();
        }
        let (mut all_y, mut all_t) = ([[T::ZERO; MOST]; CLASSES], [[T::ZERO; MOST]; CLASSES]);
        let (all_y, all_t) = (&mut all_y[..width], &mut all_t[..width]);
        for (z, t) in batch.z.chunks_mut(MOST * width).zip(batch.t.chunks_mut(MOST * width)) {
            let count = z.len().min(t.len()) / width;
            if count < SAMPLES {
                let mut rest = CrossEntropy { z, t, width, scale, loss: batch.loss };
                rest.plain();
                batch.loss = rest.loss;
                continue;
            }
            turned(s, [width, count], z, width, all_y.as_flattened_mut(), MOST);
            turned(s, [width, count], t, width, all_t.as_flattened_mut(), MOST);
            let losses = lanes(s, all_y, all_t, scale);
            turned(s, [count, width], all_y.as_flattened(), MOST, z, width);
            turned(s, [count, width], all_t.as_flattened(), MOST, t, width);
            for loss in &losses[..count] {
                batch.loss += *loss;
            }
        }
    }

    /// As the plain loops, of a class of all samples each.
    #[inline(always)]
    fn lanes<T: Scalar, S: Simd<T>>(s: S, y: &mut [[T; MOST]], t: &mut [[T; MOST]], scale: T) -> [T; MOST] {
        let (mut weight, mut agreement, mut sum) =
            ([[T::ZERO; MOST]; 4], [[T::ZERO; MOST]; 4], [[T::ZERO; MOST]; 4]);
        let mut max = [T::of(f64::NEG_INFINITY); MOST];
        for (i, (z, t)) in y.iter().zip(t.iter()).enumerate() {
            for lane in 0..MOST {
                weight[i % 4][lane] += t[lane];
                agreement[i % 4][lane] += agreed(t[lane], z[lane]);
                max[lane] = larger(z[lane], max[lane]);
            }
        }
        for (i, y) in y.iter_mut().enumerate() {
            for lane in 0..MOST {
                y[lane] = (y[lane] - max[lane]).exp();
                sum[i % 4][lane] += y[lane];
            }
        }
        let (weight, agreement, sum) = (across(&weight), across(&agreement), across(&sum));
        let mut loss = [T::ZERO; MOST];
        for lane in 0..MOST {
            loss[lane] = weight[lane] * (max[lane] + sum[lane].ln()) - agreement[lane];
        }
        for (y, t) in y.iter_mut().zip(t) {
            // by name: of a loop, the compiler would do several classes at once, and gather their numbers
            for lane in (0..MOST).step_by(S::LANES) {
                let quotient = s.div(s.load(&y[lane..]), s.load(&sum[lane..]));
                let slope = s.sub(s.mul(quotient, s.load(&weight[lane..])), s.load(&t[lane..]));
                s.store(quotient, &mut y[lane..]);
                s.store(s.mul(s.splat(scale), slope), &mut t[lane..]);
            }
        }
        loss
    }

    #[inline(always)]
    fn across<T: Scalar>(parts: &[[T; MOST]; 4]) -> [T; MOST] {
        let mut sum = [T::ZERO; MOST];
        for lane in 0..MOST {
            sum[lane] = added([parts[0][lane], parts[1][lane], parts[2][lane], parts[3][lane]]);
        }
        sum
    }
}

macro_rules! kernel {
    ($T:ident, $cross_entropy:ident) => {
        /// By vectors where there are any; else inlined, so that the width becomes a constant.
        #[cfg_attr(not(target_pointer_width = "64"), inline(always))]
        pub(crate) fn $cross_entropy(mut batch: CrossEntropy<'_, $T>) -> $T {
            super::simd::dispatch(&mut batch);
            batch.loss
        }
    };
}
kernel!(f32, cross_entropy32);
kernel!(f64, cross_entropy64);
