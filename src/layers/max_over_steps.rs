use core::marker::PhantomData;

use crate::activation::Identity;
#[cfg(feature = "std")]
use crate::c::{C, Names, ToC};
use crate::module::Describe;
use crate::{Layer, Module, Scalar, Sequence, Text, Train, Vector};

/// The largest number of each feature over all steps: `MaxOverSteps` in the DSL, behind which a sequence is a vector.
///
/// ```text
/// z[n] = max of x_t[n]            dx_t[n] = dz[n] at the first step that has the maximum, else 0
/// ```
///
/// A NaN is the maximum. In PyTorch `x.max(1).values`, in Keras `GlobalMaxPooling1D`.
///
/// ```
/// use constrata::prelude::*;
/// network! { struct Net: [3, 2] => MaxOverSteps }
/// assert_eq!(Net::zeros().predict(&[[1.0, 2.0], [3.0, -4.0], [-5.0, 0.0]]), [3.0, 2.0]);
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Module)]
#[module(own(Describe))]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(bound = ""))]
pub struct MaxOverSteps<const STEPS: usize, const N: usize, T = f32> {
    #[cfg_attr(feature = "serde", serde(skip))]
    scalar: PhantomData<T>,
}

/// The first step at which feature `n` is largest, or NaN.
#[inline(always)]
fn largest<T: Scalar, const STEPS: usize, const N: usize>(x: &[[T; N]; STEPS], n: usize) -> usize {
    let mut found = 0;
    for t in 1..STEPS {
        let (new, old) = (x[t][n], x[found][n]);
        if new > old || (new.is_nan() && !old.is_nan()) {
            found = t;
        }
    }
    found
}

impl<const STEPS: usize, const N: usize, T: Scalar> Layer for MaxOverSteps<STEPS, N, T> {
    type Scalar = T;
    type Input = Sequence<STEPS, N>;
    type Output = Vector<N>;
    type Activation = Identity;

    #[inline]
    fn infer<const B: usize>(&self, x: &[[[T; N]; STEPS]; B], z: &mut [[T; N]; B]) {
        for (x, z) in x.iter().zip(z) {
            for n in 0..N {
                z[n] = x[largest(x, n)][n];
            }
        }
    }
}

impl<const STEPS: usize, const N: usize, T: Scalar> Describe for MaxOverSteps<STEPS, N, T> {
    const NAME: Text = Text::new("MaxOverSteps");
}

impl<const STEPS: usize, const N: usize, T: Scalar> Train for MaxOverSteps<STEPS, N, T> {
    type Tape<const B: usize> = ();

    #[inline]
    fn backward<const B: usize>(
        &self,
        x: &[[[T; N]; STEPS]; B],
        _tape: &mut (),
        dz: &[[T; N]; B],
        dx: Option<&mut [[[T; N]; STEPS]; B]>,
        _gradient: &mut Self,
    ) {
        let Some(dx) = dx else { return };
        dx.as_flattened_mut().as_flattened_mut().fill(T::ZERO);
        for ((x, dz), dx) in x.iter().zip(dz).zip(dx) {
            for n in 0..N {
                dx[largest(x, n)][n] = dz[n];
            }
        }
    }
}

#[cfg(feature = "std")]
impl<const STEPS: usize, const N: usize, T: Scalar> ToC for MaxOverSteps<STEPS, N, T> {
    fn c(c: &mut C) {
        c.layer::<Self>(|c, Names { x, z, .. }| {
            let real = c.real();
            std::format!(
                "for (size_t i = 0; i < {N}; i++) {{\n    \
                     {z}[i] = {x}[i];\n    \
                     for (size_t t = 1; t < {STEPS}; t++) {{\n        \
                         const {real} v = {x}[t * {N} + i];\n        \
                         if (v > {z}[i] || (v != v && {z}[i] == {z}[i])) {z}[i] = v;\n    \
                     }}\n\
                 }}"
            )
        });
    }
}
