//! Where a build may use one rounding for a product and a sum: `-C target-cpu=native` and the like, never by itself.

/// a b + c, in one rounding if the whole program is compiled for a processor that has it.
#[inline(always)]
pub(super) fn mul_add64(a: f64, b: f64, c: f64) -> f64 {
    #[cfg(all(feature = "std", target_feature = "fma", not(feature = "reproducible")))]
    return a.mul_add(b, c);
    #[cfg(not(all(feature = "std", target_feature = "fma", not(feature = "reproducible"))))]
    return a * b + c;
}
