//! eˣ without a branch: x = n ln 2 + r, eˣ = 2ⁿ (1 + q), q = r + r² P(r).
//!
//! n comes out of the low bits of x log₂e + 3/2 2ᵖ, so there is no conversion to an integer, and a plain loop over a
//! slice vectorizes on every instruction set. P is the minimax polynomial on |r| ≤ ½ ln 2.

use crate::kernel::isa::fma::mul_add32;

/// r and n. Holds for -150 ≤ x ≤ 89; NaN gives NaN.
#[inline(always)]
pub(super) fn reduce32<const FUSED: bool>(x: f32) -> (f32, u32) {
    let shifted = mul_add32::<FUSED>(x, core::f32::consts::LOG2_E, ROUND32);
    let n = shifted - ROUND32;
    let r = mul_add32::<FUSED>(n, -LN_2[1], mul_add32::<FUSED>(n, -LN_2[0], x));
    (r, shifted.to_bits().wrapping_sub(ROUND32.to_bits()))
}
/// ln 2 in two parts: the first has so few bits that n times it is exact.
pub(super) const LN_2: [f32; 2] = [0.693_176_27, -2.908_897_1e-5];
const ROUND32: f32 = 12_582_912.0; // 3/2 2²³

/// q and n, for the same x.
#[inline(always)]
pub(super) fn split32<const FUSED: bool>(x: f32) -> (f32, u32) {
    let (r, n) = reduce32::<FUSED>(x);
    let p = P[5];
    let p = mul_add32::<FUSED>(p, r, P[4]);
    let p = mul_add32::<FUSED>(p, r, P[3]);
    let p = mul_add32::<FUSED>(p, r, P[2]);
    let p = mul_add32::<FUSED>(p, r, P[1]);
    let p = mul_add32::<FUSED>(p, r, P[0]);
    (mul_add32::<FUSED>(p, r * r, r), n)
}
const P: [f32; 6] = [0.5, 0.166_666_67, 4.166_626_6e-2, 8.333_264e-3, 1.394_640_5e-3, 1.991_882_5e-4];

/// 2ⁿ as two factors: multiplied by them in turn, results beyond the normal range come out right.
#[inline(always)]
pub(super) fn powers32(n: u32) -> [f32; 2] {
    let n = n.wrapping_add(2 * 127);
    let half = n >> 1;
    [f32::from_bits(half << 23), f32::from_bits(n.wrapping_sub(half) << 23)]
}

#[inline(always)]
pub(crate) fn exp32<const FUSED: bool>(x: f32) -> f32 {
    // comparisons that NaN fails, so that it passes through
    let x = if x > 89.0 { 89.0 } else { x };
    let x = if x < -104.0 { -104.0 } else { x };
    let (q, n) = split32::<FUSED>(x);
    let powers = powers32(n);
    (1.0 + q) * powers[0] * powers[1]
}

/// eˣ for -87 ≤ x ≤ 88, where 2ⁿ is one normal number. Sooner there than [`exp32`], and within 0.02 ulp of it: P is taken in
/// pairs, which do not wait for each other.
#[inline(always)]
pub(super) fn exp_normal32(x: f32) -> f32 {
    let (r, n) = reduce32::<false>(x);
    let z = r * r;
    let p = r * P[5] + P[4];
    let p = z * p + (r * P[3] + P[2]);
    let p = z * p + (r * P[1] + P[0]);
    let q = z * p + r;
    let power = f32::from_bits(n.wrapping_add(127) << 23);
    power + power * q
}

/// q and the bits whose difference from `ROUND64` is n. Holds for -750 ≤ x ≤ 710; NaN gives NaN.
#[inline(always)]
pub(super) fn split64(x: f64) -> (f64, u64) {
    const LN_2: [f64; 2] = [0.693_147_180_485_539_1, 7.440_617_110_012_397e-11];
    let shifted = x * core::f64::consts::LOG2_E + ROUND64;
    let n = shifted - ROUND64;
    let r = x - n * LN_2[0] - n * LN_2[1];
    let p = 2.092_719_781_453_670_3e-9;
    let p = p * r + 2.511_258_989_041_731e-8;
    let p = p * r + 2.755_723_248_895_932_7e-7;
    let p = p * r + 2.755_723_324_479_399e-6;
    let p = p * r + 2.480_158_737_483_819e-5;
    let p = p * r + 1.984_126_989_803_836_3e-4;
    let p = p * r + 1.388_888_888_885_782_5e-3;
    let p = p * r + 8.333_333_333_316_349e-3;
    let p = p * r + 4.166_666_666_666_673e-2;
    let p = p * r + 0.166_666_666_666_666_85;
    let p = p * r + 0.5;
    (p * (r * r) + r, shifted.to_bits())
}
const ROUND64: f64 = 6_755_399_441_055_744.0; // 3/2 2⁵²

/// As [`powers32`].
#[inline(always)]
pub(super) fn powers64(n: u64) -> [f64; 2] {
    let n = n.wrapping_sub(ROUND64.to_bits() - 2 * 1023);
    let half = n >> 1;
    [f64::from_bits(half << 52), f64::from_bits(n.wrapping_sub(half) << 52)]
}

#[inline(always)]
pub(crate) fn exp64(x: f64) -> f64 {
    exp_tail64(x).0
}

/// eˣ and what its last rounding lost.
#[inline(always)]
pub(super) fn exp_tail64(x: f64) -> (f64, f64) {
    let x = if x > 710.0 { 710.0 } else { x };
    let x = if x < -746.0 { -746.0 } else { x };
    let (q, n) = split64(x);
    let powers = powers64(n);
    let p = 1.0 + q;
    (p * powers[0] * powers[1], (q - (p - 1.0)) * powers[0] * powers[1])
}

/// 2ⁿ and 2ⁿ q, whose sum is eˣ, for -708 ≤ x ≤ 709, where 2ⁿ is one normal number.
#[inline(always)]
pub(super) fn parts64(x: f64) -> (f64, f64) {
    let (q, n) = split64(x);
    let power = f64::from_bits(n.wrapping_sub(ROUND64.to_bits() - 1023) << 52);
    (power, power * q)
}

/// eˣ, for the same x.
#[inline(always)]
pub(super) fn exp_normal64(x: f64) -> f64 {
    let (power, rest) = parts64(x);
    power + rest
}
