//! Numbers as C writes them: in hexadecimal, which leaves nothing to round.

use std::format;
use std::string::String;

/// The `f64` nearest to what is meant, as a `float` if `single`: `-0x1.8p-3f`.
pub(super) fn literal(value: f64, single: bool) -> String {
    let value = if single { f64::from(value as f32) } else { value };
    let suffix = if single { "f" } else { "" };
    let sign = if value.is_sign_negative() { "-" } else { "" };
    if value.is_nan() {
        return format!("(0.0{suffix} / 0.0{suffix})");
    }
    if value.is_infinite() {
        return format!("({sign}1.0{suffix} / 0.0{suffix})");
    }
    if value.fract() == 0.0 && value.abs() < 1e6 {
        return format!("{value:.1}{suffix}");
    }
    let bits = value.to_bits();
    let (fraction, exponent) = (bits & 0x000f_ffff_ffff_ffff, (bits >> 52) as i32 & 0x7ff);
    let (whole, power) = if exponent == 0 { (0, -1022) } else { (1, exponent - 1023) };
    let digits = format!("{fraction:013x}");
    let digits = digits.trim_end_matches('0');
    let point = if digits.is_empty() { "" } else { "." };
    format!("{sign}0x{whole}{point}{digits}p{power}{suffix}")
}

#[cfg(test)]
mod tests {
    use super::literal;

    #[test]
    fn known_numbers() {
        assert_eq!(literal(0.1, true), "0x1.99999ap-4f");
        assert_eq!(literal(0.1, false), "0x1.999999999999ap-4");
        assert_eq!(literal(-0.0, true), "-0.0f");
        assert_eq!(literal(-3.0, false), "-3.0");
        assert_eq!(literal(1.5e6 + 0.5, false), "0x1.6e3608p20");
        assert_eq!(literal(f64::from(f32::from_bits(1)), true), "0x1p-149f");
        assert_eq!(literal(5e-324, false), "0x0.0000000000001p-1022");
        assert_eq!(literal(f64::NEG_INFINITY, true), "(-1.0f / 0.0f)");
    }
}
