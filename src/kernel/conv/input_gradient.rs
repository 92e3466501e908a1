//! The gradient of an image as a convolution of its own: where every pixel has a window, it is the gradients of the windows,
//! with zeros around, under the same weights mirrored. So it takes full rows as [`direct`](super::direct) does, and adds no
//! number to a pixel that has just been written.

use super::bands::Bands;
use super::direct::Forward;
use super::select::MIRRORED_WEIGHTS;
use crate::Scalar;
use crate::kernel::isa::Simd;
use crate::window::Geometry;

/// ∂x = Wᵀ ∂z, from the bias on, in `bands` of the gradients.
#[inline(always)]
pub(super) fn input<T: Scalar, S: Simd<T>>(
    s: S,
    g: &Geometry,
    bands: Bands<'_>,
    weights: &[T],
    bias: Option<&[T]>,
    dz: &[T],
    dx: &mut [T],
) {
    let (inside, each, taps) = (g.channels / g.groups, g.outputs / g.groups, g.size[0] * g.size[1]);
    let mut mirrored_weights = [T::ZERO; MIRRORED_WEIGHTS];
    for (row, weights) in weights.chunks_exact(g.outputs).enumerate() {
        let (channel, tap) = (row / taps, taps - 1 - row % taps);
        for (group, weights) in weights.chunks_exact(each).enumerate() {
            let mirrored_weights = &mut mirrored_weights[tap * g.channels + group * inside + channel..];
            for (weight, to) in weights.iter().zip(mirrored_weights.iter_mut().step_by(taps * g.channels)) {
                *to = *weight;
            }
        }
    }
    s.call(Forward { bands, weights: &mirrored_weights[..weights.len()], bias, x: dz, z: dx });
}
