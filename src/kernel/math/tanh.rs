//! tanh x without a branch. With w = (e²ˣ - 1) / 2, which loses nothing near 0, tanh x = w / (w + 1).
//!
//! In doubles: x + x³ P(x²) below 5/8, 1 - 2 / (e²ˣ + 1) above; P is a minimax polynomial.

use super::exp::{LN_2, parts64};
use crate::kernel::isa::fma::{mul_add32, once};

/// x = n ln 2 / 2 + h, and w = 2ⁿ (h + h² P(h)) + (2ⁿ - 1) / 2; P is minimax on |h| ≤ ¼ ln 2.
#[inline(always)]
pub(crate) fn tanh32<const FUSED: bool>(x: f32) -> f32 {
    // 3/2 2²³, and the bias of an exponent: the low bits of a sum with it are those of 2ⁿ
    const ROUND: f32 = 12_582_912.0 + 127.0;

    let a = x.abs();
    // from 10 on, tanh is 1 in f32
    let a = if a > 10.0 { 10.0 } else { a };
    let shifted = mul_add32::<FUSED>(a, 2.0 * core::f32::consts::LOG2_E, ROUND);
    let n = shifted - ROUND;
    let h = if once::<FUSED>() {
        mul_add32::<FUSED>(n, -0.5 * core::f32::consts::LN_2, a)
    } else {
        a - n * (0.5 * LN_2[0]) - n * (0.5 * LN_2[1])
    };
    let power = f32::from_bits(shifted.to_bits() << 23);

    let p = 4.462_919_4e-2;
    let p = mul_add32::<FUSED>(p, h, 0.133_866_97);
    let p = mul_add32::<FUSED>(p, h, 0.333_330_24);
    let p = mul_add32::<FUSED>(p, h, 0.666_661_7);
    let p = mul_add32::<FUSED>(p, h, 1.0);
    let w = mul_add32::<FUSED>(power, h, mul_add32::<FUSED>(power, 0.5, -0.5));
    let w = mul_add32::<FUSED>(power * (h * h), p, w);

    // where w + 1 rounds more than w has, w - w² / (w + 1)
    let (whole, part) = if a < 0.35 { (w, -w) } else { (0.0, 1.0) };
    (whole + w * part / (w + 1.0)).copysign(x)
}

#[inline(always)]
pub(crate) fn tanh64(x: f64) -> f64 {
    let a = x.abs();
    let z = a * a;
    let p = 6.055_659_207_865_712e-6;
    let p = p * z - 3.021_802_315_499_366e-5;
    let p = p * z + 9.158_985_668_463_428e-5;
    let p = p * z - 2.370_301_517_477_706_8e-4;
    let p = p * z + 5.894_586_332_012_53e-4;
    let p = p * z - 1.455_727_619_384_358_4e-3;
    let p = p * z + 3.592_114_271_721_83e-3;
    let p = p * z - 8.863_234_341_550_333e-3;
    let p = p * z + 2.186_948_847_065_731_8e-2;
    let p = p * z - 5.396_825_396_613_455e-2;
    let p = p * z + 0.133_333_333_333_298_9;
    let p = p * z - 0.333_333_333_333_333_15;
    let small = a + a * (z * p);

    let t = if a > 20.0 { 20.0 } else { a };
    let (power, rest) = parts64(t + t);
    let large = 1.0 - 2.0 / ((power + 1.0) + rest);

    let y = if a < 0.625 { small } else { large };
    y.copysign(x)
}
