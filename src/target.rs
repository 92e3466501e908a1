//! Targets: what the network should have said.

use nalgebra::SMatrix;

use crate::samples::Samples;
use crate::{Batch, Image, Scalar, Sequence, Shape, Vector};

/// The wanted outputs of `B` samples: numbers in any form that [`Samples`] has, or class indices.
///
/// A class index `c` stands for the one-hot vector with 1 at `c`; where there is one output, for `c` itself, 0 or 1. An index that is no class makes the loss
/// NaN, never a silent 0; [`fit`](crate::train::Fit::run) refuses it before it begins.
///
/// ```
/// use constrata::prelude::*;
/// type Net = network!(2 => Dense<3, Softmax>);
/// let (net, mut pass) = (Net::zeros(), Net::pass::<2>());
/// let x = [[0.0, 1.0], [1.0, 0.0]];
/// pass.logits(&net, &x);
/// let by_index = pass.loss(&CrossEntropy, &[0_usize, 2]);
/// pass.logits(&net, &x);
/// let one_hot = pass.loss(&CrossEntropy, &[[1.0, 0.0, 0.0], [0.0, 0.0, 1.0]]);
/// assert_eq!(by_index, one_hot);
/// ```
///
/// ```
/// use constrata::{Targets, Vector};
/// let mut target = [[0.0_f32; 3]; 2];
/// Targets::<Vector<3>, f32, 2>::write(&[2_usize, 0], &mut target);
/// assert_eq!(target, [[0.0, 0.0, 1.0], [1.0, 0.0, 0.0]]);
/// assert!(<usize as Targets<Vector<3>, f32, 1>>::CLASSES && !<[f32; 3] as Targets<Vector<3>, f32, 1>>::CLASSES);
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no target for outputs of shape `{S}`: give {B} x `{S}` in `{T}`, or class indices",
    label = "another shape than the network's output"
)]
pub trait Targets<S: Shape, T: Scalar, const B: usize>: Sync {
    /// Whether these are class indices.
    const CLASSES: bool = false;
    /// Writes the wanted outputs.
    fn write(&self, target: &mut Batch<S, T, B>);
}

macro_rules! samples {
    ($([$($size:ident),*] $shape:ty, $batch:expr, $samples:ty;)*) => {$(
        #[diagnostic::do_not_recommend]
        impl<T: Scalar, $(const $size: usize),*> Targets<$shape, T, { $batch }> for $samples {
            #[inline]
            fn write(&self, target: &mut Batch<$shape, T, { $batch }>) {
                target.copy_from_slice(Samples::<$shape, T, { $batch }>::batch(self));
            }
        }
    )*};
}

samples! {
    [N] Vector<N>, 1, [T; N];
    [N, B] Vector<N>, B, [[T; N]; B];
    [N, B] Vector<N>, B, SMatrix<T, N, B>;
    [C, H, W] Image<C, H, W>, 1, [[[T; W]; H]; C];
    [C, H, W, B] Image<C, H, W>, B, [[[[T; W]; H]; C]; B];
    [STEPS, N] Sequence<STEPS, N>, 1, [[T; N]; STEPS];
    [STEPS, N, B] Sequence<STEPS, N>, B, [[[T; N]; STEPS]; B];
}

#[diagnostic::do_not_recommend]
impl<T: Scalar, const N: usize, const B: usize> Targets<Vector<N>, T, B> for [usize; B] {
    const CLASSES: bool = true;
    #[inline]
    fn write(&self, target: &mut [[T; N]; B]) {
        for (class, target) in self.iter().zip(target) {
            *target = [T::ZERO; N];
            // one output is how much class 1 is wanted
            let hot = if N == 1 && *class < 2 { class.checked_sub(1) } else { Some(*class) };
            match hot.map(|hot| target.get_mut(hot)) {
                Some(Some(hot)) => *hot = T::ONE,
                Some(None) => *target = [T::of(f64::NAN); N],
                None => {}
            }
        }
    }
}

#[diagnostic::do_not_recommend]
impl<T: Scalar, const N: usize> Targets<Vector<N>, T, 1> for usize {
    const CLASSES: bool = true;
    #[inline]
    fn write(&self, target: &mut [[T; N]; 1]) {
        Targets::<Vector<N>, T, 1>::write(&[*self], target);
    }
}
