//! Convolutions by plain loops: for microcontrollers, and in the one order that `Level::Scalar` promises.
//!
//! Each result is one chain of sums: of `z` from the bias on through the window, of ∂W through samples and windows. What a
//! window shows beyond the image is passed over. No check that could panic is left.

use super::plain_tile::Overlap;
use crate::Scalar;
use crate::window::Geometry;

/// z = W ∗ x + b
#[inline]
pub(super) fn forward<T: Scalar>(g: &Geometry, weights: &[T], bias: Option<&[T]>, x: &[T], z: &mut [T]) {
    let (x_size, z_size) = (g.channels * g.x_plane(), g.outputs * g.z_plane());
    if x_size == 0 || z_size == 0 || g.groups == 0 {
        return;
    }
    let (inside, each) = (g.channels / g.groups, g.outputs / g.groups);
    for (x, z) in x.chunks_exact(x_size).zip(z.chunks_exact_mut(z_size)) {
        for group in 0..g.groups {
            let x = x.get(group * inside * g.x_plane()..).unwrap_or_default();
            let (mut output, end) = (group * each, (group + 1) * each);
            while output < end {
                let bias = bias.and_then(|bias| bias.get(output..)).unwrap_or_default();
                let weights = weights.get(output..).unwrap_or_default();
                let z = z.get_mut(output * g.z_plane()..).unwrap_or_default();
                if output + 8 <= end {
                    planes::<T, 8, 2>(g, inside, weights, bias, x, z);
                    output += 8;
                } else {
                    planes::<T, 1, 4>(g, inside, weights, bias, x, z);
                    output += 1;
                }
            }
        }
    }
}

/// N planes of `z`, P places at once where all of the window is on the image.
#[inline]
fn planes<T: Scalar, const N: usize, const P: usize>(
    g: &Geometry,
    inside: usize,
    weights: &[T],
    bias: &[T],
    x: &[T],
    z: &mut [T],
) {
    let start = bias.first_chunk::<N>().map_or([T::ZERO; N], |bias| *bias);
    let x_step = [g.x_plane(), g.dilation[0] * g.x[1], g.dilation[1]];
    let w_step = [g.size[0] * g.size[1] * g.outputs, g.size[1] * g.outputs, g.outputs];
    let mut overlap =
        Overlap { count: [inside, 0, 0], x_step, w_step, place: g.stride[1], plane: g.z_plane() };
    if g.is_pointwise() {
        // a plane is one long row, and the channels are what a window has in a row
        (overlap.count, overlap.x_step[2], overlap.w_step[2]) = ([1, 1, inside], x_step[0], w_step[0]);
        return overlap.row::<T, N, P>(g.z_plane(), &start, weights, x, z);
    }
    // where the window has all its columns on the image
    let end = g.on_image(1, g.size[1].saturating_sub(1)).1;
    let begin = g.on_image(1, 0).0.min(end);
    for row in 0..g.z[0] {
        let (top, bottom, y) = g.elements(0, row);
        let mut column = 0;
        while column < g.z[1] {
            let (left, right, at) = g.elements(1, column);
            let places = if column == begin && begin < end { end - begin } else { 1 };
            overlap.count = [inside, bottom - top, right - left];
            let x = x.get(y * g.x[1] + at..).unwrap_or_default();
            let weights = weights.get(top * w_step[1] + left * w_step[2]..).unwrap_or_default();
            let z = z.get_mut(row * g.z[1] + column..).unwrap_or_default();
            overlap.row::<T, N, P>(places, &start, weights, x, z);
            column += places;
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
