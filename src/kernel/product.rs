//! The three matrix products of a dense layer as values with run-time sizes: what is too large to be unrolled at each call.

use super::{Level, plain};
use crate::Scalar;

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
    pub(crate) fn plain(self) {
        // known to the compiler, the sizes above 0 leave no panic in the loops over chunks
        let (Product::Affine { inputs, outputs, .. }
        | Product::Weights { inputs, outputs, .. }
        | Product::Input { inputs, outputs, .. }) = self;
        if inputs == 0 || outputs == 0 {
            return;
        }
        match self {
            Product::Affine { inputs, outputs, weights, bias, x, z } => {
                plain::affine(inputs, outputs, weights, bias, x, z);
            }
            Product::Weights { inputs, outputs, dz, x, gradient } => {
                plain::affine_weights(inputs, outputs, dz, x, gradient);
            }
            Product::Input { inputs, outputs, weights, dz, dx } => {
                plain::affine_input(inputs, outputs, weights, dz, dx);
            }
        }
    }
}

/// By vectors where there are any; else inlined, so that the sizes become constants and an image holds only the products it
/// uses.
#[inline(always)]
pub(crate) fn product32(product: Product<'_, f32>) {
    if Level::CHOICE { vectors::product32(product) } else { product.plain() }
}

/// As [`product32`].
#[inline(always)]
pub(crate) fn product64(product: Product<'_, f64>) {
    if Level::CHOICE { vectors::product64(product) } else { product.plain() }
}

mod vectors {
    use super::Product;
    use crate::Scalar;
    use crate::kernel::gemm::{Gemm, Start};
    use crate::kernel::gemv::{gemv, gemv_transposed};
    use crate::kernel::simd::{Isa, Kernel, Simd, dispatch};
    use crate::kernel::transposed::transposed;

    /// Not generic: the engine is compiled here, once, and not in every program.
    #[inline(never)]
    pub(super) fn product32(product: Product<'_, f32>) {
        dispatch(product);
    }

    /// As [`product32`].
    #[inline(never)]
    pub(super) fn product64(product: Product<'_, f64>) {
        dispatch(product);
    }

    /// Up to this batch, Wᵀ ∂Z is cheaper as dot products than with a transposition of W.
    const FEW: usize = 3;

    /// Whatever has a single row or column is a product of a matrix and a vector, in which no lane idles.
    #[inline(always)]
    fn run<T: Scalar, S: Simd<T>>(product: Product<'_, T>, s: S) {
        match product {
            Product::Affine { outputs: 1, weights, bias, x, z, .. } => {
                gemv_transposed(s, x, weights, z);
                if let Some(&[bias]) = bias {
                    z.iter_mut().for_each(|z| *z += bias);
                }
            }
            Product::Affine { outputs, weights, bias, x, z, .. } if z.len() == outputs => {
                gemv(s, weights, Start::Bias(bias), x, z)
            }
            Product::Weights { outputs: 1, dz, x, gradient, .. } => gemv(s, x, Start::C, dz, gradient),
            Product::Weights { inputs: 1, dz, x, gradient, .. } => gemv(s, dz, Start::C, x, gradient),
            Product::Input { inputs: 1, weights, dz, dx, .. } => gemv_transposed(s, dz, weights, dx),
            Product::Affine { inputs, outputs, weights, bias, x, z } => Gemm {
                rows: outputs,
                depth: inputs,
                columns: z.len() / outputs,
                a: weights,
                a_stride: outputs,
                b: x,
                b_stride: inputs,
                start: Start::Bias(bias),
                c: z,
                c_stride: outputs,
            }
            .run::<S, false>(s),
            Product::Weights { inputs, outputs, dz, x, gradient } => Gemm {
                rows: outputs,
                depth: dz.len() / outputs,
                columns: inputs,
                a: dz,
                a_stride: outputs,
                b: x,
                b_stride: inputs,
                start: Start::C,
                c: gradient,
                c_stride: outputs,
            }
            .run::<S, true>(s),
            Product::Input { inputs, outputs, weights, dz, dx } if dz.len() <= FEW * outputs => {
                for (dz, dx) in dz.chunks_exact(outputs).zip(dx.chunks_exact_mut(inputs)) {
                    gemv_transposed(s, weights, dz, dx);
                }
            }
            Product::Input { inputs, outputs, weights, dz, dx } => {
                transposed(s, inputs, outputs, weights, dz, dx)
            }
        }
    }

    impl Kernel for Product<'_, f32> {
        type Output = ();
        const VECTORS: bool = true;
        #[inline(always)]
        fn run<I: Isa>(self, isa: I) {
            run::<f32, I>(self, isa);
        }
        #[inline(always)]
        fn plain(self) {
            self.plain();
        }
    }
    impl Kernel for Product<'_, f64> {
        type Output = ();
        const VECTORS: bool = true;
        #[inline(always)]
        fn run<I: Isa>(self, isa: I) {
            run::<f64, I>(self, isa);
        }
        #[inline(always)]
        fn plain(self) {
            self.plain();
        }
    }
}
