//! Convolutions by plain loops: for microcontrollers, and in the one order that `Level::Scalar` promises.
//!
//! Each result is one chain of sums: of `z` from the bias on through the window, of ∂W through samples and windows. What a
//! window shows beyond the image is passed over. No check that could panic is left.

use crate::Scalar;
use crate::window::Geometry;

/// z = W ∗ x + b
#[inline(always)]
pub(super) fn forward<T: Scalar>(g: &Geometry, weights: &[T], bias: Option<&[T]>, x: &[T], z: &mut [T]) {
    let (x_size, z_size) = (g.channels * g.x_plane(), g.outputs * g.z_plane());
    if x_size == 0 || z_size == 0 || g.groups == 0 {
        return;
    }
    for (x, z) in x.chunks_exact(x_size).zip(z.chunks_exact_mut(z_size)) {
        for group in 0..g.groups {
            let (first, end) = (group * (g.outputs / g.groups), (group + 1) * (g.outputs / g.groups));
            let x = x.get(group * (g.channels / g.groups) * g.x_plane()..).unwrap_or_default();
            let mut output = first;
            while output + 8 <= end {
                outputs::<T, 8>(g, weights, bias, x, output, z);
                output += 8;
            }
            while output + 2 <= end {
                outputs::<T, 2>(g, weights, bias, x, output, z);
                output += 2;
            }
            if output < end {
                outputs::<T, 1>(g, weights, bias, x, output, z);
            }
        }
    }
}

/// N planes of `z` from `output` on, whose sums are in registers.
#[inline(always)]
fn outputs<T: Scalar, const N: usize>(
    g: &Geometry,
    weights: &[T],
    bias: Option<&[T]>,
    x: &[T],
    output: usize,
    z: &mut [T],
) {
    let bias = bias.and_then(|bias| bias.get(output..)?.first_chunk::<N>());
    let start = bias.map_or([T::ZERO; N], |bias| *bias);
    let weights = weights.get(output..).unwrap_or_default();
    for row in 0..g.z[0] {
        let (top, bottom, y) = g.elements(0, row);
        for column in 0..g.z[1] {
            let (left, right, at) = g.elements(1, column);
            let mut sum = start;
            for channel in 0..g.channels / g.groups {
                let plane = x.get(channel * g.x_plane()..).unwrap_or_default();
                for i in top..bottom {
                    let from = (y + (i - top) * g.dilation[0]) * g.x[1] + at;
                    let from = plane.get(from..).unwrap_or_default();
                    let first = (channel * g.size[0] + i) * g.size[1] + left;
                    let columns =
                        weights.get(first * g.outputs..).unwrap_or_default().chunks(g.outputs.max(1));
                    let shown = from.iter().step_by(g.dilation[1].max(1)).take(right - left);
                    for (&x, column) in shown.zip(columns) {
                        let Some(column) = column.first_chunk::<N>() else { break };
                        for (sum, &w) in sum.iter_mut().zip(column) {
                            *sum += w * x;
                        }
                    }
                }
            }
            let z = z.get_mut(output * g.z_plane() + row * g.z[1] + column..).unwrap_or_default();
            for (z, sum) in z.iter_mut().step_by(g.z_plane().max(1)).zip(sum) {
                *z = sum;
            }
        }
    }
}

/// The numbers of row `row` of `z`, and of the row of `x` that lies below element `(i, j)` of its windows, where they meet: the
/// first in either, and how many.
#[inline(always)]
fn meet(g: &Geometry, row: usize, i: usize, j: usize) -> Option<(usize, usize, usize)> {
    let (top, bottom) = g.on_image(0, i);
    let (left, right) = g.on_image(1, j);
    if row < top || row >= bottom {
        return None;
    }
    let y = (row * g.stride[0] + i * g.dilation[0]).saturating_sub(g.pad[0]);
    let at = (left * g.stride[1] + j * g.dilation[1]).saturating_sub(g.pad[1]);
    Some((row * g.z[1] + left, y * g.x[1] + at, right - left))
}

/// ∂W += what the windows show, times ∂z
#[inline(always)]
pub(super) fn weights<T: Scalar>(g: &Geometry, dz: &[T], x: &[T], gradient: &mut [T]) {
    let (x_size, z_size) = (g.channels * g.x_plane(), g.outputs * g.z_plane());
    let (inside, each) = (g.channels / g.groups.max(1), g.outputs / g.groups.max(1));
    if x_size == 0 || z_size == 0 || inside == 0 || each == 0 {
        return;
    }
    let mut columns = gradient.chunks_exact_mut(g.outputs);
    for channel in 0..inside {
        for i in 0..g.size[0] {
            for j in 0..g.size[1] {
                for (output, sum) in columns.next().unwrap_or_default().iter_mut().enumerate() {
                    let channel = output / each * inside + channel;
                    for (dz, x) in dz.chunks_exact(z_size).zip(x.chunks_exact(x_size)) {
                        let dz = dz.get(output * g.z_plane()..).unwrap_or_default();
                        let x = x.get(channel * g.x_plane()..).unwrap_or_default();
                        for row in 0..g.z[0] {
                            let Some((to, from, count)) = meet(g, row, i, j) else { continue };
                            let dz = dz.get(to..).unwrap_or_default().iter().take(count);
                            let x = x.get(from..).unwrap_or_default().iter().step_by(g.stride[1].max(1));
                            for (&dz, &x) in dz.zip(x) {
                                *sum += dz * x;
                            }
                        }
                    }
                }
            }
        }
    }
}

/// ∂x = Wᵀ ∂z, from the bias on
#[inline(always)]
pub(super) fn input<T: Scalar>(g: &Geometry, weights: &[T], bias: Option<&[T]>, dz: &[T], dx: &mut [T]) {
    let (x_size, z_size) = (g.channels * g.x_plane(), g.outputs * g.z_plane());
    let (inside, each) = (g.channels / g.groups.max(1), g.outputs / g.groups.max(1));
    if x_size == 0 || z_size == 0 || inside == 0 || each == 0 {
        return;
    }
    for (dz, dx) in dz.chunks_exact(z_size).zip(dx.chunks_exact_mut(x_size)) {
        for (channel, dx) in dx.chunks_exact_mut(g.x_plane()).enumerate() {
            dx.fill(bias.and_then(|bias| bias.get(channel)).copied().unwrap_or(T::ZERO));
            let (group, channel) = (channel / inside, channel % inside);
            let dz = dz.get(group * each * g.z_plane()..).unwrap_or_default();
            for i in 0..g.size[0] {
                for j in 0..g.size[1] {
                    let column = (channel * g.size[0] + i) * g.size[1] + j;
                    let weights = weights.get(column * g.outputs + group * each..).unwrap_or_default();
                    for row in 0..g.z[0] {
                        let Some((from, to, count)) = meet(g, row, i, j) else { continue };
                        let dx = dx.get_mut(to..).unwrap_or_default();
                        for (number, dx) in dx.iter_mut().step_by(g.stride[1].max(1)).take(count).enumerate()
                        {
                            let dz = dz.get(from + number..).unwrap_or_default();
                            let mut sum = T::ZERO;
                            for (&dz, &w) in dz.iter().step_by(g.z_plane()).zip(weights).take(each) {
                                sum += dz * w;
                            }
                            *dx += sum;
                        }
                    }
                }
            }
        }
    }
}
