//! Networks read straight from bytes: by the compiler, or where they lie.

use core::marker::PhantomData;
use core::mem::MaybeUninit;

use nalgebra::SMatrix;

use crate::file::Float;

/// Numbers and nothing else: what the compiler can read from the bytes of a file.
///
/// `#[derive(Parameters)]` and [`network!`](crate::network) implement it.
///
/// # Safety
/// Any initialized bytes must be a value of the type.
// SAFETY: (of those who implement it) as above
#[diagnostic::on_unimplemented(
    message = "the compiler cannot read `{Self}` from bytes: it does not know that there are numbers in it and nothing else",
    note = "`#[derive(Parameters)]` tells it; a layer that implements `Parameters` itself is loaded at run time, by `Save::try_from_bytes`"
)]
pub unsafe trait Flat: Sized {
    /// Whether the numbers lie in the order of [`Parameters::tensor`](crate::Parameters::tensor), with no gap between.
    const IN_ORDER: bool;
}

// SAFETY: a `Float` is `Pod`, so any bytes are one; nalgebra's matrix of them is `repr(C)` around `repr(transparent)`
// around `[[T; R]; C]`, and its only other field is `PhantomData`.
unsafe impl<T: Float, const R: usize, const C: usize> Flat for SMatrix<T, R, C> {
    const IN_ORDER: bool = true;
}

// SAFETY: it has no bytes.
unsafe impl<T: ?Sized> Flat for PhantomData<T> {
    const IN_ORDER: bool = true;
}

/// Declares that a struct is [`Flat`]: each of its fields must be.
///
/// `#[derive(Parameters)]` and [`network!`](crate::network) write it; the `unsafe` stays here.
#[doc(hidden)]
#[macro_export]
macro_rules! __flat {
    ([$($generics:tt)*] $type:ty, [$($bounds:tt)*] { $($field:ident: $field_type:ty),* $(,)? }) => {
        // SAFETY: any bytes are a value of a struct if they are one of each field; the macros that write this list all
        // fields of the struct, else `offset_of` or the sum of sizes below would tell.
        unsafe impl<$($generics)*> $crate::kernel::Flat for $type
        where
            $(for<'flat> $field_type: $crate::kernel::Flat,)*
            $($bounds)*
        {
            const IN_ORDER: bool = {
                let (mut end, mut in_order) = (0, true);
                $(if ::core::mem::size_of::<$field_type>() > 0 {
                    in_order = in_order
                        && <$field_type as $crate::kernel::Flat>::IN_ORDER
                        && ::core::mem::offset_of!(Self, $field) == end;
                    end += ::core::mem::size_of::<$field_type>();
                })*
                in_order && ::core::mem::size_of::<Self>() == end
            };
        }
    };
}

/// The value whose numbers, of `width` bytes each and little-endian, are `bytes`; `big` where the machine is not.
///
/// # Panics
/// Where `bytes` are not as many as the value has, or no multiple of `width`.
pub(crate) const fn read<N: Flat>(bytes: &[u8], width: usize, big: bool) -> N {
    assert!(bytes.len() == size_of::<N>() && width > 0 && bytes.len().is_multiple_of(width));
    let mut value = MaybeUninit::<N>::uninit();
    let to = value.as_mut_ptr().cast::<u8>();
    // SAFETY: `value` has `bytes.len()` bytes to write, as checked; the source is read within its length.
    unsafe { to.copy_from_nonoverlapping(bytes.as_ptr(), bytes.len()) };
    let mut index = 0;
    while big && index < bytes.len() {
        let mirrored = index - index % width + (width - 1 - index % width);
        // SAFETY: `index` is within the value.
        unsafe { to.add(index).write(bytes[mirrored]) };
        index += 1;
    }
    // SAFETY: all bytes are initialized, and any are a value of a `Flat` type.
    unsafe { value.assume_init() }
}

#[cfg(test)]
mod tests {
    use super::read;
    use nalgebra::SMatrix;

    #[test]
    fn bytes_are_numbers_in_either_order() {
        let little = [1.5_f32, -2.0, 3.25].map(f32::to_le_bytes);
        let native: SMatrix<f32, 3, 1> = read(little.as_flattened(), 4, cfg!(target_endian = "big"));
        assert_eq!(native.as_slice(), [1.5, -2.0, 3.25]);
        let foreign: SMatrix<f32, 3, 1> = read(little.as_flattened(), 4, !cfg!(target_endian = "big"));
        assert_eq!(foreign.map(|x| f32::from_bits(x.to_bits().swap_bytes())), native);
        let foreign: SMatrix<f64, 1, 1> = read(&[1, 2, 3, 4, 5, 6, 7, 8], 8, !cfg!(target_endian = "big"));
        assert_eq!(foreign[0].to_ne_bytes(), [8, 7, 6, 5, 4, 3, 2, 1]);
    }

    #[test]
    #[should_panic(expected = "size_of")]
    fn too_few_bytes_are_refused() {
        let _: SMatrix<f32, 2, 1> = read(&[0; 4], 4, false);
    }
}
