//! σ(x) = 1 / (1 + e⁻ˣ), in the form that never overflows: e = e^-|x|, σ = (1 or e) / (1 + e).
//!
//! The plain quotient is 2.4 ulp off at worst, so what the roundings of numerator and denominator lost is put back:
//! (n + n') / (d + d') ≈ (n + (n' - n d' / d)) / d, for which a rough 1 / d will do.

use super::exp::{exp_tail64, reduce32};

/// With e = s eʳ, s a power of two, and r coth(r/2) = 2 + p, eʳ is a quotient too: eʳ = (2 + p + r) / (2 + p - r). So one
/// division is all: σ = (2 + p - r or s (2 + p + r)) / (2 + p - r + s (2 + p + r)).
#[inline(always)]
pub(crate) fn sigmoid32(x: f32) -> f32 {
    let a = -x.abs();
    let a = if a < -104.0 { -104.0 } else { a };
    let (r, n) = reduce32(a);
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
