//! The gradient of an image as a convolution of its own: where every pixel has a window, it is the gradients of the windows,
//! with zeros around, under the same weights mirrored. So it takes full rows as [`direct`](super::direct) does, and adds no
//! number to a pixel that has just been written.

use super::bands::Bands;
use super::direct::Forward;
use super::finite::are_finite;
use crate::Scalar;
use crate::kernel::isa::Simd;
use crate::window::Geometry;

/// The most weights that are mirrored, on the stack.
const WEIGHTS: usize = 4096;

/// The convolution over the gradients, if it pays: with few more windows than there were.
#[inline(always)]
fn mirrored(g: &Geometry) -> Option<Geometry> {
    let suits = g.stride == [1; 2] && !g.is_pointwise() && g.x_plane() <= 3 * g.z_plane();
    let reach = |axis: usize| (g.size[axis] - 1) * g.dilation[axis];
    let pad = [reach(0).checked_sub(g.pad[0])?, reach(1).checked_sub(g.pad[1])?];
    suits.then_some(Geometry { channels: g.outputs, x: g.z, outputs: g.channels, z: g.x, pad, ..*g })
}

/// ∂x = Wᵀ ∂z, from the bias on; whether it was done.
#[inline(always)]
pub(super) fn input<T: Scalar, S: Simd<T>>(
    s: S,
    g: &Geometry,
    weights: &[T],
    bias: Option<&[T]>,
    dz: &[T],
    dx: &mut [T],
) -> bool {
    let Some(back) = mirrored(g).filter(|_| weights.len() <= WEIGHTS) else { return false };
    let Some(bands) = Bands::new(&back) else { return false };
    if !are_finite(s, weights) {
        return false; // zeros around would make NaN of them
    }
    let (inside, each, taps) = (g.channels / g.groups, g.outputs / g.groups, g.size[0] * g.size[1]);
    let mut mirrored_weights = [T::ZERO; WEIGHTS];
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
    true
}
