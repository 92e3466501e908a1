//! One sample through one layer, whose sizes and function the compiler knows: y = f(W x + b) in one go.

use core::array::{from_mut, from_ref};
use core::marker::PhantomData;

use nalgebra::SMatrix;

use super::blocks::Start;
use super::gemv::gemv;
use super::product;
use crate::Scalar;
use crate::kernel::epilogue::{Epilogue, apply_epilogue};
use crate::kernel::isa::{Isa, Kernel, dispatch};

/// y = f(W x + b)
#[doc(hidden)]
pub struct GemvEpilogue<'a, E, T, const IN: usize, const OUT: usize> {
    pub(super) weights: &'a SMatrix<T, OUT, IN>,
    pub(super) bias: Option<&'a [T; OUT]>,
    pub(super) x: &'a [T; IN],
    pub(super) y: &'a mut [T; OUT],
    pub(super) epilogue: PhantomData<E>,
}

/// As [`super::dense::affine_activated`], one sample after another.
#[inline(always)]
pub(super) fn affine_activated<E: Epilogue, T: Scalar, const IN: usize, const OUT: usize, const B: usize>(
    weights: &SMatrix<T, OUT, IN>,
    bias: Option<&[T; OUT]>,
    x: &[[T; IN]; B],
    y: &mut [[T; OUT]; B],
) {
    for (x, y) in x.iter().zip(y) {
        T::gemv_epilogue(GemvEpilogue { weights, bias, x, y, epilogue: PhantomData::<E> });
    }
}

impl<E: Epilogue, T: Scalar, const IN: usize, const OUT: usize> GemvEpilogue<'_, E, T, IN, OUT> {
    /// The layer by kernels that know no sizes. A call, so that the others need no frame for it.
    #[inline(never)]
    pub(crate) fn plain(self) {
        product::affine(self.weights, self.bias, from_ref(self.x), from_mut(self.y));
        apply_epilogue::<E, T>(self.y, OUT);
    }
}

macro_rules! kernel {
    ($T:ident, $gemv_epilogue:ident) => {
        /// By vectors where there are any.
        #[inline(always)]
        pub(crate) fn $gemv_epilogue<E: Epilogue, const IN: usize, const OUT: usize>(
            layer: GemvEpilogue<'_, E, $T, IN, OUT>,
        ) {
            dispatch(layer);
        }

        impl<E: Epilogue, const IN: usize, const OUT: usize> Kernel for GemvEpilogue<'_, E, $T, IN, OUT> {
            type Output = ();
            // 128-bit vectors gain little by known sizes, and each size costs time to compile
            const VECTORS: bool = false;
            #[inline(always)]
            fn run<I: Isa>(self, isa: I) {
                let start = Start::Bias(self.bias.map(|bias| bias.as_slice()));
                gemv::<$T, I>(isa, self.weights.as_slice(), start, self.x, self.y);
                if I::FUSED {
                    $T::fused_epilogue::<E>(self.y, OUT);
                } else {
                    E::run(self.y, OUT);
                }
            }
            #[inline(always)]
            fn plain(self) {
                self.plain();
            }
        }
    };
}
kernel!(f32, gemv_epilogue32);
kernel!(f64, gemv_epilogue64);
