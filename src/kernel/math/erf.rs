//! The error function without a branch: both sides of |x| = 1 are computed and one is chosen.
//!
//! Below 1, erf x = x + x Q(x²). Above, erf x = 1 - exp(-t G(t)), t = |x|: where erf is near 1 the exponential is so small
//! that its own error does not show. Q and G are minimax polynomials, G weighted by the error it causes.

use super::exp::{exp_normal32, exp_normal64};

#[inline(always)]
pub(crate) fn erf32(x: f32) -> f32 {
    let z = x * x;
    let q = 7.889_132_4e-5;
    let q = q * z - 8.020_845e-4;
    let q = q * z + 5.189_535_7e-3;
    let q = q * z - 2.685_444_4e-2;
    let q = q * z + 0.112_836;
    let q = q * z - 0.376_126_26;
    let q = q * z + 0.128_379_17;
    let small = x + x * q;

    let t = x.abs();
    // from 4 on, erf is 1 in f32
    let t = if t > 4.0 { 4.0 } else { t };
    let g = 1.076_356_6e-5;
    let g = g * t - 3.180_632_5e-4;
    let g = g * t + 3.622_931_7e-3;
    let g = g * t - 2.372_021e-2;
    let g = g * t + 0.106_187_634;
    let g = g * t + 0.635_181_5;
    let g = g * t + 1.128_641;
    let large = (1.0 - exp_normal32(-t * g)).copysign(x);

    if t < 0.92 { small } else { large }
}

#[inline(always)]
pub(crate) fn erf64(x: f64) -> f64 {
    let z = x * x;
    let q = 5.960_694_668_779_614e-11;
    let q = q * z - 1.137_496_085_921_224_5e-9;
    let q = q * z + 1.466_032_993_424_318_9e-8;
    let q = q * z - 1.635_039_638_391_151_3e-7;
    let q = q * z + 1.646_100_849_095_257_8e-6;
    let q = q * z - 1.492_559_577_285_455_3e-5;
    let q = q * z + 1.205_533_113_297_675_4e-4;
    let q = q * z - 8.548_326_981_425_884e-4;
    let q = q * z + 5.223_977_624_828_431_5e-3;
    let q = q * z - 2.686_617_064_507_787_5e-2;
    let q = q * z + 0.112_837_916_709_548_85;
    let q = q * z - 0.376_126_389_031_837_5;
    let q = q * z + 0.128_379_167_095_512_6;
    let small = x + x * q;

    let t = x.abs();
    let t = if t > 6.0 { 6.0 } else { t };
    let g = -1.507_866_623_175_780_6e-12;
    let g = g * t + 6.701_191_883_565_733e-11;
    let g = g * t - 1.394_406_424_692_59e-9;
    let g = g * t + 1.803_990_255_784_557e-8;
    let g = g * t - 1.623_136_767_618_219_3e-7;
    let g = g * t + 1.074_062_638_395_905_1e-6;
    let g = g * t - 5.367_602_787_175_687e-6;
    let g = g * t + 2.029_211_548_036_989e-5;
    let g = g * t - 5.588_261_220_052_349e-5;
    let g = g * t + 9.516_326_367_676_84e-5;
    let g = g * t - 4.466_701_783_141_912_3e-7;
    let g = g * t - 5.753_347_901_320_128e-4;
    let g = g * t + 1.693_277_789_143_737e-3;
    let g = g * t - 2.125_394_754_197_438_3e-4;
    let g = g * t - 1.912_468_811_196_365e-2;
    let g = g * t + 0.102_770_722_170_035_73;
    let g = g * t + 0.636_620_277_198_656_9;
    let g = g * t + 1.128_379_108_198_974_5;
    let large = (1.0 - exp_normal64(-t * g)).copysign(x);

    if t < 1.0 { small } else { large }
}
