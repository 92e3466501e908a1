//! Whether what a file holds are numbers to compute with.

/// Which of the numbers, of `width` bytes each and little-endian, is the first that is infinite or NaN: one whose exponent has
/// all bits.
pub(crate) const fn first_not_finite(bytes: &[u8], width: usize) -> Option<usize> {
    let exponent: u8 = if width == 4 { 0x80 } else { 0xf0 };
    let mut end = width;
    while width > 1 && end <= bytes.len() {
        if bytes[end - 1] & 0x7f == 0x7f && bytes[end - 2] & exponent == exponent {
            return Some(end / width - 1);
        }
        end += width;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::first_not_finite;

    #[test]
    fn infinities_and_nan_of_any_bits_are_found_and_nothing_else() {
        for bits in (0..=u32::MAX).step_by(9973).chain([0x7f7f_ffff, 0x7f80_0000, 0xff80_0000, 0x7f80_0001]) {
            let finite = f32::from_bits(bits).is_finite();
            assert_eq!(first_not_finite(&bits.to_le_bytes(), 4).is_none(), finite, "{bits:x}");
        }
        for i in 0..100_000_u64 {
            let bits = i.wrapping_mul(0x9e37_79b9_7f4a_7c15) | (i % 2 * 0x7ff0_0000_0000_0000);
            let finite = f64::from_bits(bits).is_finite();
            assert_eq!(first_not_finite(&bits.to_le_bytes(), 8).is_none(), finite, "{bits:x}");
        }
        let numbers = [1.0_f32, 2.0, f32::NAN, f32::INFINITY].map(f32::to_le_bytes);
        assert_eq!(first_not_finite(numbers.as_flattened(), 4), Some(2));
    }
}
