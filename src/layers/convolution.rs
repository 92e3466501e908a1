//! What the layers that convolve have in common. They differ in what they walk over, in how their weights are counted, and in
//! that a transposed one computes forward what the others compute backward.

use nalgebra::SMatrix;

use crate::kernel::{self, Convolution};
use crate::window::Geometry;
use crate::{Scalar, Text};

/// b, if there is one.
#[inline(always)]
pub(super) fn start<T, const OUT: usize, const BIAS: usize>(bias: &SMatrix<T, OUT, BIAS>) -> Option<&[T]> {
    bias.data.0.first().map(|bias| bias.as_slice())
}

/// z = W ∗ x + b, or for `TRANSPOSED` z = Wᵀ x + b.
#[inline(always)]
pub(super) fn forward<T: Scalar, const TRANSPOSED: bool>(
    geometry: &Geometry,
    weights: &[T],
    bias: Option<&[T]>,
    x: &[T],
    z: &mut [T],
) {
    T::convolution(if TRANSPOSED {
        Convolution::Input { geometry, weights, bias, dz: x, dx: z }
    } else {
        Convolution::Forward { geometry, weights, bias, x, z }
    });
}

/// ∂W += what the windows show, times ∂z; ∂b += ∂z; ∂x by what computes forward the other way around.
#[inline(always)]
pub(super) fn backward<T: Scalar, const OUT: usize, const BIAS: usize, const TRANSPOSED: bool>(
    geometry: &'static Geometry,
    weights: &[T],
    [x, dz]: [&[T]; 2],
    dx: Option<&mut [T]>,
    gradient: &mut [T],
    bias_gradient: &mut SMatrix<T, OUT, BIAS>,
) {
    let [windows, shown] = if TRANSPOSED { [x, dz] } else { [dz, x] };
    T::convolution(Convolution::Weights { geometry, dz: windows, x: shown, gradient });
    if let Some(bias) = bias_gradient.data.0.first_mut() {
        match (geometry.sequence, TRANSPOSED) {
            (true, _) => kernel::feature_sums(dz, bias),
            (false, false) => kernel::plane_sums(dz, geometry.z_plane(), bias),
            (false, true) => kernel::plane_sums(dz, geometry.x_plane(), bias),
        }
    }
    match dx {
        Some(dx) if TRANSPOSED => forward::<T, false>(geometry, weights, None, dz, dx),
        Some(dx) => forward::<T, true>(geometry, weights, None, dz, dx),
        None => {}
    }
}

/// The end of a layer's name.
pub(super) const fn named(name: Text, bias: usize) -> Text {
    if bias == 0 { name.text(", bias = false>") } else { name.text(">") }
}

/// The two texts around the activation in the name of a layer with a bias.
pub(super) const fn with_bias([before, behind]: [Text; 2]) -> [Text; 2] {
    [before, named(behind, 1)]
}

/// What a sum in C begins with: output `o` of `bias`, of which there are so many columns.
#[cfg(feature = "std")]
pub(super) fn start_in_c(columns: usize, bias: &str) -> std::string::String {
    if columns == 0 { "0".into() } else { std::format!("{bias}[o]") }
}

/// The place on the image in C, as `row` and `column`, of element (i, j) of window (r, c).
#[cfg(feature = "std")]
pub(super) fn place_in_c(g: &Geometry) -> std::string::String {
    let ([sh, sw], [ph, pw], [dh, dw]) = (g.stride, g.pad, g.dilation);
    std::format!(
        "size_t row = r * {sh} + i * {dh} - {ph}, column = c * {sw} + j * {dw} - {pw}; /* huge where negative */"
    )
}
