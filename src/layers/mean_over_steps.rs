use core::marker::PhantomData;

use crate::activation::Identity;
#[cfg(feature = "std")]
use crate::c::{C, Names, ToC};
use crate::kernel::{Work, launch};
use crate::module::Describe;
use crate::{Layer, Module, Scalar, Sequence, Text, Train, Vector};

/// The mean of each feature over all steps: `MeanOverSteps` in the DSL, behind which a sequence is a vector.
///
/// ```text
/// z = sum of x_t / STEPS            dx_t = dz / STEPS        of each step t
/// ```
///
/// In PyTorch `x.mean(1)`, in Keras `GlobalAveragePooling1D`.
///
/// ```
/// use constrata::prelude::*;
/// network! { struct Net: [3, 2] => MeanOverSteps }
/// assert_eq!(Net::zeros().predict(&[[1.0, 2.0], [3.0, 4.0], [5.0, 9.0]]), [3.0, 5.0]);
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Module)]
#[module(own(Describe))]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(bound = ""))]
pub struct MeanOverSteps<const STEPS: usize, const N: usize, T = f32> {
    #[cfg_attr(feature = "serde", serde(skip))]
    scalar: PhantomData<T>,
}

impl<const STEPS: usize, const N: usize, T: Scalar> Layer for MeanOverSteps<STEPS, N, T> {
    type Scalar = T;
    type Input = Sequence<STEPS, N>;
    type Output = Vector<N>;
    type Activation = Identity;

    #[inline]
    fn infer<const B: usize>(&self, x: &[[[T; N]; STEPS]; B], z: &mut [[T; N]; B]) {
        for (x, z) in x.iter().zip(z) {
            launch(STEPS * N, Mean { x, z });
        }
    }
}

struct Mean<'a, T, const STEPS: usize, const N: usize> {
    x: &'a [[T; N]; STEPS],
    z: &'a mut [T; N],
}

impl<T: Scalar, const STEPS: usize, const N: usize> Work for Mean<'_, T, STEPS, N> {
    type Output = ();
    #[inline(always)]
    fn run(self) {
        let Mean { x, z } = self;
        *z = [T::ZERO; N];
        for x in x {
            for (z, x) in z.iter_mut().zip(x) {
                *z += *x;
            }
        }
        z.iter_mut().for_each(|z| *z /= T::from_usize(STEPS));
    }
}

impl<const STEPS: usize, const N: usize, T: Scalar> Describe for MeanOverSteps<STEPS, N, T> {
    const NAME: Text = Text::new("MeanOverSteps");
}

impl<const STEPS: usize, const N: usize, T: Scalar> Train for MeanOverSteps<STEPS, N, T> {
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
        for (dx, dz) in dx.iter_mut().zip(dz) {
            dx.fill(dz.map(|dz| dz / T::from_usize(STEPS)));
        }
    }
}

#[cfg(feature = "std")]
impl<const STEPS: usize, const N: usize, T: Scalar> ToC for MeanOverSteps<STEPS, N, T> {
    fn c(c: &mut C) {
        c.layer::<Self>(|_, Names { x, z, .. }| {
            std::format!(
                "for (size_t i = 0; i < {N}; i++) {{\n    \
                     {z}[i] = 0;\n    \
                     for (size_t t = 0; t < {STEPS}; t++) {z}[i] += {x}[t * {N} + i];\n    \
                     {z}[i] /= {STEPS};\n\
                 }}"
            )
        });
    }
}
