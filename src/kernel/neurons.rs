//! Samples through one layer, whose sizes and activation the compiler knows: y = f(W x + b) in one go.

use core::marker::PhantomData;

use nalgebra::SMatrix;

use super::gemm::Start;
use super::gemv::gemv;
use super::simd::{Isa, Kernel, dispatch};
use super::{narrow, product};
use crate::Scalar;
use crate::activation::Activation;

/// y = f(W x + b)
#[doc(hidden)]
pub struct Neurons<'a, A, T, const IN: usize, const OUT: usize, const B: usize> {
    pub(super) weights: &'a SMatrix<T, OUT, IN>,
    pub(super) bias: Option<&'a [T; OUT]>,
    pub(super) x: &'a [[T; IN]; B],
    pub(super) y: &'a mut [[T; OUT]; B],
    pub(super) activation: PhantomData<A>,
}

/// As [`super::affine_activated`], one sample after another.
#[inline(always)]
pub(super) fn affine_activated<
    A: Activation,
    T: Scalar,
    const IN: usize,
    const OUT: usize,
    const B: usize,
>(
    weights: &SMatrix<T, OUT, IN>,
    bias: Option<&[T; OUT]>,
    x: &[[T; IN]; B],
    y: &mut [[T; OUT]; B],
) {
    T::neurons(Neurons { weights, bias, x, y, activation: PhantomData::<A> });
}

impl<A: Activation, T: Scalar, const IN: usize, const OUT: usize, const B: usize>
    Neurons<'_, A, T, IN, OUT, B>
{
    /// The layer by kernels that know no sizes.
    #[inline(always)]
    pub(crate) fn plain(self) {
        product::affine(self.weights, self.bias, self.x, self.y);
        A::apply(self.y.as_flattened_mut(), OUT);
    }
}

macro_rules! kernel {
    ($T:ident, $neurons:ident) => {
        /// By vectors where there are any. Compiled once for layers of one size, of which a network may have a hundred.
        #[inline(never)]
        pub(crate) fn $neurons<A: Activation, const IN: usize, const OUT: usize, const B: usize>(
            neurons: Neurons<'_, A, $T, IN, OUT, B>,
        ) {
            dispatch(neurons);
        }

        impl<A: Activation, const IN: usize, const OUT: usize, const B: usize> Kernel
            for Neurons<'_, A, $T, IN, OUT, B>
        {
            type Output = ();
            // 128-bit vectors gain little by known sizes, and each size costs time to compile
            const VECTORS: bool = false;
            #[inline(always)]
            fn run<I: Isa>(self, isa: I) {
                let bias = self.bias.map(|bias| bias.as_slice());
                let (w, x, y) = (self.weights.as_slice(), self.x.as_flattened(), self.y.as_flattened_mut());
                if B == 1 {
                    gemv::<$T, I>(isa, w, Start::Bias(bias), x, y);
                } else {
                    narrow::affine::<$T, I>(isa, IN, OUT, w, bias, x, y);
                }
                A::compute(y, OUT);
            }
            #[inline(always)]
            fn plain(self) {
                self.plain();
            }
        }
    };
}
kernel!(f32, neurons32);
kernel!(f64, neurons64);
