//! The hot loops: everything that takes time in this crate goes through one of these doors.
//!
//! A batch of B vectors of N is `[[T; N]; B]`, sample after sample. Weights are nalgebra's column-major matrices: column
//! `i` holds what input `i` sends to each output.

mod erf;
mod exp;
mod launch;
mod level;
mod ln;
mod product;
mod sigmoid;
mod sqrt;
mod tanh;
#[cfg(all(not(feature = "std"), target_arch = "arm", target_abi = "eabihf"))]
mod vsqrt;

use crate::Scalar;
use nalgebra::{SMatrix, SVector};

pub(crate) use erf::{erf32, erf64};
pub(crate) use exp::{exp32, exp64};
pub use launch::{Work, launch};
pub use level::Level;
pub(crate) use ln::{ln_1p32, ln_1p64, ln32, ln64};
pub use product::Product;
pub(crate) use sigmoid::{sigmoid32, sigmoid64};
pub(crate) use sqrt::{sqrt32, sqrt64};
pub(crate) use tanh::{tanh32, tanh64};

/// z = W x + b, for each of the B samples.
#[inline]
pub fn affine<T: Scalar, const IN: usize, const OUT: usize, const B: usize>(
    weights: &SMatrix<T, OUT, IN>,
    bias: Option<&SVector<T, OUT>>,
    x: &[[T; IN]; B],
    z: &mut [[T; OUT]; B],
) {
    let start = bias.map_or([T::ZERO; OUT], |b| b.data.0[0]);
    for (x, z) in x.iter().zip(z) {
        *z = start;
        for (column, &x) in weights.data.0.iter().zip(x) {
            for (z, &w) in z.iter_mut().zip(column) {
                *z += w * x;
            }
        }
    }
}

/// ∂W += ∂z xᵀ, summed over the batch.
#[inline]
pub fn affine_weights<T: Scalar, const IN: usize, const OUT: usize, const B: usize>(
    dz: &[[T; OUT]; B],
    x: &[[T; IN]; B],
    weights_gradient: &mut SMatrix<T, OUT, IN>,
) {
    for (dz, x) in dz.iter().zip(x) {
        for (column, &x) in weights_gradient.data.0.iter_mut().zip(x) {
            for (dw, &dz) in column.iter_mut().zip(dz) {
                *dw += dz * x;
            }
        }
    }
}

/// ∂b += ∂z, summed over the batch.
#[inline]
pub fn affine_bias<T: Scalar, const OUT: usize, const B: usize>(
    dz: &[[T; OUT]; B],
    bias_gradient: &mut SVector<T, OUT>,
) {
    for dz in dz {
        for (db, &dz) in bias_gradient.data.0[0].iter_mut().zip(dz) {
            *db += dz;
        }
    }
}

/// ∂x = Wᵀ ∂z, for each of the B samples.
#[inline]
pub fn affine_input<T: Scalar, const IN: usize, const OUT: usize, const B: usize>(
    weights: &SMatrix<T, OUT, IN>,
    dz: &[[T; OUT]; B],
    dx: &mut [[T; IN]; B],
) {
    for (dz, dx) in dz.iter().zip(dx) {
        for (dx, column) in dx.iter_mut().zip(&weights.data.0) {
            *dx = T::ZERO;
            for (&w, &dz) in column.iter().zip(dz) {
                *dx += w * dz;
            }
        }
    }
}
