//! z Φ(z) and its derivative without a branch, Φ being the normal distribution: with a = |z|,
//!
//! ```text
//! Φ(-a) = e^(-a²/2) P(v) / (a + 2)        v = (a - 2) / (a + 2)
//! ```
//!
//! P is the minimax polynomial. Φ as (1 + erf) / 2 would have no digit right where erf is near -1.

use super::exp::{powers32, powers64, split32, split64};

/// 1 / √(2π)
const DENSITY: f64 = 0.398_942_280_401_432_7;

macro_rules! gelu {
    ($T:ident, $gelu:ident, $gelu_slope:ident, $parts:ident, split $split:expr, $powers:ident, up to $most:literal, head $head:literal,
     P $first:literal $($next:literal)*) => {
        /// Of e^(-a²/2) what is not a power of two, that power in two factors, and Φ(-a) e^(a²/2), where 0 ≤ a ≤ `$most`.
        #[inline(always)]
        fn $parts(a: $T) -> ($T, [$T; 2], $T) {
            // a² in two parts: the square of the leading half of the bits is exact, and what the sum of the parts loses is put back
            let head = $T::from_bits(a.to_bits() & $head);
            let (high, low) = (-0.5 * head * head, -0.5 * (a - head) * (a + head));
            let sum = high + low;
            let lost = low - (sum - high);
            let (q, n) = $split(sum);
            let e = 1.0 + (q + (lost + lost * q));

            let r = 1.0 / (a + 2.0);
            let v = (a - 2.0) * r;
            let p: $T = $first;
            $(let p = p * v + $next;)*
            (e, $powers(n), r * p)
        }

        /// z Φ(z) = max(z, 0) - a Φ(-a)
        #[inline(always)]
        pub(crate) fn $gelu(z: $T) -> $T {
            let a = z.abs();
            // from there on, 0 is the nearest number; a comparison that NaN fails, so that it passes through
            let a = if a > $most { $most } else { a };
            let (e, powers, p) = $parts(a);
            // the small powers last, so that results below the normal range are rounded once
            let tail = a * p * e * powers[0] * powers[1];
            if z >= 0.0 { z - tail } else { -tail }
        }

        /// Φ(z) + z φ(z), which is 1 - (Φ(-a) - a φ(a)) above 0
        #[inline(always)]
        pub(crate) fn $gelu_slope(z: $T) -> $T {
            let a = z.abs();
            let a = if a > $most { $most } else { a };
            let (e, powers, p) = $parts(a);
            let tail = (p - a * DENSITY as $T) * e * powers[0] * powers[1];
            if z >= 0.0 { 1.0 - tail } else { tail }
        }
    };
}
gelu!(
    f32, gelu32, gelu_slope32, parts32, split split32::<false>, powers32, up to 14.6, head 0xffff_f000,
    P
        -6.617_851e-5 -1.491_385_3e-4 1.347_471e-4 8.365_999_7e-4 8.219_175e-4 -1.951_646_2e-3
        -6.733_838_5e-3 -4.697_195_5e-4 0.036_719_29 0.028_797_368 -0.331_404_48 0.672_408
);
gelu!(
    f64, gelu64, gelu_slope64, parts64, split split64, powers64, up to 38.7, head 0xffff_ffff_f800_0000,
    P
        2.618_516_344_824_623e-8 4.440_169_787_211_722e-8 -1.567_629_905_219_498e-7
        -3.644_642_404_552_754e-7 2.003_226_524_181_593_8e-7 1.061_875_626_385_978_8e-6
        6.509_997_027_306_03e-7 -7.080_374_675_917_139e-7 -1.697_745_611_572_853_3e-6
        -2.589_911_582_514_405_5e-6 -2.628_432_864_886_154e-6 1.847_308_286_601_684e-6
        1.246_814_609_199_543_1e-5 2.176_584_972_439_315_2e-5 9.714_096_956_636_607e-6
        -4.606_911_816_827_584e-5 -1.285_589_076_038_390_3e-4 -1.156_906_912_236_887_3e-4
        2.069_927_220_570_547_2e-4 8.271_987_301_041_22e-4 7.851_180_697_022_541e-4
        -1.951_124_146_503_392_8e-3 -6.724_907_073_900_043e-3 -4.695_968_349_049_609_4e-4
        0.036_718_360_968_825_9 0.028_797_360_345_370_233 -0.331_404_442_388_780_4
        0.672_408_004_892_682_4
);
