//! ln x and ln(1 + x) without a branch: x = 2ⁿ (1 + f), √½ ≤ 1 + f < √2, and with s = f / (2 + f)
//! ln(1 + f) = 2 artanh s = f - f²/2 + s (f²/2 + R(s²)), which loses nothing for small f.
//!
//! R(z) / z is the minimax polynomial of 2 (artanh √z - √z) / z^³⁄₂.

/// ln(x + x·relative) for a normal x; `scale` is added to n.
#[inline(always)]
fn ln_normal32(x: f32, relative: f32, scale: f32) -> f32 {
    const SQRT_HALF: u32 = 0x3f35_04f3;
    const LN_2: [f32; 2] = [0.693_176_27, -2.908_897_1e-5];
    let bits = x.to_bits().wrapping_add(0x3f80_0000 - SQRT_HALF);
    // n + 127 in the low bits of 2²³
    let n = f32::from_bits((bits >> 23) | 0x4b00_0000) - (8_388_608.0 + 127.0) + scale;
    let f = f32::from_bits((bits & 0x007f_ffff) + SQRT_HALF) - 1.0;
    let s = f / (2.0 + f);
    let z = s * s;
    let r = z * (0.666_667_8 + z * (0.399_770_8 + z * 0.298_851_85));
    let half = 0.5 * f * f;
    let low = s * (half + r) + (n * LN_2[1] + relative);
    n * LN_2[0] + (f - (half - low))
}

#[inline(always)]
pub(crate) fn ln32(x: f32) -> f32 {
    let below = x < f32::MIN_POSITIVE;
    let raised = if below { x * 33_554_432.0 } else { x };
    let y = ln_normal32(raised, 0.0, if below { -25.0 } else { 0.0 });
    let outside = if x == 0.0 { f32::NEG_INFINITY } else { domain32(x, 0.0) };
    if x > 0.0 && x < f32::INFINITY { y } else { outside }
}

#[inline(always)]
pub(crate) fn ln_1p32(x: f32) -> f32 {
    let u = 1.0 + x;
    // what the sum lost, exactly
    let back = u - 1.0;
    let lost = (1.0 - (u - back)) + (x - back);
    let y = ln_normal32(u, lost / u, 0.0);
    let outside = if x == -1.0 { f32::NEG_INFINITY } else { domain32(x, -1.0) };
    let y = if x > -1.0 && x < f32::INFINITY { y } else { outside };
    // keeps the sign of zero
    if x == 0.0 { x } else { y }
}

/// NaN below `start`, x itself for ∞ and NaN.
#[inline(always)]
fn domain32(x: f32, start: f32) -> f32 {
    if x < start { f32::NAN } else { x }
}

#[inline(always)]
fn ln_normal64(x: f64, relative: f64, scale: f64) -> f64 {
    const SQRT_HALF: u64 = 0x3fe6_a09e_667f_3bcd;
    const LN_2: [f64; 2] = [0.693_147_180_485_539_1, 7.440_617_110_012_397e-11];
    let bits = x.to_bits().wrapping_add(0x3ff0_0000_0000_0000 - SQRT_HALF);
    let n = f64::from_bits((bits >> 52) | 0x4330_0000_0000_0000) - (4_503_599_627_370_496.0 + 1023.0) + scale;
    let f = f64::from_bits((bits & 0x000f_ffff_ffff_ffff) + SQRT_HALF) - 1.0;
    let s = f / (2.0 + f);
    let z = s * s;
    let r = 0.148_115_403_182_180_17;
    let r = r * z + 0.153_125_698_771_203_94;
    let r = r * z + 0.181_836_189_877_656_8;
    let r = r * z + 0.222_221_975_873_682_06;
    let r = r * z + 0.285_714_287_512_025_6;
    let r = r * z + 0.399_999_999_993_779_83;
    let r = z * (r * z + 0.666_666_666_666_674);
    let half = 0.5 * f * f;
    let low = s * (half + r) + (n * LN_2[1] + relative);
    n * LN_2[0] + (f - (half - low))
}

#[inline(always)]
pub(crate) fn ln64(x: f64) -> f64 {
    let below = x < f64::MIN_POSITIVE;
    let raised = if below { x * 18_014_398_509_481_984.0 } else { x };
    let y = ln_normal64(raised, 0.0, if below { -54.0 } else { 0.0 });
    let outside = if x == 0.0 { f64::NEG_INFINITY } else { domain64(x, 0.0) };
    if x > 0.0 && x < f64::INFINITY { y } else { outside }
}

#[inline(always)]
pub(crate) fn ln_1p64(x: f64) -> f64 {
    let u = 1.0 + x;
    let back = u - 1.0;
    let lost = (1.0 - (u - back)) + (x - back);
    let y = ln_normal64(u, lost / u, 0.0);
    let outside = if x == -1.0 { f64::NEG_INFINITY } else { domain64(x, -1.0) };
    let y = if x > -1.0 && x < f64::INFINITY { y } else { outside };
    if x == 0.0 { x } else { y }
}

#[inline(always)]
fn domain64(x: f64, start: f64) -> f64 {
    if x < start { f64::NAN } else { x }
}
