//! The three products of a convolution as values with run-time sizes, compiled once and not per layer.

use super::{plain, plain_conv1d};
use crate::Scalar;
use crate::kernel::Level;
use crate::window::Geometry;

/// One of the three products of a convolution. Samples are plane after plane, sequences step after step. Weights are outputs × patch, column-major: what
/// one number of a window counts for each output, number after number as they lie in the window: channel, row, column; of a sequence, step by step.
#[doc(hidden)]
pub enum Convolution<'a, T> {
    /// z = W ∗ x + b
    Forward { geometry: &'a Geometry, weights: &'a [T], bias: Option<&'a [T]>, x: &'a [T], z: &'a mut [T] },
    /// ∂W += what the windows show, times ∂z
    Weights { geometry: &'a Geometry, dz: &'a [T], x: &'a [T], gradient: &'a mut [T] },
    /// ∂x = Wᵀ ∂z, each number of a window added where it came from; from `bias`, a number for each channel, or from 0
    Input { geometry: &'a Geometry, weights: &'a [T], bias: Option<&'a [T]>, dz: &'a [T], dx: &'a mut [T] },
}

impl<T: Scalar> Convolution<'_, T> {
    /// By plain loops.
    #[inline(always)]
    pub(crate) fn plain(&mut self) {
        match *self {
            Convolution::Forward { geometry, weights, bias, x, ref mut z } if geometry.sequence => {
                plain_conv1d::forward(geometry, weights, bias, x, z);
            }
            Convolution::Weights { geometry, dz, x, ref mut gradient } if geometry.sequence => {
                plain_conv1d::weights(geometry, dz, x, gradient);
            }
            Convolution::Input { geometry, weights, dz, ref mut dx, .. } if geometry.sequence => {
                plain_conv1d::input(geometry, weights, dz, dx);
            }
            Convolution::Forward { geometry, weights, bias, x, ref mut z } => {
                plain::forward(geometry, weights, bias, x, z);
            }
            Convolution::Weights { geometry, dz, x, ref mut gradient } => {
                plain::weights(geometry, dz, x, gradient)
            }
            Convolution::Input { geometry, weights, bias, dz, ref mut dx } => {
                plain::input(geometry, weights, bias, dz, dx);
            }
        }
    }
}

/// By vectors where there are any; else inlined, so that the sizes become constants and an image holds only what it uses.
#[inline(always)]
pub(crate) fn convolution32(mut convolution: Convolution<'_, f32>) {
    if Level::CHOICE { vectors::convolution32(convolution) } else { convolution.plain() }
}

/// As [`convolution32`].
#[inline(always)]
pub(crate) fn convolution64(mut convolution: Convolution<'_, f64>) {
    if Level::CHOICE { vectors::convolution64(convolution) } else { convolution.plain() }
}

mod vectors {
    use super::Convolution;
    use crate::Scalar;
    use crate::kernel::conv::{conv1d, select};
    use crate::kernel::isa::{Simd, by_vectors, dispatch};

    /// Not generic: compiled here, once, and not in every program.
    #[inline(never)]
    pub(super) fn convolution32(mut convolution: Convolution<'_, f32>) {
        dispatch(&mut convolution);
    }

    /// As [`convolution32`].
    #[inline(never)]
    pub(super) fn convolution64(mut convolution: Convolution<'_, f64>) {
        dispatch(&mut convolution);
    }

    #[inline(always)]
    fn run<T: Scalar, S: Simd<T>>(convolution: &mut Convolution<'_, T>, s: S) {
        match *convolution {
            Convolution::Forward { geometry, weights, bias, x, ref mut z } if geometry.sequence => {
                conv1d::forward(s, geometry, weights, bias, x, z);
            }
            Convolution::Weights { geometry, dz, x, ref mut gradient } if geometry.sequence => {
                conv1d::weights(s, geometry, dz, x, gradient);
            }
            Convolution::Input { geometry, weights, dz, ref mut dx, .. } if geometry.sequence => {
                conv1d::input(s, geometry, weights, dz, dx);
            }
            Convolution::Forward { geometry, weights, bias, x, ref mut z } => {
                select::forward(s, geometry, weights, bias, x, z);
            }
            Convolution::Weights { geometry, dz, x, ref mut gradient } => {
                select::weights(s, geometry, dz, x, gradient);
            }
            Convolution::Input { geometry, weights, bias, dz, ref mut dx } => {
                select::input(s, geometry, weights, bias, dz, dx);
            }
        }
    }

    by_vectors!(Convolution: f32 f64);
}
