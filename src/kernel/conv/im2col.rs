//! Convolutions by vectors along the windows: what a tile of windows shows is gathered on the stack, and goes through the tiles
//! of the matrix products. Where a window is one pixel, the planes of the image are such a tile as they lie.

use super::finite::{self, are_finite};
use super::patches::{Gather, Patches, Scatter};
use super::select::{IM2COL_LONG_ROWS, IM2COL_NUMBERS, IM2COL_WINDOWS, SLACK};
use crate::Scalar;
use crate::kernel::gemm::blocks::{Gemm, Shared, Start};
use crate::kernel::gemm::dot::DotProducts;
use crate::kernel::isa::Simd;
use crate::window::Geometry;

/// How many windows of so many numbers go in a tile, and how many numbers of each.
fn tile(g: &Geometry, least: usize) -> (usize, usize) {
    // rows begin a vector apart
    let all = g.z_plane().next_multiple_of(SLACK);
    let columns = (IM2COL_NUMBERS / g.patch() / SLACK * SLACK).max(least).min(all);
    (columns, (IM2COL_NUMBERS / columns).min(g.patch()))
}

/// Parts of a range, in order.
#[inline(always)]
fn ranges(length: usize, step: usize) -> impl Iterator<Item = core::ops::Range<usize>> {
    (0..length).step_by(step).map(move |first| first..(first + step).min(length))
}

/// z = W ∗ x + b
#[inline(always)]
pub(super) fn forward<T: Scalar, S: Simd<T>>(
    s: S,
    g: &Geometry,
    weights: &[T],
    bias: Option<&[T]>,
    x: &[T],
    z: &mut [T],
) {
    let (inside, each) = (g.channels / g.groups, g.outputs / g.groups);
    let (x_size, z_size) = (g.channels * g.x_plane(), g.outputs * g.z_plane());
    let (columns, rows) = tile(g, IM2COL_WINDOWS);
    let mut gathered = [T::ZERO; IM2COL_NUMBERS + SLACK];
    for (sample, z) in z.chunks_exact_mut(z_size).enumerate() {
        for group in 0..g.groups {
            let x = &x[sample * x_size + group * inside * g.x_plane()..];
            let z = &mut z[group * each * g.z_plane()..][..each * g.z_plane()];
            let start = Start::Columns(bias.map(|bias| &bias[group * each..]));
            if g.is_pointwise() {
                let x = &x[..inside * g.x_plane()];
                product(s, g, group, start, x, g.x_plane(), 0..g.patch(), weights, 0..g.z_plane(), z);
                continue;
            }
            for columns_here in ranges(g.z_plane(), columns) {
                for rows_here in ranges(g.patch(), rows) {
                    let patches = Patches {
                        geometry: g,
                        rows: rows_here.clone(),
                        columns: columns_here.clone(),
                        stride: columns,
                    };
                    s.call(Gather(patches, x, &mut gathered));
                    let start = if rows_here.start == 0 { start } else { Start::C };
                    let tile = &gathered[..rows_here.len() * columns];
                    product(s, g, group, start, tile, columns, rows_here, weights, columns_here.clone(), z);
                }
            }
        }
    }
}

/// `columns` of the planes of `z` of one group, from what is shown there, `shown`, a row for each of `rows` of a patch.
#[allow(clippy::too_many_arguments)]
#[cfg_attr(not(debug_assertions), inline(always))]
fn product<T: Scalar, S: Simd<T>>(
    s: S,
    g: &Geometry,
    group: usize,
    start: Start<'_, T>,
    shown: &[T],
    stride: usize,
    rows: core::ops::Range<usize>,
    weights: &[T],
    columns: core::ops::Range<usize>,
    z: &mut [T],
) {
    let each = g.outputs / g.groups;
    s.call(Shared::<T, true>(Gemm {
        rows: columns.len(),
        depth: rows.len(),
        columns: each,
        a: shown,
        a_stride: stride,
        a_first: 0,
        b: &weights[rows.start * g.outputs..rows.end * g.outputs],
        b_stride: g.outputs,
        b_first: group * each,
        start,
        c: &mut z[columns.start..],
        c_stride: g.z_plane(),
    }));
}

/// ∂W += what the windows show, times ∂z
#[inline(always)]
pub(super) fn weights<T: Scalar, S: Simd<T>>(s: S, g: &Geometry, dz: &[T], x: &[T], gradient: &mut [T]) {
    let (inside, each) = (g.channels / g.groups, g.outputs / g.groups);
    let (x_size, z_size) = (g.channels * g.x_plane(), g.outputs * g.z_plane());
    // long rows: sums over lanes are added up once for each
    let (columns, rows) = tile(g, IM2COL_LONG_ROWS);
    let mut gathered = [T::ZERO; IM2COL_NUMBERS + SLACK];
    for (sample, dz) in dz.chunks_exact(z_size).enumerate() {
        if g.is_padded() && !are_finite(s, dz) {
            finite::weights(g, dz, &x[sample * x_size..][..x_size], gradient);
            continue;
        }
        for group in 0..g.groups {
            let x = &x[sample * x_size + group * inside * g.x_plane()..];
            let dz = &dz[group * each * g.z_plane()..];
            for columns_here in ranges(g.z_plane(), if g.is_pointwise() { usize::MAX } else { columns }) {
                for rows_here in ranges(g.patch(), if g.is_pointwise() { usize::MAX } else { rows }) {
                    let (b, b_stride) = if g.is_pointwise() {
                        (x, g.x_plane())
                    } else {
                        let (rows, columns_here) = (rows_here.clone(), columns_here.clone());
                        let patches = Patches { geometry: g, rows, columns: columns_here, stride: columns };
                        s.call(Gather(patches, x, &mut gathered));
                        (&gathered[..], columns)
                    };
                    s.call(DotProducts {
                        rows: each,
                        columns: rows_here.len(),
                        depth: columns_here.len(),
                        a: &dz[columns_here.start..],
                        a_stride: g.z_plane(),
                        b,
                        b_stride,
                        b_offsets: None,
                        start: None,
                        added: true,
                        c: &mut gradient[rows_here.start * g.outputs + group * each..],
                        c_stride: g.outputs,
                    });
                }
            }
        }
    }
}

/// ∂x = Wᵀ ∂z, from the bias on
#[inline(always)]
pub(super) fn input<T: Scalar, S: Simd<T>>(
    s: S,
    g: &Geometry,
    weights: &[T],
    bias: Option<&[T]>,
    dz: &[T],
    dx: &mut [T],
) {
    let (inside, each) = (g.channels / g.groups, g.outputs / g.groups);
    let (x_size, z_size) = (g.channels * g.x_plane(), g.outputs * g.z_plane());
    let (columns, rows) = tile(g, IM2COL_WINDOWS);
    let mut shown = [T::ZERO; IM2COL_NUMBERS + SLACK];
    for (dz, dx) in dz.chunks_exact(z_size).zip(dx.chunks_exact_mut(x_size)) {
        if !g.is_pointwise() {
            for (channel, plane) in dx.chunks_exact_mut(g.x_plane()).enumerate() {
                plane.fill(bias.map_or(T::ZERO, |bias| bias[channel]));
            }
        }
        for group in 0..g.groups {
            let dx = &mut dx[group * inside * g.x_plane()..][..inside * g.x_plane()];
            let gemm = |columns: core::ops::Range<usize>, rows: core::ops::Range<usize>| Gemm {
                rows: columns.len(),
                depth: each,
                columns: rows.len(),
                a: &dz[group * each * g.z_plane()..][..each * g.z_plane()],
                a_stride: g.z_plane(),
                a_first: columns.start,
                b: &weights[rows.start * g.outputs + group * each..],
                b_stride: g.outputs,
                b_first: 0,
                start: Start::Bias(None),
                c: &mut [],
                c_stride: 0,
            };
            if g.is_pointwise() {
                let start = Start::Columns(bias.map(|bias| &bias[group * inside..]));
                let gemm = Gemm { start, c: dx, c_stride: g.x_plane(), ..gemm(0..g.z_plane(), 0..g.patch()) };
                s.call(Shared::<T, false>(gemm));
                continue;
            }
            for columns_here in ranges(g.z_plane(), columns) {
                for rows_here in ranges(g.patch(), rows) {
                    let gemm = gemm(columns_here.clone(), rows_here.clone());
                    s.call(Shared::<T, false>(Gemm { c: &mut shown, c_stride: columns, ..gemm }));
                    let columns_here = columns_here.clone();
                    let patches =
                        Patches { geometry: g, rows: rows_here, columns: columns_here, stride: columns };
                    s.call(Scatter(patches, &shown, dx));
                }
            }
        }
    }
}
