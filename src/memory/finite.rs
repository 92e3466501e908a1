//! Whether what a file holds are numbers to compute with.

/// What is wrong with a parameter, and what to write where nothing is.
pub(crate) const NOT_FINITE: &str = " is infinite or NaN, as after a training that diverged: train again, or, where it is meant, read the file by ";

/// Which of the numbers, of `width` bytes each and little-endian, is the first that is infinite or NaN: one whose exponent has
/// all bits. `FOURS`: four at a time, which is more code and fewer steps, of which a compiler takes only so many.
pub(crate) const fn first_not_finite<const FOURS: bool>(bytes: &[u8], width: usize) -> Option<usize> {
    let exponent: u8 = if width == 4 { 0x80 } else { 0xf0 };
    let mut end = width;
    if FOURS {
        while width > 1 && end + 3 * width <= bytes.len() {
            let (a, b, c, d) = (end, end + width, end + 2 * width, end + 3 * width);
            if bytes[a - 1] & 0x7f == 0x7f && bytes[a - 2] & exponent == exponent
                || bytes[b - 1] & 0x7f == 0x7f && bytes[b - 2] & exponent == exponent
                || bytes[c - 1] & 0x7f == 0x7f && bytes[c - 2] & exponent == exponent
                || bytes[d - 1] & 0x7f == 0x7f && bytes[d - 2] & exponent == exponent
            {
                break;
            }
            end += 4 * width;
        }
    }
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
            assert_eq!(first_not_finite::<false>(&bits.to_le_bytes(), 4).is_none(), finite, "{bits:x}");
        }
        for i in 0..100_000_u64 {
            let bits = i.wrapping_mul(0x9e37_79b9_7f4a_7c15) | (i % 2 * 0x7ff0_0000_0000_0000);
            let finite = f64::from_bits(bits).is_finite();
            assert_eq!(first_not_finite::<false>(&bits.to_le_bytes(), 8).is_none(), finite, "{bits:x}");
        }
        for count in 0..20 {
            for place in 0..count {
                let mut numbers = [[0; 4]; 20];
                numbers[place] = f32::NAN.to_le_bytes();
                let bytes = numbers[..count].as_flattened();
                assert_eq!(
                    [first_not_finite::<true>(bytes, 4), first_not_finite::<false>(bytes, 4)],
                    [Some(place); 2]
                );
            }
            assert_eq!(first_not_finite::<true>(&[0x3f; 160][..8 * count], 8), None);
        }
    }
}
