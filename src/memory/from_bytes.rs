//! Networks read straight from bytes: by the compiler, or where they lie.

use core::marker::PhantomData;
use core::mem::MaybeUninit;

use bytemuck::{Pod, Zeroable};
use nalgebra::SMatrix;

use crate::scalar::float::Float;

/// Numbers and nothing else: what the compiler can read from the bytes of a file.
///
/// `#[derive(Parameters)]` and [`network!`](crate::network) implement it.
///
/// ```
/// use constrata::{memory::Flat, prelude::*};
/// network! { struct Net: 2 => Dense<3, Tanh> => Dense<1> }
/// const fn readable_in_a_const<N: Flat>() -> usize { N::RUNS.bytes() }
/// assert_eq!(readable_in_a_const::<Net>(), 4 * Net::PARAMETERS);
/// ```
///
/// # Safety
/// The runs lie in the type, and any initialized bytes in them, with zeros elsewhere, must be a value of it.
// SAFETY: (of those who implement it) as above
#[diagnostic::on_unimplemented(
    message = "the compiler cannot read `{Self}` from bytes: it does not know that there are numbers in it and nothing else",
    note = "`#[derive(Parameters)]` tells it; a layer that implements `Parameters` itself is loaded at run time, by `Save::try_from_bytes`"
)]
pub unsafe trait Flat: Sized {
    /// Where the numbers lie, in the order of [`Parameters::tensor`](crate::Parameters::tensor).
    const RUNS: Runs;
}

/// Where the numbers of a type lie in it, in their order.
#[doc(hidden)]
#[derive(Clone, Copy, Debug)]
pub enum Runs {
    /// So many bytes, one behind the other.
    Bytes { length: usize },
    /// Those of each field, which begins so far from the beginning.
    Fields { of: &'static [(usize, &'static Runs)] },
    /// Those of so many elements of this size.
    Each { count: usize, size: usize, of: &'static Runs },
}

impl Runs {
    /// How many bytes in all.
    #[must_use]
    pub const fn bytes(&self) -> usize {
        match *self {
            Runs::Bytes { length } => length,
            Runs::Each { count, of, .. } => count * of.bytes(),
            Runs::Fields { of } => {
                let (mut index, mut bytes) = (0, 0);
                while index < of.len() {
                    bytes += of[index].1.bytes();
                    index += 1;
                }
                bytes
            }
        }
    }
}

// SAFETY: a `Float` is `Pod`, so any bytes are one; nalgebra's matrix of them is `repr(C)` around `repr(transparent)`
// around `[[T; R]; C]`, and its only other field is `PhantomData`.
unsafe impl<T: Float, const R: usize, const C: usize> Flat for SMatrix<T, R, C> {
    const RUNS: Runs = Runs::Bytes { length: size_of::<Self>() };
}

// SAFETY: an array has a value where each of its elements has one; the runs are theirs, one element after the other.
unsafe impl<L: Flat, const N: usize> Flat for [L; N] {
    const RUNS: Runs = Runs::Each { count: N, size: size_of::<L>(), of: &L::RUNS };
}

// SAFETY: it has no bytes.
unsafe impl<T: ?Sized> Flat for PhantomData<T> {
    const RUNS: Runs = Runs::Bytes { length: 0 };
}

/// Declares that a struct is [`Flat`]: each of its fields must be.
///
/// `#[derive(Parameters)]` and [`network!`](crate::network) write it; the `unsafe` stays here. As in `__zeroable`, the compiler
/// compares the list with the struct: each field, and its type.
#[doc(hidden)]
#[macro_export]
macro_rules! __flat {
    ([$($generics:tt)*] $type:ty, [$($bounds:tt)*] { $($field:ident: $field_type:ty),* $(,)? }) => {
        $($crate::__header!($generics);)*
        $($crate::__header!($bounds);)*
        // SAFETY: a struct has a value where each of its fields has one; the runs are those of its fields, where they lie.
        // `RUNS` compiles only where the list names all fields of a struct, and the type of each. It belongs to this impl,
        // as `__header` lets nothing end the item before its body.
        unsafe impl<$($generics)*> $crate::memory::Flat for $type
        where
            $(for<'flat> $field_type: $crate::memory::Flat,)*
            $($bounds)*
        {
            const RUNS: $crate::memory::Runs = {
                let _ = |this: &Self| {
                    let Self { $($field: _),* } = this;
                    // first the type that it has: beside the one that it should have, a reference could become another
                    $(
                        let found = $crate::memory::flat_type(&this.$field);
                        let _: ::core::marker::PhantomData<$field_type> = found;
                    )*
                };
                $crate::memory::Runs::Fields {
                    of: &[$((::core::mem::offset_of!(Self, $field), &<$field_type as $crate::memory::Flat>::RUNS)),*],
                }
            };
        }
    };
}

/// The type of a field.
#[doc(hidden)]
pub const fn flat_type<F: Flat>(_: &F) -> PhantomData<F> {
    PhantomData
}

/// The value whose numbers, of `width` bytes each and little-endian, are `bytes`; `big` where the machine is not.
///
/// # Panics
/// Where `bytes` are not as many as the value has, or no multiple of `width`.
pub(crate) const fn read<N: Flat + Zeroable>(bytes: &[u8], width: usize, big: bool) -> N {
    assert!(bytes.len() == N::RUNS.bytes() && width > 0 && bytes.len().is_multiple_of(width));
    let mut value = MaybeUninit::<N>::zeroed();
    // SAFETY: the runs lie within the value, and `bytes` has as many as all of them together, as checked.
    unsafe { write(&N::RUNS, value.as_mut_ptr().cast(), bytes, width, big) };
    // SAFETY: all is zero, which is a value, but for the runs, where any bytes are part of one.
    unsafe { value.assume_init() }
}

/// Writes the first of `bytes` where the runs lie behind `to`; those that are left are returned.
///
/// # Safety
/// What begins at `to` must be a value whose runs these are, and `bytes` at least as many as they have.
// SAFETY: (of those who call it) as above
const unsafe fn write<'a>(runs: &Runs, to: *mut u8, bytes: &'a [u8], width: usize, big: bool) -> &'a [u8] {
    let mut rest = bytes;
    match *runs {
        Runs::Bytes { length } => {
            let (bytes, after) = bytes.split_at(length);
            let mut byte = 0;
            while big && byte < length {
                let mirrored = byte - byte % width + (width - 1 - byte % width);
                // SAFETY: the caller's promise: there are `length` bytes.
                unsafe { to.add(byte).write(bytes[mirrored]) };
                byte += 1;
            }
            if !big {
                // SAFETY: as above, and `bytes` has as many.
                unsafe { to.copy_from_nonoverlapping(bytes.as_ptr(), length) };
            }
            rest = after;
        }
        Runs::Fields { of } => {
            let mut index = 0;
            while index < of.len() {
                let (offset, runs) = of[index];
                // SAFETY: a field lies within its struct.
                rest = unsafe { write(runs, to.add(offset), rest, width, big) };
                index += 1;
            }
        }
        Runs::Each { count, size, of } => {
            let mut index = 0;
            while index < count {
                // SAFETY: an element lies within its array.
                rest = unsafe { write(of, to.add(index * size), rest, width, big) };
                index += 1;
            }
        }
    }
    rest
}

/// The numbers, of `width` bytes each and little-endian, in `bytes`, which are repeated as often as they fit; `big` where the
/// machine is not.
///
/// # Panics
/// Where `bytes` do not fit a whole number of times, or are no multiple of `width`.
pub(crate) const fn pod<P: Pod>(bytes: &[u8], width: usize, big: bool) -> P {
    let size = size_of::<P>();
    assert!(
        width > 0
            && bytes.len().is_multiple_of(width)
            && !bytes.is_empty()
            && size.is_multiple_of(bytes.len())
    );
    let mut value = MaybeUninit::<P>::zeroed();
    let to = value.as_mut_ptr().cast::<u8>();
    let mut byte = 0;
    while byte < size {
        let from = if big { byte - byte % width + (width - 1 - byte % width) } else { byte };
        // SAFETY: `byte` is below the size of the value.
        unsafe { to.add(byte).write(bytes[from % bytes.len()]) };
        byte += 1;
    }
    // SAFETY: of a `Pod`, any bytes are a value.
    unsafe { value.assume_init() }
}

/// The value with these numbers.
pub(crate) const fn of_numbers<N: Flat + Zeroable, T: Float>(numbers: &[T]) -> N {
    // as they lie here, whatever the machine
    read(bytes(numbers), size_of::<T>(), false)
}

/// Which of the numbers is the first that is infinite or NaN: in a `const`, where no trait's function can be called.
pub(crate) const fn first_not_finite<T: Float>(numbers: &[T]) -> Option<usize> {
    let (bytes, width) = (bytes(numbers), size_of::<T>());
    if cfg!(target_endian = "little") {
        return super::first_not_finite::<true>(bytes, width);
    }
    let mut index = 0;
    while index < numbers.len() {
        let (mut number, mut byte) = ([0; 8], 0);
        while byte < width {
            number[byte] = bytes[index * width + width - 1 - byte];
            byte += 1;
        }
        if super::first_not_finite::<false>(number.split_at(width).0, width).is_some() {
            return Some(index);
        }
        index += 1;
    }
    None
}

const fn bytes<T: Float>(numbers: &[T]) -> &[u8] {
    // SAFETY: a `Float` is `Pod`: it has no padding, and all of its bytes are initialized.
    unsafe { core::slice::from_raw_parts(numbers.as_ptr().cast(), size_of_val(numbers)) }
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
    #[should_panic(expected = "RUNS.bytes()")]
    fn too_few_bytes_are_refused() {
        let _: SMatrix<f32, 2, 1> = read(&[0; 4], 4, false);
    }

    #[repr(C)]
    #[derive(Clone, Copy, Debug, Default, PartialEq)]
    struct Apart {
        a: Aligned,
        b: SMatrix<f32, 1, 1>,
    }
    #[repr(C, align(32))]
    #[derive(Clone, Copy, Debug, Default, PartialEq)]
    struct Aligned {
        a: SMatrix<f32, 1, 1>,
        b: SMatrix<f32, 2, 1>,
    }
    crate::__zeroable!([] Apart, [] { a: Aligned, b: SMatrix<f32, 1, 1> });
    crate::__zeroable!([] Aligned, [] { a: SMatrix<f32, 1, 1>, b: SMatrix<f32, 2, 1> });
    crate::__flat!([] Apart, [] { a: Aligned, b: SMatrix<f32, 1, 1> });
    crate::__flat!([] Aligned, [] { a: SMatrix<f32, 1, 1>, b: SMatrix<f32, 2, 1> });

    #[test]
    fn as_many_layers_apart_as_there_are() {
        let mut little = [0_u8; 600 * 12];
        for (index, number) in little.chunks_exact_mut(4).enumerate() {
            number.copy_from_slice(&(index as f32).to_le_bytes());
        }
        let read: [Aligned; 600] = read(&little, 4, cfg!(target_endian = "big"));
        assert_eq!(read[599], Aligned { a: [1797.0].into(), b: [1798.0, 1799.0].into() });
    }

    #[test]
    fn gaps_between_layers_are_stepped_over() {
        let little = [1.0_f32, 2.0, 3.0, 4.0].map(f32::to_le_bytes);
        let read: Apart = read(little.as_flattened(), 4, cfg!(target_endian = "big"));
        let a = Aligned { a: [1.0].into(), b: [2.0, 3.0].into() };
        assert_eq!(read, Apart { a, b: [4.0].into() });
    }
}
