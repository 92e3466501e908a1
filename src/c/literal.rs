//! Numbers as C writes them: in decimal, which every C and C++ reads (C++ knows hexadecimal from C++17 on).

use std::format;
use std::string::String;

/// The `f64` nearest to what is meant, as a `float` if `single`: `-1.87500000e-1f`, without zeros at the end.
///
/// 9 significant digits are those of one `float`, 17 of one `double`; and they are so near that a compiler which reads a `float`
/// by way of a `double` finds it, too. The shortest digits could mislead that one.
pub(crate) fn literal(value: f64, single: bool) -> String {
    let value = if single { f64::from(value as f32) } else { value };
    let suffix = if single { "f" } else { "" };
    if value.is_nan() {
        return "NAN".into();
    }
    if value.is_infinite() {
        return if value < 0.0 { "-INFINITY".into() } else { "INFINITY".into() };
    }
    if value.fract() == 0.0 && value.abs() < 1e6 {
        return format!("{value:.1}{suffix}");
    }
    let text = if single { format!("{value:.8e}") } else { format!("{value:.16e}") };
    let (digits, exponent) = text.split_once('e').unwrap_or((&text, "0"));
    format!("{}e{exponent}{suffix}", digits.trim_end_matches('0').trim_end_matches('.'))
}

#[cfg(test)]
mod tests {
    use super::literal;

    #[test]
    fn known_numbers() {
        assert_eq!(literal(0.1, true), "1.00000001e-1f");
        assert_eq!(literal(0.1, false), "1.0000000000000001e-1");
        assert_eq!(literal(0.25, true), "2.5e-1f");
        assert_eq!(literal(-0.0, true), "-0.0f");
        assert_eq!(literal(-3.0, false), "-3.0");
        assert_eq!(literal(1.5e6 + 0.5, false), "1.5000005e6");
        assert_eq!(literal(2e6, true), "2e6f");
        assert_eq!(literal(f64::from(f32::from_bits(1)), true), "1.40129846e-45f");
        assert_eq!(literal(5e-324, false), "4.9406564584124654e-324");
        assert_eq!(literal(f64::NEG_INFINITY, true), "-INFINITY");
    }

    #[test]
    fn numbers_come_back() {
        for bits in (0..=u32::MAX).step_by(9973).chain([1, 0x7f_ffff, 0x80_0000, 0x7f7f_ffff]) {
            let number = f32::from_bits(bits);
            if number.is_finite() {
                let text = literal(number.into(), true);
                let digits = text.strip_suffix('f').unwrap();
                assert_eq!(digits.parse::<f32>().unwrap().to_bits(), bits, "{text}");
                assert_eq!(
                    (digits.parse::<f64>().unwrap() as f32).to_bits(),
                    bits,
                    "{text} by way of a double"
                );
            }
        }
        for i in 0..200_000_u64 {
            let number = f64::from_bits(i.wrapping_mul(0x9e37_79b9_7f4a_7c15));
            if number.is_finite() {
                let text = literal(number, false);
                assert_eq!(text.parse::<f64>().unwrap().to_bits(), number.to_bits(), "{text}");
            }
        }
    }
}
