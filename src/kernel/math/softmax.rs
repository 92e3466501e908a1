//! Softmax: e^(z - max z) / Σ e^(z - max z), which cannot overflow.

use crate::Scalar;

/// Softmax of one sample in place.
///
/// Maximum and sum are taken in four lanes, so that neither is one long chain.
#[inline(always)]
pub(crate) fn softmax<T: Scalar>(z: &mut [T]) {
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

/// The larger of two; `b` where `a` is NaN.
#[inline(always)]
pub(crate) fn larger<T: Scalar>(a: T, b: T) -> T {
    if a > b { a } else { b }
}
