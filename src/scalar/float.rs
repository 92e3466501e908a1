//! Numbers with one form in files.

use crate::Scalar;

/// A scalar that files can hold: `f32`, `f64`, as IEEE 754 says, little-endian.
///
/// ```
/// use constrata::file::Float;
/// let mut bytes = Vec::new();
/// 0.5_f32.write(&mut |number| bytes.extend_from_slice(number));
/// assert_eq!(bytes, [0, 0, 0, 0x3f]);
/// assert_eq!(f32::read(&bytes), Some((0.5, &[][..])));
/// assert_eq!(f64::read(&bytes), None); // four bytes too few
/// ```
pub trait Float: Scalar + bytemuck::Pod {
    /// Hands its bytes to `sink`.
    fn write(self, sink: &mut impl FnMut(&[u8]));
    /// The number at the head of `bytes`, and what follows it.
    fn read(bytes: &[u8]) -> Option<(Self, &[u8])>;
}

macro_rules! float {
    ($($T:ident)*) => {$(
        impl Float for $T {
            #[inline]
            fn write(self, sink: &mut impl FnMut(&[u8])) {
                sink(&self.to_le_bytes());
            }
            #[inline]
            fn read(bytes: &[u8]) -> Option<(Self, &[u8])> {
                let (bytes, rest) = bytes.split_first_chunk()?;
                Some(($T::from_le_bytes(*bytes), rest))
            }
        }
    )*};
}
float!(f32 f64);
