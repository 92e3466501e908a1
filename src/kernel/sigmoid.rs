//! σ(x) = 1 / (1 + e⁻ˣ), in the form that never overflows: e = e^-|x|, σ = (1 or e) / (1 + e).
//!
//! The plain quotient is 2.2 ulp off at worst, so what the roundings of e and of 1 + e lost is put back:
//! (n + n') / (d + d') ≈ (n + (n' - n d' / d)) / d, for which a rough 1 / d will do.

use super::exp::{exp_tail32, exp_tail64};

#[inline(always)]
pub(crate) fn sigmoid32(x: f32) -> f32 {
    let (e, e_lost) = exp_tail32(-x.abs());
    let d = 1.0 + e;
    let d_lost = e - (d - 1.0) + e_lost;
    let (n, n_lost) = if x < 0.0 { (e, e_lost) } else { (1.0, 0.0) };
    // 1 / d for 1 ≤ d ≤ 2, to 9 %
    let inverse = 1.457 - 0.485_7 * d;
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
