//! Softmax with cross-entropy over a batch: what stands between forward and backward of a network that classifies.
//!
//! With m the largest logit, `e_i = e^(z_i - m)`, r the sum of all `e` but that of m, and `S = 1 + r`:
//!
//! ```text
//! y_i = e_i / S        L = W ln(1 + r) + sum t_i (m - z_i),  W = sum t
//! ```
//!
//! Only differences of logits come in, and nothing is subtracted from anything near it: the loss has all its digits where the
//! wanted class is nearly certain, and a common offset of the logits changes no bit of it. So has the slope `y_i W - t_i`, which for
//! the largest logit is `((W - t_i) - t_i r) / S`.

use super::softmax::larger;
use crate::Scalar;

/// For each sample of `width` numbers: z becomes y = softmax(z), and t the derivative scale (y Σt - t).
#[doc(hidden)]
pub struct CrossEntropy<'a, T> {
    pub(crate) z: &'a mut [T],
    pub(crate) t: &'a mut [T],
    pub(crate) width: usize,
    pub(crate) scale: T,
    /// Σ -t ln y is added to it.
    pub(crate) loss: T,
}

impl<T: Scalar> CrossEntropy<'_, T> {
    /// By plain loops.
    #[inline(always)]
    pub(crate) fn plain(&mut self) {
        let width = self.width.max(1);
        for (z, t) in self.z.chunks_exact_mut(width).zip(self.t.chunks_exact_mut(width)) {
            let (max, mut sums) = (largest(z), Sums::new());
            let ((fours, z_rest), (t_fours, t_rest)) = (z.as_chunks_mut::<4>(), t.as_chunks::<4>());
            for (z, t) in fours.iter_mut().zip(t_fours) {
                *z = sums.add_four(z, t, max);
            }
            for (lane, (z, t)) in z_rest.iter_mut().zip(t_rest).enumerate() {
                *z = sums.add(lane, *z, *t, max);
            }
            let total = sums.total();
            self.loss += total.loss();
            for (e, t) in z.iter_mut().zip(t) {
                *t = self.scale * total.slope(*e, *t);
                *e /= total.sum;
            }
        }
    }
}

/// The largest number that is not NaN, or -∞.
#[inline(always)]
pub(crate) fn largest<T: Scalar>(z: &[T]) -> T {
    z.iter().fold(T::of(f64::NEG_INFINITY), |max, z| larger(*z, max))
}

/// z - max, and e to that, with what the rounding of the difference lost.
#[inline(always)]
fn exponential<T: Scalar>(z: T, max: T) -> (T, T) {
    let apart = z - max;
    // exactly (Knuth): of a difference of 10 it would be 4 units in the last place of the power
    let back = apart - z;
    let lost = (z - (apart - back)) - (max + back);
    // else infinite or NaN, and the power is 0, or NaN by itself
    let lost = if lost.abs() < T::ONE { lost } else { T::ZERO };
    let e = apart.exp();
    (apart, e + e * lost)
}

/// e^(z - max)
#[inline(always)]
pub(crate) fn power<T: Scalar>(z: T, max: T) -> T {
    exponential(z, max).1
}

/// What is added up over the classes of a sample, in four lanes, so that no sum is one long chain.
pub(crate) struct Sums<T> {
    weight: [T; 4],
    /// Σ t (z - max)
    behind: [T; 4],
    /// The powers of logits below the largest, and how many there are that equal it.
    below: [T; 4],
    equal: [T; 4],
}

impl<T: Scalar> Sums<T> {
    #[inline(always)]
    pub(crate) fn new() -> Self {
        let none = [T::ZERO; 4];
        Sums { weight: none, behind: none, below: none, equal: none }
    }

    /// Takes a class, in its lane; returns e^(z - max).
    #[inline(always)]
    pub(crate) fn add(&mut self, lane: usize, z: T, t: T, max: T) -> T {
        let (apart, e) = exponential(z, max);
        self.weight[lane] += t;
        self.behind[lane] += times(t, apart);
        let (below, equal) = parted(apart, e);
        self.below[lane] += below;
        self.equal[lane] += equal;
        e
    }

    /// Takes as many classes as there are lanes.
    #[inline(always)]
    pub(crate) fn add_four(&mut self, z: &[T; 4], t: &[T; 4], max: T) -> [T; 4] {
        let mut e = [T::ZERO; 4];
        for lane in 0..4 {
            e[lane] = self.add(lane, z[lane], t[lane], max);
        }
        e
    }

    #[inline(always)]
    pub(crate) fn total(&self) -> Total<T> {
        Total::of(added(self.weight), added(self.behind), added(self.below), added(self.equal))
    }
}

/// Of a sample: W, Σ t (z - max), and the sum of all powers, without one of the largest and with it.
#[derive(Clone, Copy)]
pub(crate) struct Total<T> {
    weight: T,
    behind: T,
    rest: T,
    sum: T,
}

impl<T: Scalar> Total<T> {
    #[inline(always)]
    fn of(weight: T, behind: T, below: T, equal: T) -> Self {
        let rest = below + (equal - T::ONE);
        Total { weight, behind, rest, sum: T::ONE + rest }
    }

    #[inline(always)]
    pub(crate) fn loss(&self) -> T {
        self.weight * self.rest.ln_1p() - self.behind
    }

    /// y W - t
    #[inline(always)]
    pub(crate) fn slope(&self, e: T, t: T) -> T {
        let (a, b) = self.terms(e, t);
        (a - t * b) / self.sum
    }

    /// The slope is (a - t b) / S.
    #[inline(always)]
    fn terms(&self, e: T, t: T) -> (T, T) {
        let largest = e == T::ONE;
        (if largest { self.weight - t } else { e * self.weight }, if largest { self.rest } else { self.sum })
    }
}

/// The power, if the logit is below the largest; and 1, if it equals it.
#[inline(always)]
fn parted<T: Scalar>(apart: T, e: T) -> (T, T) {
    let equal = apart == T::ZERO;
    (if equal { T::ZERO } else { e }, if equal { T::ONE } else { T::ZERO })
}

/// t z. A class that is not wanted counts nothing, though its logit be infinite.
#[inline(always)]
fn times<T: Scalar>(t: T, z: T) -> T {
    if t == T::ZERO { T::ZERO } else { t * z }
}

#[inline(always)]
fn added<T: Scalar>(lanes: [T; 4]) -> T {
    (lanes[0] + lanes[1]) + (lanes[2] + lanes[3])
}

/// A sample in each lane, and so none of its sums goes across: a class after the other, to the bits of the plain loops.
mod fast {
    use super::{CrossEntropy, Total, added, exponential, larger, parted, times};
    use crate::Scalar;
    use crate::kernel::gemm::transpose::transpose;
    use crate::kernel::isa::{MOST, Simd, by_vectors};

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
            transpose(s, [width, count], z, width, all_y.as_flattened_mut(), MOST);
            transpose(s, [width, count], t, width, all_t.as_flattened_mut(), MOST);
            let losses = lanes(s, all_y, all_t, scale);
            transpose(s, [count, width], all_y.as_flattened(), MOST, z, width);
            transpose(s, [count, width], all_t.as_flattened(), MOST, t, width);
            for loss in &losses[..count] {
                batch.loss += *loss;
            }
        }
    }

    /// As the plain loops, of a class of all samples each.
    #[inline(always)]
    fn lanes<T: Scalar, S: Simd<T>>(s: S, y: &mut [[T; MOST]], t: &mut [[T; MOST]], scale: T) -> [T; MOST] {
        let [mut weight, mut behind, mut below, mut equal] = [[[T::ZERO; MOST]; 4]; 4];
        let mut max = [T::of(f64::NEG_INFINITY); MOST];
        for z in y.iter() {
            for lane in 0..MOST {
                max[lane] = larger(z[lane], max[lane]);
            }
        }
        for (i, (y, t)) in y.iter_mut().zip(t.iter()).enumerate() {
            for lane in 0..MOST {
                let (apart, e) = exponential(y[lane], max[lane]);
                let (low, same) = parted(apart, e);
                weight[i % 4][lane] += t[lane];
                behind[i % 4][lane] += times(t[lane], apart);
                below[i % 4][lane] += low;
                equal[i % 4][lane] += same;
                y[lane] = e;
            }
        }
        let [weight, behind] = [across(&weight), across(&behind)];
        let [below, equal] = [across(&below), across(&equal)];
        let (mut loss, mut sum) = ([T::ZERO; MOST], [T::ZERO; MOST]);
        let total = |lane: usize| Total::of(weight[lane], behind[lane], below[lane], equal[lane]);
        for lane in 0..MOST {
            (loss[lane], sum[lane]) = (total(lane).loss(), total(lane).sum);
        }
        for (y, t) in y.iter_mut().zip(t) {
            let [mut a, mut b] = [[T::ZERO; MOST]; 2];
            for lane in 0..MOST {
                (a[lane], b[lane]) = total(lane).terms(y[lane], t[lane]);
            }
            // by name: of a loop, the compiler would do several classes at once, and gather their numbers
            for lane in (0..MOST).step_by(S::LANES) {
                let sum = s.load(&sum[lane..]);
                let slope = s.sub(s.load(&a[lane..]), s.mul(s.load(&t[lane..]), s.load(&b[lane..])));
                let slope = s.div(slope, sum);
                s.store(s.div(s.load(&y[lane..]), sum), &mut y[lane..]);
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
            crate::kernel::isa::dispatch(&mut batch);
            batch.loss
        }
    };
}
kernel!(f32, cross_entropy32);
kernel!(f64, cross_entropy64);
