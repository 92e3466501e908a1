//! The forms in which samples are handed in and results come back.

use bytemuck::Zeroable;
use nalgebra::SMatrix;

use crate::{Batch, Image, Scalar, Sequence, Shape, Vector};

/// One sample or `B` of them, of shape `S`: what [`predict`](crate::Network::predict) takes.
///
/// The result comes back in the same form: an array for an array, an array of them for a batch, a
/// nalgebra matrix for a matrix. Nothing is copied on the way in.
///
/// | shape | one sample | a batch | nalgebra, a column each |
/// |---|---|---|---|
/// | `Vector<N>` | `[T; N]` | `[[T; N]; B]` | `SMatrix<T, N, B>`, `SVector<T, N>` |
/// | `Image<C, H, W>` | `[[[T; W]; H]; C]` | an array of them | |
/// | `Sequence<STEPS, N>` | `[[T; N]; STEPS]` | an array of them | |
///
/// ```
/// use constrata::prelude::*;
/// use nalgebra::vector;
/// type Net = network!(2 => Dense<3, Sigmoid>);
/// let net = Net::zeros();
/// assert_eq!(net.predict(&[1.0, 2.0]), [0.5; 3]);
/// assert_eq!(net.predict(&[[1.0, 2.0], [3.0, 4.0]]), [[0.5; 3]; 2]);
/// assert_eq!(net.predict(&vector![1.0, 2.0]), vector![0.5, 0.5, 0.5]);
/// ```
///
/// ```
/// use constrata::{Samples, Vector};
/// let one = [1.0_f32, 2.0];
/// assert_eq!(Samples::<Vector<2>, f32, 1>::batch(&one), &[[1.0, 2.0]]);
/// let mut answer = [0.0];
/// <[f32; 2] as Samples<Vector<2>, f32, 1>>::batch_mut::<Vector<1>>(&mut answer)[0] = [5.0];
/// assert_eq!(answer, [5.0]);
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` is neither one sample of shape `{S}` nor a batch of {B} of them, in `{T}`",
    label = "another shape than the network takes"
)]
pub trait Samples<S: Shape, T: Scalar, const B: usize> {
    /// Samples of shape `O` in the same form.
    type Like<O: Shape>: Zeroable;
    /// The samples as a batch.
    fn batch(&self) -> &Batch<S, T, B>;
    /// The batch inside samples of the same form, to write.
    fn batch_mut<O: Shape>(like: &mut Self::Like<O>) -> &mut Batch<O, T, B>;
}

macro_rules! arrays {
    ([$($size:ident),*] $shape:ty, $sample:ty) => {
        #[diagnostic::do_not_recommend]
        impl<T: Scalar, $(const $size: usize),*> Samples<$shape, T, 1> for $sample {
            type Like<O: Shape> = O::Sample<T>;
            #[inline(always)]
            fn batch(&self) -> &[$sample; 1] {
                core::array::from_ref(self)
            }
            #[inline(always)]
            fn batch_mut<O: Shape>(like: &mut O::Sample<T>) -> &mut [O::Sample<T>; 1] {
                core::array::from_mut(like)
            }
        }
        #[diagnostic::do_not_recommend]
        impl<T: Scalar, $(const $size: usize,)* const B: usize> Samples<$shape, T, B> for [$sample; B] {
            type Like<O: Shape> = [O::Sample<T>; B];
            #[inline(always)]
            fn batch(&self) -> &[$sample; B] {
                self
            }
            #[inline(always)]
            fn batch_mut<O: Shape>(like: &mut [O::Sample<T>; B]) -> &mut [O::Sample<T>; B] {
                like
            }
        }
    };
}

arrays!([N] Vector<N>, [T; N]);
arrays!([C, H, W] Image<C, H, W>, [[[T; W]; H]; C]);
arrays!([STEPS, N] Sequence<STEPS, N>, [[T; N]; STEPS]);

#[diagnostic::do_not_recommend]
impl<T: Scalar, const N: usize, const B: usize> Samples<Vector<N>, T, B> for SMatrix<T, N, B> {
    type Like<O: Shape> = O::Matrix<T, B>;
    #[inline(always)]
    fn batch(&self) -> &[[T; N]; B] {
        &self.data.0
    }
    #[inline(always)]
    fn batch_mut<O: Shape>(like: &mut O::Matrix<T, B>) -> &mut Batch<O, T, B> {
        O::samples_mut(like)
    }
}
