//! σ(x) = 1 / (1 + e⁻ˣ), without a branch.
//!
//! With e⁻ˣ = s eʳ, s a power of two, and r coth(r/2) = 2 + p, eʳ is a quotient too, so that one division is all:
//! eʳ = (2 + p + r) / (2 + p - r) and σ = (2 + p - r) / ((2 + p - r) + s (2 + p + r)).
//!
//! A processor of 64 bits has doubles, in which this takes fewer instructions and is right to half an ulp; elsewhere, and
//! in a `reproducible` build, single precision has to put back what its roundings lost.

use super::exp::{exp_tail64, reduce32};
use crate::kernel::isa::fma::mul_add64;

#[inline(always)]
pub(crate) fn sigmoid32<const FUSED: bool>(x: f32) -> f32 {
    if cfg!(all(target_pointer_width = "64", not(feature = "reproducible"))) {
        wide::<FUSED>(x)
    } else {
        narrow(x)
    }
}

/// In doubles, all of it divided by ln 2: f = r / ln 2 is what rounding leaves of -x log₂e.
#[inline(always)]
fn wide<const FUSED: bool>(x: f32) -> f32 {
    // 3/2 2⁵², and the bias of an exponent: the low bits of a sum with it are those of a power of two
    const ROUND: f64 = 6_755_399_441_055_744.0 + 1023.0;
    // σ is 1 above and 0 below; comparisons that NaN fails, so that it passes through
    let x = if x > 40.0 { 40.0 } else { x };
    let x = if x < -110.0 { -110.0 } else { x };
    let x = f64::from(x);
    let k = mul_add64::<FUSED>(x, -core::f64::consts::LOG2_E, ROUND);
    let f = mul_add64::<FUSED>(x, -core::f64::consts::LOG2_E, -(k - ROUND));
    let s = f64::from_bits(k.to_bits() << 52);
    let z = f * f;
    // (2 + p) / ln 2, of which p is minimax on |f| ≤ ½
    let p = mul_add64::<FUSED>(z, -9.211_425_995_766_18e-4, 0.115_524_190_971_526_36);
    let p = mul_add64::<FUSED>(z, p, 2.885_390_081_777_926_8);
    let (a, b) = (p - f, p + f);
    (a / mul_add64::<FUSED>(s, b, a)) as f32
}

/// In singles, with e⁻|ˣ| so that nothing overflows: σ = (1 or e) / (1 + e), both multiplied by 2 + p - r.
///
/// The plain quotient is 2.4 ulp off at worst, so what the roundings of numerator and denominator lost is put back:
/// (n + n') / (d + d') ≈ (n + (n' - n d' / d)) / d, for which a rough 1 / d will do.
#[inline(always)]
fn narrow(x: f32) -> f32 {
    let a = -x.abs();
    let a = if a < -104.0 { -104.0 } else { a };
    let (r, n) = reduce32::<false>(a);
    let z = r * r;
    let p = z * (z * -2.766_071_7e-3 + 0.166_666_2);
    // 2ⁿ, through 2ⁿ⁺⁶⁴: n goes down to where only numbers below the normal range are left
    let s = f32::from_bits(n.wrapping_add(127 + 64) << 23) * f32::from_bits((127 - 64) << 23);
    let (small, large) = ((p + r) * s, p - r);

    let (whole, part) = (2.0 + 2.0 * s, small + large);
    let d = whole + part;
    let d_lost = whole - d + part;
    let (whole, part) = if x < 0.0 { (2.0 * s, small) } else { (2.0, large) };
    let n = whole + part;
    let n_lost = whole - n + part;
    // 1 / d for 2 ≤ d ≤ 4, to 9 %
    let inverse = 0.728_5 - 0.121_425 * d;
    (n + (n_lost - n * d_lost * inverse)) / d
}

/// As `narrow`, with e itself for the quotient.
#[inline(always)]
pub(crate) fn sigmoid64(x: f64) -> f64 {
    let (e, e_lost) = exp_tail64(-x.abs());
    let d = 1.0 + e;
    let d_lost = e - (d - 1.0) + e_lost;
    let (n, n_lost) = if x < 0.0 { (e, e_lost) } else { (1.0, 0.0) };
    // 1 / d for 1 ≤ d ≤ 2, to 9 %
    let inverse = 1.457 - 0.485_7 * d;
    (n + (n_lost - n * d_lost * inverse)) / d
}
