use core::marker::PhantomData;

use crate::activation::Identity;
#[cfg(feature = "std")]
use crate::c::{C, Names, ToC};
use crate::module::Describe;
use crate::{Layer, Module, Scalar, Sequence, Text, Train, Vector};

/// The last step of a sequence: `LastStep` in the DSL, behind which it is a vector. In PyTorch `x[:, -1]`.
///
/// ```text
/// z = x_last            dx_last = dz, of all other steps 0
/// ```
///
/// ```
/// use constrata::prelude::*;
/// network! { struct Net: [3, 2] => LastStep }
/// assert_eq!(Net::zeros().predict(&[[1.0, 2.0], [3.0, 4.0], [5.0, 6.0]]), [5.0, 6.0]);
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Module)]
#[module(own(Describe))]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(bound = ""))]
pub struct LastStep<const STEPS: usize, const N: usize, T = f32> {
    #[cfg_attr(feature = "serde", serde(skip))]
    scalar: PhantomData<T>,
}

impl<const STEPS: usize, const N: usize, T: Scalar> Layer for LastStep<STEPS, N, T> {
    type Scalar = T;
    type Input = Sequence<STEPS, N>;
    type Output = Vector<N>;
    type Activation = Identity;

    #[inline]
    fn infer<const B: usize>(&self, x: &[[[T; N]; STEPS]; B], z: &mut [[T; N]; B]) {
        for (x, z) in x.iter().zip(z) {
            *z = x[const { STEPS - 1 }];
        }
    }
}

impl<const STEPS: usize, const N: usize, T: Scalar> Describe for LastStep<STEPS, N, T> {
    const NAME: Text = Text::new("LastStep");
}

impl<const STEPS: usize, const N: usize, T: Scalar> Train for LastStep<STEPS, N, T> {
    type Tape<const B: usize> = ();

    #[inline]
    fn backward<const B: usize>(
        &self,
        _x: &[[[T; N]; STEPS]; B],
        _tape: &mut (),
        dz: &[[T; N]; B],
        dx: Option<&mut [[[T; N]; STEPS]; B]>,
        _gradient: &mut Self,
    ) {
        let Some(dx) = dx else { return };
        dx.as_flattened_mut().as_flattened_mut().fill(T::ZERO);
        for (dx, dz) in dx.iter_mut().zip(dz) {
            dx[const { STEPS - 1 }] = *dz;
        }
    }
}

#[cfg(feature = "std")]
impl<const STEPS: usize, const N: usize, T: Scalar> ToC for LastStep<STEPS, N, T> {
    fn c(c: &mut C) {
        c.layer::<Self>(|_, Names { x, z, .. }| {
            std::format!("for (size_t i = 0; i < {N}; i++) {z}[i] = {x}[{} + i];", (STEPS - 1) * N)
        });
    }
}
