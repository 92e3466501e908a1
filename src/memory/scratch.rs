//! Arrays that nobody has to clear before they are written: on a microcontroller, clearing takes a tenth of the time that a
//! small layer does; elsewhere, a block of six kilobytes takes about a hundred stores of the widest vectors.

use core::mem::MaybeUninit;

use bytemuck::Zeroable;

use crate::Scalar;

/// A value at the beginning of a line of the cache, where lines count: a vector of 64 bytes that crosses one takes twice as long.
#[doc(hidden)]
#[repr(C)]
#[cfg_attr(target_arch = "x86_64", repr(align(64)))]
pub struct Line<A>(A);

impl<A> Line<A> {
    /// The place of the value.
    #[inline(always)]
    fn inner(place: &mut MaybeUninit<Self>) -> &mut MaybeUninit<A> {
        // SAFETY: the value is the only field of a `repr(C)` struct, and so lies where the struct does.
        unsafe { &mut *place.as_mut_ptr().cast() }
    }
}

/// Numbers to be overwritten: zeros, or on a microcontroller whatever lay there.
#[inline(always)]
pub(crate) fn scratch<T: Scalar, A: Plain<T>>(place: &mut MaybeUninit<Line<A>>) -> &mut A {
    // elsewhere small arrays are better off in registers
    if cfg!(all(not(feature = "std"), any(target_arch = "arm", target_arch = "riscv32"))) {
        return uncleared(place);
    }
    zeros(Line::inner(place))
}

/// Numbers to be overwritten, in memory: whatever lay there, or zeros where that cannot be.
#[inline(always)]
pub(crate) fn uncleared<T: Scalar, A: Plain<T>>(place: &mut MaybeUninit<Line<A>>) -> &mut A {
    let place = Line::inner(place);
    #[cfg(all(any(target_arch = "arm", target_arch = "riscv32", target_arch = "x86_64"), not(miri)))]
    {
        use core::any::TypeId;
        let kind = TypeId::of::<T>();
        if kind == TypeId::of::<f32>() || kind == TypeId::of::<f64>() {
            // SAFETY: what the compiler must believe this to do is to write any bytes at all to `place`; the bytes that lie there
            // are such bytes. Of floats any bytes are a value, so then `place` holds one.
            unsafe {
                core::arch::asm!("/* {0} */", in(reg) place.as_mut_ptr(), options(nostack, preserves_flags));
                return place.assume_init_mut();
            }
        }
    }
    zeros(place)
}

/// Zeros, written where they are to lie.
#[inline(always)]
pub(crate) fn cleared<Z: Zeroable>(place: &mut MaybeUninit<Line<Z>>) -> &mut Z {
    zeros(Line::inner(place))
}

#[inline(always)]
fn zeros<Z: Zeroable>(place: &mut MaybeUninit<Z>) -> &mut Z {
    // SAFETY: it is one value's place, and zero bytes are a value.
    unsafe {
        place.as_mut_ptr().write_bytes(0, 1);
        place.assume_init_mut()
    }
}

/// Arrays of numbers and nothing else.
///
/// # Safety
/// Where any bytes are a `T`, any bytes must be a value of it.
// SAFETY: (of those who implement it) as above
pub(crate) unsafe trait Plain<T>: Zeroable {}

// SAFETY: an array has no padding, and is a value where its elements are.
unsafe impl<T: Scalar, const N: usize, const B: usize> Plain<T> for [[T; N]; B] {}
// SAFETY: as above.
unsafe impl<T: Scalar, const N: usize, const M: usize, const B: usize> Plain<T> for [[[T; N]; M]; B] {}
// SAFETY: as above.
unsafe impl<T: Scalar, const N: usize, const M: usize, const C: usize, const B: usize> Plain<T>
    for [[[[T; N]; M]; C]; B]
{
}
