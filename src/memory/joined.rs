//! What one layer puts out, as the next one takes it: two names of one shape.

use core::any::TypeId;

use crate::{Batch, Scalar, Shape};

/// These samples of shape `S` under the name `Z`.
///
/// # Panics
/// Where those are two shapes, which whoever puts layers in a row asks the compiler first; a constant, which leaves no code.
#[inline(always)]
pub(crate) fn joined<S: Shape, Z: Shape, T: Scalar, const B: usize>(x: &Batch<S, T, B>) -> &Batch<Z, T, B> {
    assert!(TypeId::of::<S>() == TypeId::of::<Z>(), "the shapes of two layers in a row differ");
    // SAFETY: they are one type.
    unsafe { &*core::ptr::from_ref(x).cast() }
}

/// The same samples, to write.
#[inline(always)]
pub(crate) fn joined_mut<S: Shape, Z: Shape, T: Scalar, const B: usize>(
    x: &mut Batch<S, T, B>,
) -> &mut Batch<Z, T, B> {
    assert!(TypeId::of::<S>() == TypeId::of::<Z>(), "the shapes of two layers in a row differ");
    // SAFETY: they are one type.
    unsafe { &mut *core::ptr::from_mut(x).cast() }
}
