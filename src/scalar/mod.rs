//! The numbers a network computes with.

pub mod dual;
pub(crate) mod float;

pub use dual::Dual;

use crate::kernel::{self, Convolution, CrossEntropy, Epilogue, GemvEpilogue, Product};
use core::fmt::Display;
use core::ops::Neg;

/// A real number a network can compute with: `f32`, `f64` or anything that behaves like one.
///
/// The functions of `f32` and `f64` are branch-free polynomials of this crate, never the C library's, and take the same
/// bits from every processor of a kind. With the feature `reproducible` a laptop and a microcontroller agree too: without
/// it, a processor of 64 bits computes the sigmoid of an `f32` in `f64`, and fuses where
/// [`Level`](crate::kernel::Level) says so. "ulp" below counts units in the last place of the
/// exact result; the bounds are the maxima measured by `tests/kernel/math.rs`.
///
/// Another number (say, a dual number that carries a derivative) implements the eight required functions and gets the
/// rest, and every kernel of the crate, from plain loops.
///
/// ```
/// use constrata::Scalar;
///
/// fn swish<T: Scalar>(x: T) -> T {
///     x * x.sigmoid()
/// }
/// assert_eq!(swish(0.0_f32), 0.0);
/// assert!((swish(1.0_f64) - 0.7310585786300049).abs() < 1e-15);
/// ```
///
/// ```
/// use constrata::Scalar;
/// fn all<T: Scalar>() {
///     let (zero, one, half) = (T::ZERO, T::ONE, T::of(0.5));
///     assert!(["f32", "f64"].contains(&T::NAME));
///     assert_eq!((T::from_usize(3) * half).to_f64(), 1.5);
///     assert_eq!((T::of(9.0).sqrt(), T::of(-2.0).abs()), (T::of(3.0), T::of(2.0)));
///     assert_eq!((one.max(half), one.min(half)), (one, half));
///     assert_eq!((zero.exp(), one.ln(), zero.ln_1p(), zero.erf()), (one, zero, zero, zero));
///     assert_eq!((zero.tanh(), zero.sigmoid(), zero.gelu(), zero.gelu_slope()), (zero, half, zero, half));
///     assert!(zero.softplus() > T::of(0.693) && zero.softplus() < T::of(0.694)); // ln 2
///     assert!((zero / zero).is_nan() && !(one / zero).is_finite());
///     assert_eq!((one.flush_subnormal(), one.flush_if_square_underflows()), (one, one)); // ordinary numbers stay
/// }
/// all::<f32>();
/// all::<f64>();
/// ```
pub trait Scalar:
    nalgebra::Scalar
    + Copy
    + Default
    + PartialOrd
    + num_traits::NumAssign
    + Neg<Output = Self>
    + bytemuck::Zeroable
    + Display
    + Send
    + Sync
{
    /// 0
    const ZERO: Self;
    /// 1
    const ONE: Self;
    /// What the type is called in reports and file headers: `"f32"`.
    const NAME: &'static str;

    /// The nearest number to `value`. Given a literal, it is folded by the compiler: no `f64` is left in an `f32` image.
    fn of(value: f64) -> Self;
    /// The number as an `f64`, exact for `f32` and `f64`.
    fn to_f64(self) -> f64;
    /// √x, correctly rounded; √-0 = -0, √∞ = ∞, NaN below 0.
    fn sqrt(self) -> Self;
    /// eˣ, within 1 ulp (0.965 over all `f32`, 0.996 where [`Level`](crate::kernel::Level) fuses; 0.949 over 10⁸ `f64`);
    /// exp(±0) = 1, exp(-∞) = 0, exp(∞) = ∞, results below the normal range are right too.
    fn exp(self) -> Self;
    /// The natural logarithm, within 0.85 ulp; ln(±0) = -∞, ln(∞) = ∞, NaN below 0.
    fn ln(self) -> Self;
    /// ln(1 + x), within 0.89 ulp, precise near 0; ±0 for ±0, -∞ at -1, ∞ at ∞, NaN below -1.
    fn ln_1p(self) -> Self;
    /// The error function 2/√π ∫₀ˣ exp(-t²) dt, within 1.4 ulp; ±0 for ±0, ±1 at ±∞.
    fn erf(self) -> Self;

    /// `n` rounded to the nearest number.
    #[inline(always)]
    fn from_usize(n: usize) -> Self {
        Self::of(n as f64)
    }
    /// |x|
    #[inline(always)]
    fn abs(self) -> Self {
        if self < Self::ZERO { -self } else { self }
    }
    /// tanh x = (1 - e⁻²ˣ) / (1 + e⁻²ˣ), within 1.94 ulp (1.932 over all `f32`, 1.874 where
    /// [`Level`](crate::kernel::Level) fuses; 1.211 over 10⁸ `f64`); ±0 for ±0, ±1 at ±∞.
    #[inline(always)]
    fn tanh(self) -> Self {
        let e = (-(self.abs() + self.abs())).exp();
        let t = (Self::ONE - e) / (Self::ONE + e);
        if self < Self::ZERO { -t } else { t }
    }
    /// 1 / (1 + e⁻ˣ), within 0.51 ulp (`f64`, and `f32` on processors of 32 bits and in `reproducible` builds: 1.83), over the
    /// full range: results below the normal range are right too; 0 at -∞, ½ at 0, 1 at ∞.
    #[inline(always)]
    fn sigmoid(self) -> Self {
        let e = (-self.abs()).exp();
        let n = if self < Self::ZERO { e } else { Self::ONE };
        n / (Self::ONE + e)
    }
    /// ln(1 + eˣ) = max(x, 0) + ln(1 + e^-|x|), which does not overflow, within 1.7 ulp; 0 at -∞, ln 2 at 0, ∞ at ∞.
    #[inline(always)]
    fn softplus(self) -> Self {
        let tail = (-self.abs()).exp().ln_1p();
        self.max(Self::ZERO) + tail
    }
    /// x Φ(x), with Φ the normal distribution (1 + erf(x / √2)) / 2, within 5 ulp, down to where it vanishes (-14 for `f32`);
    /// ±0 for ±0, 0 at -∞, ∞ at ∞.
    #[inline(always)]
    fn gelu(self) -> Self {
        let p = normal(self);
        if p == Self::ZERO { Self::ZERO } else { self * p }
    }
    /// The derivative Φ(x) + x φ(x) of [`gelu`](Self::gelu), φ being the density exp(-x²/2) / √(2π), within 5 ulp of the larger
    /// term; ½ at 0, 0 at -∞, 1 at ∞.
    #[inline(always)]
    fn gelu_slope(self) -> Self {
        let density = (-(self * self) * Self::of(0.5)).exp() * Self::of(0.398_942_280_401_432_7);
        let part = if density == Self::ZERO { Self::ZERO } else { self * density };
        normal(self) + part
    }
    /// The larger of the two; NaN when either is NaN.
    #[inline(always)]
    fn max(self, other: Self) -> Self {
        if self > other || self.is_nan() { self } else { other }
    }
    /// The smaller of the two; NaN when either is NaN.
    #[inline(always)]
    fn min(self, other: Self) -> Self {
        if self < other || self.is_nan() { self } else { other }
    }
    /// The number, or 0 if it lies below the normal range (under 1.2e-38 for `f32`), where a processor of 64 bits is many times
    /// slower; those of 32 bits are not, and leave it as it is, as does a `reproducible` build.
    #[inline(always)]
    fn flush_subnormal(self) -> Self {
        self
    }
    /// The number, or 0 if its square would lie below the normal range or near it (under 2⁻⁵⁸ = 3.5e-18 for `f32`); where
    /// [`flush_subnormal`](Self::flush_subnormal) does nothing, nor does this.
    #[inline(always)]
    fn flush_if_square_underflows(self) -> Self {
        self
    }
    /// `self * factor + term`, which Rust rounds twice; the numbers of a kernel for a processor that can round it once.
    #[doc(hidden)]
    #[inline(always)]
    fn times_plus(self, factor: Self, term: Self) -> Self {
        self * factor + term
    }
    /// Whether the number is not a number.
    #[inline(always)]
    #[allow(clippy::eq_op)]
    fn is_nan(self) -> bool {
        self != self
    }
    /// Whether the number is neither infinite nor NaN.
    #[inline(always)]
    #[allow(clippy::eq_op)]
    fn is_finite(self) -> bool {
        self - self == Self::ZERO
    }

    /// Computes a matrix product; `f32` and `f64` hand it to the vector engine.
    #[doc(hidden)]
    #[inline(always)]
    fn product(mut product: Product<'_, Self>) {
        product.plain();
    }

    /// Computes a product of a convolution; as [`product`](Self::product).
    #[doc(hidden)]
    #[inline(always)]
    fn convolution(mut convolution: Convolution<'_, Self>) {
        convolution.plain();
    }

    /// Computes softmax and cross-entropy of a batch; as [`product`](Self::product).
    #[doc(hidden)]
    #[inline(always)]
    fn cross_entropy(mut batch: CrossEntropy<'_, Self>) -> Self {
        batch.plain();
        batch.loss
    }

    /// Takes one sample through one layer; as [`product`](Self::product).
    #[doc(hidden)]
    #[inline(always)]
    fn gemv_epilogue<E: Epilogue, const IN: usize, const OUT: usize>(
        layer: GemvEpilogue<'_, E, Self, IN, OUT>,
    ) {
        layer.plain();
    }

    /// y = f(z) in code for a processor that rounds a product and a sum once.
    #[doc(hidden)]
    #[inline(always)]
    fn fused_epilogue<E: Epilogue>(z: &mut [Self], width: usize) {
        E::run(z, width);
    }

    /// z = W x + b, as [`fused_epilogue`](Self::fused_epilogue).
    #[doc(hidden)]
    #[inline(always)]
    fn fused_affine<const IN: usize, const OUT: usize, const B: usize>(
        weights: &[[Self; OUT]; IN],
        bias: Option<&[Self; OUT]>,
        x: &[[Self; IN]; B],
        z: &mut [[Self; OUT]; B],
    ) {
        kernel::unrolled_affine::<_, 1, IN, OUT, B>(weights, bias, x, z);
    }
}

/// Φ(x); below 0 without a right digit once erf is near -1, which the tuned functions avoid.
#[inline(always)]
fn normal<T: Scalar>(x: T) -> T {
    T::of(0.5) * (T::ONE + (x * T::of(core::f64::consts::FRAC_1_SQRT_2)).erf())
}

/// Whether numbers below the normal range cost more than others.
const FLUSHES: bool = cfg!(all(target_pointer_width = "64", not(feature = "reproducible")));

macro_rules! scalar {
    ($T:ident { $($fused:item)* } $product:ident, $convolution:ident, $cross_entropy:ident, $gemv_epilogue:ident, squares_from $squares_from:literal, $($function:ident = $tuned:expr),*) => {
        impl Scalar for $T {
            const ZERO: Self = 0.0;
            const ONE: Self = 1.0;
            const NAME: &'static str = stringify!($T);

            #[inline(always)]
            fn of(value: f64) -> Self {
                value as $T
            }
            #[inline(always)]
            fn to_f64(self) -> f64 {
                self as f64
            }
            #[inline(always)]
            fn from_usize(n: usize) -> Self {
                n as $T
            }
            #[inline(always)]
            fn abs(self) -> Self {
                $T::abs(self)
            }
            #[inline(always)]
            fn flush_subnormal(self) -> Self {
                // comparison that NaN fails, so that it passes through
                if FLUSHES && self.abs() < $T::MIN_POSITIVE { 0.0 } else { self }
            }
            #[inline(always)]
            fn flush_if_square_underflows(self) -> Self {
                if FLUSHES && self.abs() < $squares_from { 0.0 } else { self }
            }
            $($fused)*
            $(#[inline(always)]
            fn $function(self) -> Self {
                $tuned(self)
            })*
            #[inline(always)]
            fn product(product: Product<'_, Self>) {
                kernel::$product(product);
            }
            #[inline(always)]
            fn convolution(convolution: Convolution<'_, Self>) {
                kernel::$convolution(convolution);
            }
            #[inline(always)]
            fn cross_entropy(batch: CrossEntropy<'_, Self>) -> Self {
                kernel::$cross_entropy(batch)
            }
            #[inline(always)]
            fn gemv_epilogue<E: Epilogue, const IN: usize, const OUT: usize>(
                layer: GemvEpilogue<'_, E, Self, IN, OUT>,
            ) {
                kernel::$gemv_epilogue(layer);
            }
        }
    };
}
scalar!(
    f32 {
        #[inline(always)]
        fn fused_epilogue<E: Epilogue>(z: &mut [f32], width: usize) {
            kernel::fused_epilogue::<E>(z, width);
        }
        #[inline(always)]
        fn fused_affine<const IN: usize, const OUT: usize, const B: usize>(
            weights: &[[f32; OUT]; IN],
            bias: Option<&[f32; OUT]>,
            x: &[[f32; IN]; B],
            z: &mut [[f32; OUT]; B],
        ) {
            kernel::fused_affine(weights, bias, x, z);
        }
    }
    product32,
    convolution32,
    cross_entropy32,
    gemv_epilogue32,
    squares_from 3.469_447e-18, // 2⁻⁵⁸
    sqrt = kernel::sqrt32,
    exp = kernel::exp32::<false>,
    tanh = kernel::tanh32::<false>,
    sigmoid = kernel::sigmoid32::<false>,
    ln = kernel::ln32,
    ln_1p = kernel::ln_1p32,
    erf = kernel::erf32,
    gelu = kernel::gelu32,
    gelu_slope = kernel::gelu_slope32
);
scalar!(
    f64 {}
    product64,
    convolution64,
    cross_entropy64,
    gemv_epilogue64,
    squares_from 3.054_936_363_499_605e-151, // 2⁻⁵⁰⁰
    sqrt = kernel::sqrt64,
    exp = kernel::exp64,
    tanh = kernel::tanh64,
    sigmoid = kernel::sigmoid64,
    ln = kernel::ln64,
    ln_1p = kernel::ln_1p64,
    erf = kernel::erf64,
    gelu = kernel::gelu64,
    gelu_slope = kernel::gelu_slope64
);
