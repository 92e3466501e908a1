//! Convolutions over the steps of a sequence by plain loops: for microcontrollers, and in the one order that `Level::Scalar`
//! promises. No check that could panic is left.

use crate::Scalar;
use crate::window::Geometry;

/// z = W ∗ x + b
#[inline(always)]
pub(super) fn forward<T: Scalar>(g: &Geometry, weights: &[T], bias: Option<&[T]>, x: &[T], z: &mut [T]) {
    let (x_size, z_size) = (g.channels * g.x[0], g.outputs * g.z[0]);
    if x_size == 0 || z_size == 0 {
        return;
    }
    for (x, z) in x.chunks_exact(x_size).zip(z.chunks_exact_mut(z_size)) {
        for (step, z) in z.chunks_exact_mut(g.outputs).enumerate() {
            let (first, end, at) = g.elements(0, step);
            let x = x.get(at * g.channels..).unwrap_or_default();
            let rest = outputs::<T, 8>(g, weights, bias, x, first..end, z);
            let rest = outputs::<T, 2>(g, weights, bias, x, first..end, rest);
            outputs::<T, 1>(g, weights, bias, x, first..end, rest);
        }
    }
}

/// The last numbers of a step, `z`, in groups of N that are summed in registers; what makes no group is returned.
#[inline(always)]
fn outputs<'a, T: Scalar, const N: usize>(
    g: &Geometry,
    weights: &[T],
    bias: Option<&[T]>,
    x: &[T],
    elements: core::ops::Range<usize>,
    z: &'a mut [T],
) -> &'a mut [T] {
    let begin = g.outputs - z.len();
    let (groups, rest) = z.as_chunks_mut::<N>();
    for (group, z) in groups.iter_mut().enumerate() {
        let output = begin + group * N;
        let bias = bias.and_then(|bias| bias.get(output..)?.first_chunk::<N>());
        let mut sum = bias.map_or([T::ZERO; N], |bias| *bias);
        for i in elements.clone() {
            let x = x.get((i - elements.start) * g.dilation[0] * g.channels..).unwrap_or_default();
            let columns = weights.get(i * g.channels * g.outputs + output..).unwrap_or_default();
            for (&x, column) in x.iter().take(g.channels).zip(columns.chunks(g.outputs.max(1))) {
                let Some(column) = column.first_chunk::<N>() else { break };
                for (sum, &w) in sum.iter_mut().zip(column) {
                    *sum += w * x;
                }
            }
        }
        *z = sum;
    }
    rest
}

/// ∂W += what the windows show, times ∂z
#[inline(always)]
pub(super) fn weights<T: Scalar>(g: &Geometry, dz: &[T], x: &[T], gradient: &mut [T]) {
    let (x_size, z_size) = (g.channels * g.x[0], g.outputs * g.z[0]);
    if x_size == 0 || z_size == 0 {
        return;
    }
    for (x, dz) in x.chunks_exact(x_size).zip(dz.chunks_exact(z_size)) {
        for (step, dz) in dz.chunks_exact(g.outputs).enumerate() {
            let (first, end, at) = g.elements(0, step);
            for i in first..end {
                let x = x.get((at + (i - first) * g.dilation[0]) * g.channels..).unwrap_or_default();
                let gradient = gradient.get_mut(i * g.channels * g.outputs..).unwrap_or_default();
                for (&x, column) in x.iter().take(g.channels).zip(gradient.chunks_exact_mut(g.outputs)) {
                    for (sum, &dz) in column.iter_mut().zip(dz) {
                        *sum += dz * x;
                    }
                }
            }
        }
    }
}

/// ∂x = Wᵀ ∂z
#[inline(always)]
pub(super) fn input<T: Scalar>(g: &Geometry, weights: &[T], dz: &[T], dx: &mut [T]) {
    let (x_size, z_size) = (g.channels * g.x[0], g.outputs * g.z[0]);
    dx.fill(T::ZERO);
    if x_size == 0 || z_size == 0 {
        return;
    }
    for (dz, dx) in dz.chunks_exact(z_size).zip(dx.chunks_exact_mut(x_size)) {
        for (step, dz) in dz.chunks_exact(g.outputs).enumerate() {
            let (first, end, at) = g.elements(0, step);
            for i in first..end {
                let dx = dx.get_mut((at + (i - first) * g.dilation[0]) * g.channels..).unwrap_or_default();
                let columns = weights.get(i * g.channels * g.outputs..).unwrap_or_default();
                for (dx, column) in dx.iter_mut().take(g.channels).zip(columns.chunks_exact(g.outputs)) {
                    let mut sum = T::ZERO;
                    for (&w, &dz) in column.iter().zip(dz) {
                        sum += w * dz;
                    }
                    *dx += sum;
                }
            }
        }
    }
}
