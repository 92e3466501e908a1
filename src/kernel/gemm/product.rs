//! The three matrix products of a dense layer as values with run-time sizes: what is too large to be unrolled at each call.

use nalgebra::SMatrix;

use super::plain;
use crate::Scalar;
use crate::kernel::Level;

/// One of the three products of a dense layer. All matrices are column-major: W is outputs × inputs, X and ∂X are
/// inputs × batch, Z and ∂Z are outputs × batch. No size is 0.
#[doc(hidden)]
pub enum Product<'a, T> {
    /// Z = W X + b
    Affine {
        inputs: usize,
        outputs: usize,
        weights: &'a [T],
        bias: Option<&'a [T]>,
        x: &'a [T],
        z: &'a mut [T],
    },
    /// ∂W += ∂Z Xᵀ
    Weights { inputs: usize, outputs: usize, dz: &'a [T], x: &'a [T], gradient: &'a mut [T] },
    /// ∂X = Wᵀ ∂Z
    Input { inputs: usize, outputs: usize, weights: &'a [T], dz: &'a [T], dx: &'a mut [T] },
}

impl<T: Scalar> Product<'_, T> {
    /// The product by plain loops.
    #[inline(always)]
    pub(crate) fn plain(&mut self) {
        // known to the compiler, the sizes above 0 leave no panic in the loops over chunks
        let (Product::Affine { inputs, outputs, .. }
        | Product::Weights { inputs, outputs, .. }
        | Product::Input { inputs, outputs, .. }) = *self;
        if inputs == 0 || outputs == 0 {
            return;
        }
        match *self {
            Product::Affine { inputs, outputs, weights, bias, x, ref mut z } => {
                plain::affine(inputs, outputs, weights, bias, x, z);
            }
            Product::Weights { inputs, outputs, dz, x, ref mut gradient } => {
                plain::affine_weights(inputs, outputs, dz, x, gradient);
            }
            Product::Input { inputs, outputs, weights, dz, ref mut dx } => {
                plain::affine_input(inputs, outputs, weights, dz, dx);
            }
        }
    }
}

/// As [`super::dense::affine`], with the sizes known at run time.
#[inline(always)]
pub(super) fn affine<T: Scalar, const IN: usize, const OUT: usize, const B: usize>(
    weights: &SMatrix<T, OUT, IN>,
    bias: Option<&[T; OUT]>,
    x: &[[T; IN]; B],
    z: &mut [[T; OUT]; B],
) {
    T::product(Product::Affine {
        inputs: IN,
        outputs: OUT,
        weights: weights.as_slice(),
        bias: bias.map(|b| b.as_slice()),
        x: x.as_flattened(),
        z: z.as_flattened_mut(),
    });
}

/// As [`super::dense::affine_weights`], with the sizes known at run time.
#[inline(always)]
pub(super) fn affine_weights<T: Scalar, const IN: usize, const OUT: usize, const B: usize>(
    dz: &[[T; OUT]; B],
    x: &[[T; IN]; B],
    gradient: &mut SMatrix<T, OUT, IN>,
) {
    T::product(Product::Weights {
        inputs: IN,
        outputs: OUT,
        dz: dz.as_flattened(),
        x: x.as_flattened(),
        gradient: gradient.as_mut_slice(),
    });
}

/// As [`super::dense::affine_input`], with the sizes known at run time.
#[inline(always)]
pub(super) fn affine_input<T: Scalar, const IN: usize, const OUT: usize, const B: usize>(
    weights: &SMatrix<T, OUT, IN>,
    dz: &[[T; OUT]; B],
    dx: &mut [[T; IN]; B],
) {
    T::product(Product::Input {
        inputs: IN,
        outputs: OUT,
        weights: weights.as_slice(),
        dz: dz.as_flattened(),
        dx: dx.as_flattened_mut(),
    });
}

/// By vectors where there are any; else inlined, so that the sizes become constants and an image holds only the products it
/// uses.
#[inline(always)]
pub(crate) fn product32(mut product: Product<'_, f32>) {
    if Level::CHOICE { vectors::product32(product) } else { product.plain() }
}

/// As [`product32`].
#[inline(always)]
pub(crate) fn product64(mut product: Product<'_, f64>) {
    if Level::CHOICE { vectors::product64(product) } else { product.plain() }
}

mod vectors {
    use super::Product;
    use crate::Scalar;
    use crate::kernel::gemm::select;
    use crate::kernel::isa::{Simd, by_vectors, dispatch};

    /// Not generic: the engine is compiled here, once, and not in every program.
    #[inline(never)]
    pub(super) fn product32(mut product: Product<'_, f32>) {
        dispatch(&mut product);
    }

    /// As [`product32`].
    #[inline(never)]
    pub(super) fn product64(mut product: Product<'_, f64>) {
        dispatch(&mut product);
    }

    #[inline(always)]
    fn run<T: Scalar, S: Simd<T>>(product: &mut Product<'_, T>, s: S) {
        match *product {
            Product::Affine { inputs, outputs, weights, bias, x, ref mut z } => {
                select::affine(s, [inputs, outputs], weights, bias, x, z)
            }
            Product::Weights { inputs, outputs, dz, x, ref mut gradient } => {
                select::affine_weights(s, [inputs, outputs], dz, x, gradient)
            }
            Product::Input { inputs, outputs, weights, dz, ref mut dx } => {
                select::affine_input(s, [inputs, outputs], weights, dz, dx)
            }
        }
    }

    by_vectors!(Product: f32 f64);
}
