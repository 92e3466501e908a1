//! Which way computes a convolution: all thresholds, and the functions that choose.
//!
//! Where there is no choice of instructions (`Level::CHOICE`), everything is the loops of `plain` and
//! `plain_conv1d`. Elsewhere, the first row that fits:
//!
//! | z = W ∗ x + b | way | file |
//! |---|---|---|
//! | a sequence | a matrix product for each element of the window | `conv1d` |
//! | padded, and a weight is not finite | plain loops: a zero of the padding would make NaN of it | `finite` |
//! | a window of one pixel, stride 1 | a matrix product of the planes as they lie | `im2col` |
//! | rows of up to [`BAND_LENGTH`], windows of up to [`WINDOW_NUMBERS`], a row of them in [`BAND_NUMBERS`] | along full rows, of the image itself or of a copy of a band with its zeros | `direct`, `bands`, `microkernel` |
//! | else | what [`IM2COL_WINDOWS`] windows or more show is gathered, [`IM2COL_NUMBERS`] at a time, and goes through the tiles of matrix products | `im2col`, `patches` |
//!
//! | ∂W += what the windows show, times ∂z | way | file |
//! |---|---|---|
//! | | as z = W ∗ x + b, with dot products; per sample plain loops, where a number that is not finite would meet zeros | |
//!
//! | ∂x = Wᵀ ∂z | way | file |
//! |---|---|---|
//! | a sequence | dot products for each element of the window | `conv1d` |
//! | stride 1, up to [`MIRRORED_WEIGHTS`] finite weights, an image of up to [`MIRRORED_PIXELS`] pixels for each window | z = W ∗ x of the gradients under mirrored weights, along full rows | `input_gradient` |
//! | else | a matrix product, whose numbers are added where they came from | `im2col`, `patches` |
//!
//! `tests/kernel/borders.rs` computes what lies one below, at and one above each threshold, at every level.

use super::bands::Bands;
use super::direct::{Forward, Weights};
use super::finite::{self, are_finite};
use super::{im2col, input_gradient};
use crate::Scalar;
use crate::kernel::isa::Simd;
use crate::window::Geometry;

/// Numbers of the copy of a band.
pub const BAND_NUMBERS: usize = 8192;
/// The most numbers of `z` in a band, with what is left out between its rows.
pub const BAND_LENGTH: usize = 512;
/// The most numbers of windows at a time, in a band.
pub const WINDOW_NUMBERS: usize = 512;
/// Rows of sums at a time, in a band.
pub(super) const BAND_SUMS: usize = 8;
/// Outputs whose gradients are laid out for a band at a time.
pub const BAND_OUTPUTS: usize = 16;
/// Numbers that are gathered at a time.
pub const IM2COL_NUMBERS: usize = 8192;
/// The fewest windows that are gathered at a time: a few vectors.
pub const IM2COL_WINDOWS: usize = 64;
/// The same for ∂W, whose sums over lanes are added up once for each row.
pub const IM2COL_LONG_ROWS: usize = 512;
/// The most weights that are mirrored, on the stack.
pub const MIRRORED_WEIGHTS: usize = 4096;
/// The most pixels for each window where mirroring pays: with few more windows than there were.
pub const MIRRORED_PIXELS: usize = 3;
/// The most numbers that the plain loops sum at once: eight outputs at two places, or one at four.
pub(crate) const PLAIN_SUMS: usize = 16;
/// Numbers behind what lies on the stack, for vectors that begin in it.
pub(super) const SLACK: usize = 16;

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
    if g.is_padded() && !are_finite(s, weights) {
        return finite::forward(g, weights, bias, x, z);
    }
    if let Some(bands) = Bands::new(g).filter(|_| !g.is_pointwise()) {
        return s.call(Forward { bands, weights, bias, x, z });
    }
    im2col::forward(s, g, weights, bias, x, z);
}

/// ∂W += what the windows show, times ∂z
#[inline(always)]
pub(super) fn weights<T: Scalar, S: Simd<T>>(s: S, g: &Geometry, dz: &[T], x: &[T], gradient: &mut [T]) {
    if let Some(bands) = Bands::new(g).filter(|_| !g.is_pointwise()) {
        return s.call(Weights { bands, dz, x, gradient });
    }
    im2col::weights(s, g, dz, x, gradient);
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
    if let Some(back) = mirrored(g).filter(|_| weights.len() <= MIRRORED_WEIGHTS)
        && let Some(bands) = Bands::new(&back)
        // zeros around would make NaN of others
        && are_finite(s, weights)
    {
        return input_gradient::input(s, g, bands, weights, bias, dz, dx);
    }
    im2col::input(s, g, weights, bias, dz, dx);
}

/// The convolution over the gradients, if it pays.
#[inline(always)]
fn mirrored(g: &Geometry) -> Option<Geometry> {
    let suits = g.stride == [1; 2] && !g.is_pointwise() && g.x_plane() <= MIRRORED_PIXELS * g.z_plane();
    let reach = |axis: usize| (g.size[axis] - 1) * g.dilation[axis];
    let pad = [reach(0).checked_sub(g.pad[0])?, reach(1).checked_sub(g.pad[1])?];
    suits.then_some(Geometry { channels: g.outputs, x: g.z, outputs: g.channels, z: g.x, pad, ..*g })
}
