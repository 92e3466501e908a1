//! The products by plain loops: for small sizes, for microcontrollers, and in the one order that `Level::Scalar` promises.
//!
//! Each result is one chain of sums, upwards through inputs, outputs or samples, whatever the blocking. With constant sizes
//! all loop bounds are constants once these are inlined; with run-time sizes no check that could panic is left.

use crate::Scalar;

/// Z = W X + b
#[inline(always)]
pub(super) fn affine<T: Scalar>(
    inputs: usize,
    outputs: usize,
    weights: &[T],
    bias: Option<&[T]>,
    x: &[T],
    z: &mut [T],
) {
    let count = inputs * outputs;
    // never true, and the compiler is to know it
    if weights.len() != count {
        return;
    }
    // makes the compiler forget where the weights lie: else it computes the address of each anew
    let weights = core::hint::black_box(weights);
    // SAFETY: `black_box` returns its argument, whose length was compared above.
    unsafe { core::hint::assert_unchecked(weights.len() == count) };
    for (x, z) in x.chunks_exact(inputs).zip(z.chunks_exact_mut(outputs)) {
        let rest = rows::<T, 16>(weights, outputs, bias, x, z);
        let rest = rows::<T, 8>(weights, outputs, bias, x, rest);
        let rest = rows::<T, 4>(weights, outputs, bias, x, rest);
        let rest = rows::<T, 2>(weights, outputs, bias, x, rest);
        rows::<T, 1>(weights, outputs, bias, x, rest);
    }
}

/// W x + b for `z`, the last rows of an output, in groups of N that are summed in registers; what makes no group is returned.
#[inline(always)]
fn rows<'a, T: Scalar, const N: usize>(
    weights: &[T],
    outputs: usize,
    bias: Option<&[T]>,
    x: &[T],
    z: &'a mut [T],
) -> &'a mut [T] {
    let first = outputs - z.len();
    let (groups, rest) = z.as_chunks_mut::<N>();
    for (i, z) in groups.iter_mut().enumerate() {
        let start = first + i * N;
        let bias = bias.and_then(|bias| bias.get(start..)?.first_chunk::<N>());
        let mut sum = bias.map_or([T::ZERO; N], |bias| *bias);
        // each column from `start` on: the last is the shorter by that
        let columns = weights.get(start..).unwrap_or_default();
        for (&x, column) in x.iter().zip(columns.chunks(outputs)) {
            let Some(column) = column.first_chunk::<N>() else { break };
            for (sum, &w) in sum.iter_mut().zip(column) {
                *sum += w * x;
            }
        }
        *z = sum;
    }
    rest
}

/// ∂W += ∂Z Xᵀ
#[inline(always)]
pub(super) fn affine_weights<T: Scalar>(
    inputs: usize,
    outputs: usize,
    dz: &[T],
    x: &[T],
    gradient: &mut [T],
) {
    for (i, column) in gradient.chunks_exact_mut(outputs).enumerate() {
        for (dz, x) in dz.chunks_exact(outputs).zip(x.chunks_exact(inputs)) {
            let Some(&x) = x.get(i) else { break };
            for (dw, &dz) in column.iter_mut().zip(dz) {
                *dw += dz * x;
            }
        }
    }
}

/// ∂X = Wᵀ ∂Z
#[inline(always)]
pub(super) fn affine_input<T: Scalar>(inputs: usize, outputs: usize, weights: &[T], dz: &[T], dx: &mut [T]) {
    for (dz, dx) in dz.chunks_exact(outputs).zip(dx.chunks_exact_mut(inputs)) {
        let (blocks, rest) = dx.as_chunks_mut::<4>();
        let mut columns = weights.chunks_exact(outputs);
        // four sums at once, as each has to wait for its last addition
        for dx in blocks {
            let next = (columns.next(), columns.next(), columns.next(), columns.next());
            let (Some(a), Some(b), Some(c), Some(d)) = next else { break };
            *dx = [T::ZERO; 4];
            for ((((&dz, &a), &b), &c), &d) in dz.iter().zip(a).zip(b).zip(c).zip(d) {
                dx[0] += a * dz;
                dx[1] += b * dz;
                dx[2] += c * dz;
                dx[3] += d * dz;
            }
        }
        for (dx, column) in rest.iter_mut().zip(columns) {
            *dx = T::ZERO;
            for (&w, &dz) in column.iter().zip(dz) {
                *dx += w * dz;
            }
        }
    }
}
