//! √x, correctly rounded: by the machine's instruction where it can be reached, else by an integer square root.

#[cfg(feature = "std")]
#[inline(always)]
pub(crate) fn sqrt32(x: f32) -> f32 {
    x.sqrt()
}

#[cfg(feature = "std")]
#[inline(always)]
pub(crate) fn sqrt64(x: f64) -> f64 {
    x.sqrt()
}

#[cfg(all(not(feature = "std"), target_arch = "arm", target_abi = "eabihf"))]
pub(crate) use super::vsqrt::sqrt32;

#[cfg(all(not(feature = "std"), not(all(target_arch = "arm", target_abi = "eabihf"))))]
pub(crate) use soft::sqrt32;
#[cfg(not(feature = "std"))]
pub(crate) use soft::sqrt64;

/// x = m 2ᵉ; m is shifted by k bits so that e - k is even and the integer root of m 2ᵏ has one bit more than the result.
/// That bit rounds it: no root lies exactly between two floats.
#[cfg(any(test, not(feature = "std")))]
mod soft {
    macro_rules! soft {
        ($sqrt:ident, $T:ident, $Bits:ident, $Wide:ident) => {
            pub(crate) fn $sqrt(x: $T) -> $T {
                const FRACTION: u32 = $T::MANTISSA_DIGITS - 1;
                const BIAS: i32 = $T::MAX_EXP - 1;
                if !(x > 0.0 && x < $T::INFINITY) {
                    return if x < 0.0 { $T::NAN } else { x };
                }
                let hidden: $Bits = 1 << FRACTION;
                let bits = x.to_bits();
                let (m, e) = if bits < hidden {
                    let up = bits.leading_zeros() - hidden.leading_zeros();
                    (bits << up, 1 - up as i32)
                } else {
                    (bits & (hidden - 1) | hidden, (bits >> FRACTION) as i32)
                };
                let k = FRACTION as i32 + 3 - (e & 1);
                let root = (($Wide::from(m)) << k).isqrt();
                let rounded = ((root + 1) >> 1) as $Bits;
                let e = (e - k + BIAS + FRACTION as i32 + 2) / 2;
                // the hidden bit counts as one in the exponent; a carry out of the fraction does too
                $T::from_bits((((e - 1) as $Bits) << FRACTION) + rounded)
            }
        };
    }
    // a Cortex-M4F has an instruction for this one
    #[cfg(any(test, not(all(target_arch = "arm", target_abi = "eabihf"))))]
    soft!(sqrt32, f32, u32, u64);
    soft!(sqrt64, f64, u64, u128);
}

#[cfg(test)]
mod tests {
    #[test]
    fn software_root_equals_hardware_root() {
        for bits in (0..=u32::MAX).step_by(9973) {
            let x = f32::from_bits(bits);
            let (soft, hard) = (super::soft::sqrt32(x), x.sqrt());
            assert!(soft.to_bits() == hard.to_bits() || soft.is_nan() && hard.is_nan(), "{x:e}");
        }
        for i in 0..200_000_u64 {
            let x = f64::from_bits(i.wrapping_mul(0x9e37_79b9_7f4a_7c15));
            let (soft, hard) = (super::soft::sqrt64(x), x.sqrt());
            assert!(soft.to_bits() == hard.to_bits() || soft.is_nan() && hard.is_nan(), "{x:e}");
        }
        assert_eq!(super::soft::sqrt64(5e-324), 5e-324_f64.sqrt());
        assert_eq!(super::soft::sqrt32(f32::MAX), f32::MAX.sqrt());
        assert!(super::soft::sqrt32(-0.0).is_sign_negative());
    }
}
