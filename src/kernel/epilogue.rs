//! What a kernel does to z before it lets go of it; [`activation`](crate::activation) implements it for each of its functions.

use core::marker::PhantomData;

use super::isa::{Fused, Fusing, fusing};
use crate::Scalar;

/// A function of what a product computes, which the product's kernel may compile into its own.
///
/// ```text
/// y = f(z)
/// ```
///
/// ```
/// use constrata::{activation::Relu, kernel::Epilogue};
/// let mut z = [-1.0_f32, 2.0];
/// <Relu as Epilogue>::run(&mut z, 2);
/// assert_eq!(z, [0.0, 2.0]);
/// ```
pub trait Epilogue {
    /// `y = f(z)` in place, over samples of `width` numbers: a plain loop, and `#[inline(always)]`, as all that it calls.
    fn run<T: Scalar>(z: &mut [T], width: usize);
}

/// y = z
pub(super) struct NoEpilogue;

impl Epilogue for NoEpilogue {
    #[inline(always)]
    fn run<T: Scalar>(_z: &mut [T], _width: usize) {}
}

/// `y = f(z)` in place, over samples of `width` numbers, by the best instructions of the machine.
#[inline(always)]
pub(crate) fn apply_epilogue<E: Epilogue, T: Scalar>(z: &mut [T], width: usize) {
    fusing(z.len(), Apply::<E, T>(z, width, PhantomData));
}

struct Apply<'a, E, T>(&'a mut [T], usize, PhantomData<E>);
impl<E: Epilogue, T: Scalar> Fusing for Apply<'_, E, T> {
    type Output = ();
    #[inline(always)]
    fn run<const FUSED: bool>(self) {
        if FUSED {
            T::fused_epilogue::<E>(self.0, self.1);
        } else {
            E::run(self.0, self.1);
        }
    }
}

/// `y = f(z)` in place, in code for a processor that rounds a product and a sum once.
#[inline(always)]
pub(crate) fn fused_epilogue<E: Epilogue>(z: &mut [f32], width: usize) {
    E::run(bytemuck::cast_slice_mut::<_, Fused>(z), width);
}
