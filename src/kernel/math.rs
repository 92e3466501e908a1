//! First versions, to be replaced.
#[inline(always)]
pub(crate) fn exp64(x: f64) -> f64 {
    let x = if x > 710.0 { 710.0 } else { x };
    let x = if x < -746.0 { -746.0 } else { x };
    const MAGIC: f64 = 6755399441055744.0;
    let t = x * core::f64::consts::LOG2_E + MAGIC;
    let n = t - MAGIC;
    let r = (x - n * 6.93147180369123816490e-01) - n * 1.90821492927058770002e-10;
    let mut p = 1.0;
    let mut k = 15.0;
    while k > 0.0 {
        p = p * r / k + 1.0;
        k -= 1.0;
    }
    let e = t.to_bits().wrapping_sub(MAGIC.to_bits()) as i64;
    let a = e >> 1;
    let b = e - a;
    p * f64::from_bits(((a + 1023) as u64) << 52) * f64::from_bits(((b + 1023) as u64) << 52)
}
#[inline(always)]
pub(crate) fn sqrt64(x: f64) -> f64 {
    if !(x > 0.0) || x == f64::INFINITY {
        return if x < 0.0 { f64::NAN } else { x };
    }
    let mut y = f64::from_bits((x.to_bits() >> 1) + (1023 << 51));
    for _ in 0..6 {
        y = 0.5 * (y + x / y);
    }
    y
}
#[inline(always)]
pub(crate) fn ln64(x: f64) -> f64 {
    if !(x > 0.0) || x == f64::INFINITY {
        return if x == 0.0 {
            f64::NEG_INFINITY
        } else if x < 0.0 {
            f64::NAN
        } else {
            x
        };
    }
    let (x, e0) = if x < 1e-300 { (x * 18446744073709551616.0, -64.0) } else { (x, 0.0) };
    let mut e = ((x.to_bits() >> 52) as i64 - 1023) as f64;
    let mut m = f64::from_bits(x.to_bits() & ((1 << 52) - 1) | (1023 << 52));
    if m > core::f64::consts::SQRT_2 {
        m *= 0.5;
        e += 1.0;
    }
    let s = (m - 1.0) / (m + 1.0);
    let z = s * s;
    let mut p = 0.0;
    let mut k = 25.0;
    while k > 0.0 {
        p = p * z + 1.0 / k;
        k -= 2.0;
    }
    2.0 * s * p + (e + e0) * core::f64::consts::LN_2
}
#[inline(always)]
pub(crate) fn ln_1p64(x: f64) -> f64 {
    let u = 1.0 + x;
    if u == 1.0 || u == f64::INFINITY { x } else { ln64(u) * (x / (u - 1.0)) }
}
#[inline(always)]
pub(crate) fn tanh64(x: f64) -> f64 {
    let a = x.abs();
    if a < 0.02 {
        let z = x * x;
        return x + x * z * (-1.0 / 3.0 + z * (2.0 / 15.0 + z * (-17.0 / 315.0 + z * 62.0 / 2835.0)));
    }
    let e = exp64(-2.0 * a);
    ((1.0 - e) / (1.0 + e)).copysign(x)
}
#[inline(always)]
pub(crate) fn sigmoid64(x: f64) -> f64 {
    let e = exp64(-x.abs());
    (if x < 0.0 { e } else { 1.0 }) / (1.0 + e)
}
#[inline(always)]
pub(crate) fn erf64(x: f64) -> f64 {
    let a = x.abs();
    if !(a < 6.0) {
        return if x.is_nan() { x } else { 1f64.copysign(x) };
    }
    // erf x = 2/sqrt(pi) exp(-x^2) sum of 2^n x^(2n+1) / (2n+1)!!
    let (mut term, mut sum, mut n) = (x, x, 1.0);
    while n < 120.0 {
        term *= 2.0 * x * x / (2.0 * n + 1.0);
        sum += term;
        n += 1.0;
    }
    core::f64::consts::FRAC_2_SQRT_PI * exp64(-x * x) * sum
}
macro_rules! single {
    ($($f:ident $g:ident),*) => { $(#[inline(always)] pub(crate) fn $f(x: f32) -> f32 { $g(x as f64) as f32 })* }
}
single!(exp32 exp64, sqrt32 sqrt64, ln32 ln64, ln_1p32 ln_1p64, tanh32 tanh64, sigmoid32 sigmoid64, erf32 erf64);
