//! Networks read straight from bytes: by the compiler, or where they lie.

use core::marker::PhantomData;
use core::mem::MaybeUninit;

use bytemuck::{Pod, Zeroable};
use nalgebra::SMatrix;

use crate::file::Float;

/// Numbers and nothing else: what the compiler can read from the bytes of a file.
///
/// `#[derive(Parameters)]` and [`network!`](crate::network) implement it.
///
/// ```
/// use constrata::{kernel::Flat, prelude::*};
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

/// Stretches of bytes, one behind the other where nothing comes between.
#[doc(hidden)]
#[derive(Clone, Copy, Debug)]
pub struct Runs {
    /// Where each begins, and its length.
    run: [(usize, usize); Self::MOST],
    count: usize,
}

impl Runs {
    /// So many layers may lie apart.
    const MOST: usize = 512;

    /// Nothing yet.
    #[must_use]
    pub const fn none() -> Self {
        Runs { run: [(0, 0); Self::MOST], count: 0 }
    }

    /// All bytes of a type.
    #[must_use]
    pub const fn all<T>() -> Self {
        Self::none().add(0, size_of::<T>())
    }

    /// With those of a field that begins at `offset`.
    #[must_use]
    pub const fn field(mut self, offset: usize, field: &Self) -> Self {
        let mut index = 0;
        while index < field.count {
            let (start, length) = field.run[index];
            self = self.add(offset + start, length);
            index += 1;
        }
        self
    }

    const fn add(mut self, start: usize, length: usize) -> Self {
        if length == 0 {
            return self;
        }
        if self.count > 0 {
            let (last, so_far) = self.run[self.count - 1];
            if last + so_far == start {
                self.run[self.count - 1] = (last, so_far + length);
                return self;
            }
        }
        assert!(self.count < Self::MOST, "`from_bytes` reads networks of at most 512 layers");
        self.run[self.count] = (start, length);
        self.count += 1;
        self
    }

    /// How many bytes in all.
    #[must_use]
    pub const fn bytes(&self) -> usize {
        let (mut index, mut bytes) = (0, 0);
        while index < self.count {
            bytes += self.run[index].1;
            index += 1;
        }
        bytes
    }
}

// SAFETY: a `Float` is `Pod`, so any bytes are one; nalgebra's matrix of them is `repr(C)` around `repr(transparent)`
// around `[[T; R]; C]`, and its only other field is `PhantomData`.
unsafe impl<T: Float, const R: usize, const C: usize> Flat for SMatrix<T, R, C> {
    const RUNS: Runs = Runs::all::<Self>();
}

// SAFETY: an array has a value where each of its elements has one; the runs are theirs, one element after the other.
unsafe impl<L: Flat, const N: usize> Flat for [L; N] {
    const RUNS: Runs = {
        let (mut runs, mut index) = (Runs::none(), 0);
        while index < N {
            runs = runs.field(index * size_of::<L>(), &L::RUNS);
            index += 1;
        }
        runs
    };
}

// SAFETY: it has no bytes.
unsafe impl<T: ?Sized> Flat for PhantomData<T> {
    const RUNS: Runs = Runs::none();
}

/// Declares that a struct is [`Flat`]: each of its fields must be.
///
/// `#[derive(Parameters)]` and [`network!`](crate::network) write it; the `unsafe` stays here.
#[doc(hidden)]
#[macro_export]
macro_rules! __flat {
    ([$($generics:tt)*] $type:ty, [$($bounds:tt)*] { $($field:ident: $field_type:ty),* $(,)? }) => {
        // SAFETY: a struct has a value where each of its fields has one; the runs are those of its fields, where they lie.
        unsafe impl<$($generics)*> $crate::kernel::Flat for $type
        where
            $(for<'flat> $field_type: $crate::kernel::Flat,)*
            $($bounds)*
        {
            const RUNS: $crate::kernel::Runs = $crate::kernel::Runs::none()
                $(.field(::core::mem::offset_of!(Self, $field), &<$field_type as $crate::kernel::Flat>::RUNS))*;
        }
    };
}

/// The value whose numbers, of `width` bytes each and little-endian, are `bytes`; `big` where the machine is not.
///
/// # Panics
/// Where `bytes` are not as many as the value has, or no multiple of `width`.
pub(crate) const fn read<N: Flat + Zeroable>(bytes: &[u8], width: usize, big: bool) -> N {
    let runs = N::RUNS;
    assert!(bytes.len() == runs.bytes() && width > 0 && bytes.len().is_multiple_of(width));
    let mut value = MaybeUninit::<N>::zeroed();
    let to = value.as_mut_ptr().cast::<u8>();
    let (mut index, mut at) = (0, 0);
    while index < runs.count {
        let (start, length) = runs.run[index];
        if big {
            let mut byte = 0;
            while byte < length {
                let mirrored = byte - byte % width + (width - 1 - byte % width);
                // SAFETY: a run lies within the value.
                unsafe { to.add(start + byte).write(bytes[at + mirrored]) };
                byte += 1;
            }
        } else {
            // SAFETY: a run lies within the value, and `bytes` has as many as all runs together, as checked.
            unsafe { to.add(start).copy_from_nonoverlapping(bytes.as_ptr().add(at), length) };
        }
        at += length;
        index += 1;
    }
    // SAFETY: all is zero, which is a value, but for the runs, where any bytes are part of one.
    unsafe { value.assume_init() }
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
    // SAFETY: a `Float` is `Pod`: it has no padding, and all of its bytes are initialized.
    let bytes = unsafe { core::slice::from_raw_parts(numbers.as_ptr().cast(), size_of_val(numbers)) };
    // as they lie here, whatever the machine
    read(bytes, size_of::<T>(), false)
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
    #[should_panic(expected = "runs.bytes()")]
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
    fn gaps_between_layers_are_stepped_over() {
        let little = [1.0_f32, 2.0, 3.0, 4.0].map(f32::to_le_bytes);
        let read: Apart = read(little.as_flattened(), 4, cfg!(target_endian = "big"));
        let a = Aligned { a: [1.0].into(), b: [2.0, 3.0].into() };
        assert_eq!(read, Apart { a, b: [4.0].into() });
    }
}
