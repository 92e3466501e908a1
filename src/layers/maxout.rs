use core::marker::PhantomData;

use crate::activation::Identity;
#[cfg(feature = "std")]
use crate::c::{C, Names, ToC};
use crate::module::Describe;
use crate::{Initialization, Layer, Module, Scalar, Text, Train, Vector};

/// The largest of every `K` neighbors: `=> Maxout<K>` in the DSL, and `Dense<32, Maxout<3>>` is short for
/// `Dense<96> => Maxout<3>`.
///
/// ```text
/// z_o = max(x_oK, .., x_oK+K-1)            dx_i = dz_o where x_i is that maximum (the first of equals), else 0
/// ```
///
/// `IN` is `OUT * K`; the DSL checks it. A NaN among the `K` makes the output NaN. Source: Goodfellow et al. 2013.
///
/// ```
/// use constrata::{Network, layers::Maxout};
/// let maxout = Maxout::<6, 2, 3>::default();
/// assert_eq!(maxout.predict(&[1.0, 7.0, 2.0, -3.0, -1.0, -2.0]), [7.0, -1.0]);
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Module)]
#[module(own(Describe))]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(bound = ""))]
pub struct Maxout<const IN: usize, const OUT: usize, const K: usize, T = f32> {
    #[cfg_attr(feature = "serde", serde(skip))]
    scalar: PhantomData<T>,
}

impl<const IN: usize, const OUT: usize, const K: usize, T: Scalar> Maxout<IN, OUT, K, T> {
    const FITS: () = assert!(IN == OUT * K, "Maxout: the inputs are not K for every output");

    /// Which of the pieces is the largest; the first NaN, where there is one.
    #[inline(always)]
    fn largest(pieces: &[T]) -> usize {
        let mut best = 0;
        for (index, x) in pieces.iter().enumerate() {
            let beats = *x > pieces[best] || (x.is_nan() && !pieces[best].is_nan());
            best = if beats { index } else { best };
        }
        best
    }
}

impl<const IN: usize, const OUT: usize, const K: usize, T: Scalar> Layer for Maxout<IN, OUT, K, T> {
    type Scalar = T;
    type Input = Vector<IN>;
    type Output = Vector<OUT>;
    type Activation = Identity;

    #[inline]
    fn infer<const B: usize>(&self, x: &[[T; IN]; B], z: &mut [[T; OUT]; B]) {
        const { Self::FITS };
        for (pieces, z) in x.as_flattened().chunks_exact(K).zip(z.as_flattened_mut()) {
            *z = pieces[Self::largest(pieces)];
        }
    }
}

impl<const IN: usize, const OUT: usize, const K: usize, T: Scalar> Describe for Maxout<IN, OUT, K, T> {
    const NAME: Text = Text::new("Maxout<").number(K).text(">");
    const INIT_HINT: Option<Initialization> = Some(Initialization::HeUniform);
}

#[cfg(feature = "std")]
impl<const IN: usize, const OUT: usize, const K: usize, T: Scalar> ToC for Maxout<IN, OUT, K, T> {
    fn c(c: &mut C) {
        c.layer::<Self>(|_, Names { x, z, .. }| {
            std::format!(
                "for (size_t o = 0; o < {OUT}; o++) {{\n    \
                     size_t best = o * {K};\n    \
                     for (size_t i = best; i < (o + 1) * {K}; i++)\n        \
                         if ({x}[i] > {x}[best] || ({x}[i] != {x}[i] && {x}[best] == {x}[best])) best = i;\n    \
                     {z}[o] = {x}[best];\n\
                 }}"
            )
        });
    }
}

impl<const IN: usize, const OUT: usize, const K: usize, T: Scalar> Train for Maxout<IN, OUT, K, T> {
    type Tape<const B: usize> = ();

    #[inline]
    fn backward<const B: usize>(
        &self,
        x: &[[T; IN]; B],
        _tape: &mut (),
        dz: &[[T; OUT]; B],
        dx: Option<&mut [[T; IN]; B]>,
        _gradient: &mut Self,
    ) {
        let Some(dx) = dx else { return };
        let dx = dx.as_flattened_mut().chunks_exact_mut(K);
        for ((pieces, dx), dz) in x.as_flattened().chunks_exact(K).zip(dx).zip(dz.as_flattened()) {
            dx.fill(T::ZERO);
            dx[Self::largest(pieces)] = *dz;
        }
    }
}

crate::stream::steps_as_it_predicts!([const IN: usize, const OUT: usize, const K: usize, T: Scalar] Maxout<IN, OUT, K, T>);
