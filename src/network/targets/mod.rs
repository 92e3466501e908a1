//! Targets: what the network should have said.

mod steps;

use nalgebra::SMatrix;

use crate::network::samples::Samples;
use crate::shape::rows_of;
use crate::{Batch, Image, Scalar, Sequence, Shape, Vector};

/// The wanted outputs of `B` samples: numbers in any form that [`Samples`] has, or class indices.
///
/// A class index `c` stands for the one-hot vector with 1 at `c`; where there is one output, for `c` itself, 0 or 1. An index that is no class makes the loss
/// NaN, never a silent 0; [`fit`](crate::train::Fit::run) refuses it before it begins.
///
/// Of sequences, each step has a class: `[usize; STEPS]` of one, `[[usize; STEPS]; B]` of a batch. `Option<usize>` in place of `usize`
/// allows for steps without a target, `None`: they count neither in the loss, nor in its gradient, nor in metrics, as the
/// `ignore_index` of PyTorch's `CrossEntropyLoss`.
///
/// ```
/// use constrata::prelude::*;
/// type Tagger = network!([4, 2] => Dense<3, Softmax>); // a class for each of four steps
/// let (mut pass, x) = (Tagger::pass(), [[[0.0, 1.0], [1.0, 0.0], [0.5, 0.5], [0.0, 0.0]]]);
/// pass.logits(&Tagger::zeros(), &x);
/// let loss = pass.loss(&CrossEntropy, &[Some(0), Some(2), None, None]);
/// assert_eq!(loss, 3_f32.ln()); // the mean over two steps
/// assert_eq!(pass.gradient[0][2], [0.0; 3]);
/// ```
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
    message = "`{Self}` is no target for outputs of shape `{S}`: give {B} x `{S}` in `{T}`, or class indices, of a sequence one for each step",
    label = "another shape than the network's output"
)]
pub trait Targets<S: Shape, T: Scalar, const B: usize>: Sync {
    /// Whether these are class indices.
    const CLASSES: bool = false;
    /// Whether a step may have no target.
    ///
    /// ```
    /// use constrata::{Sequence, Targets};
    /// assert!(<[Option<usize>; 5] as Targets<Sequence<5, 3>, f32, 1>>::OPTIONAL);
    /// ```
    const OPTIONAL: bool = false;
    /// Writes the wanted outputs; anything finite for a step without a target.
    fn write(&self, target: &mut Batch<S, T, B>);
    /// Whether row number `row` of all samples has a target: a step of a sequence, else a sample.
    ///
    /// ```
    /// use constrata::{Sequence, Targets};
    /// let two_sequences = [[Some(1), Some(0)], [Some(2), None]];
    /// assert!(Targets::<Sequence<2, 3>, f32, 2>::has(&two_sequences, 2));
    /// assert!(!Targets::<Sequence<2, 3>, f32, 2>::has(&two_sequences, 3));
    /// ```
    fn has(&self, _row: usize) -> bool {
        true
    }
    /// How many rows have one: what a loss is the mean over.
    ///
    /// ```
    /// use constrata::{Sequence, Targets};
    /// assert_eq!(Targets::<Sequence<2, 3>, f32, 2>::count(&[[Some(1), Some(0)], [Some(2), None]]), 3);
    /// ```
    fn count(&self) -> usize {
        let rows = const { B * rows_of::<S>() };
        if Self::OPTIONAL { (0..rows).filter(|row| self.has(*row)).count() } else { rows }
    }
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
            write_class(*class, target);
        }
    }
}

/// One-hot; of no class, NaN.
#[inline]
fn write_class<T: Scalar, const N: usize>(class: usize, target: &mut [T; N]) {
    *target = [T::ZERO; N];
    // one output is how much class 1 is wanted
    let hot = if N == 1 && class < 2 { class.checked_sub(1) } else { Some(class) };
    match hot.map(|hot| target.get_mut(hot)) {
        Some(Some(hot)) => *hot = T::ONE,
        Some(None) => *target = [T::of(f64::NAN); N],
        None => {}
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
