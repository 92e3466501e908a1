//! tanh x without a branch: x + x³ P(x²) below 5/8, 1 - 2 / (e²|ˣ| + 1) above; P is a minimax polynomial.

use super::exp::{parts32, parts64};

#[inline(always)]
pub(crate) fn tanh32(x: f32) -> f32 {
    let a = x.abs();
    let z = a * a;
    let p = -5.717_043_3e-3;
    let p = p * z + 2.065_058_6e-2;
    let p = p * z - 5.374_349_7e-2;
    let p = p * z + 0.133_314_91;
    let p = p * z - 0.333_332_84;
    let small = a + a * (z * p);

    // from 10 on, tanh is 1 in f32
    let t = if a > 10.0 { 10.0 } else { a };
    let (power, rest) = parts32(t + t);
    let large = 1.0 - 2.0 / ((power + 1.0) + rest);

    let y = if a < 0.625 { small } else { large };
    y.copysign(x)
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
