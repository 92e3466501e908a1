//! A product and a sum, rounded once where the processor can.
//!
//! `FUSED` says so of the code around: it is compiled for instructions that have it. So may all of a build be, for
//! aarch64 or by `-C target-cpu=native`. Rust never fuses by itself, and the function that stands in for the instruction
//! elsewhere takes a hundred times as long.

/// Whether a product and a sum are rounded once.
#[inline(always)]
pub(in crate::kernel) const fn once<const FUSED: bool>() -> bool {
    cfg!(all(feature = "std", not(feature = "reproducible")))
        && (FUSED || cfg!(any(target_feature = "fma", target_arch = "aarch64")))
}

macro_rules! mul_add {
    ($T:ident, $mul_add:ident) => {
        /// a b + c
        #[inline(always)]
        pub(in crate::kernel) fn $mul_add<const FUSED: bool>(a: $T, b: $T, c: $T) -> $T {
            #[cfg(feature = "std")]
            if once::<FUSED>() {
                return a.mul_add(b, c);
            }
            a * b + c
        }
    };
}
mul_add!(f32, mul_add32);
mul_add!(f64, mul_add64);
