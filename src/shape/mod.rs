//! Shapes: what goes into a layer and what comes out, as types.

use core::fmt::Debug;
use core::mem::MaybeUninit;

use bytemuck::Zeroable;
use nalgebra::SMatrix;

use crate::memory::{self, Line};
use crate::{Scalar, Text};

/// A static shape and the storage of samples of it.
///
/// A sample is a plain array, a batch of `B` samples an array of `B` of them. `[[T; N]; B]` is, byte for
/// byte, nalgebra's `SMatrix<T, N, B>` (one column a sample), so both go in and out without a copy.
///
/// | shape | one sample | nalgebra form of a batch |
/// |---|---|---|
/// | [`Vector<N>`] | `[T; N]` | `SMatrix<T, N, B>` |
/// | [`Image<C, H, W>`] | `[[[T; W]; H]; C]` | none |
/// | [`Sequence<STEPS, N>`] | `[[T; N]; STEPS]` (one column a step) | none |
///
/// ```
/// use constrata::{Image, Shape, Vector};
/// assert_eq!(<Image<1, 28, 28> as Shape>::LEN, 784);
/// assert_eq!(<Vector<10> as Shape>::NAME.as_str(), "10");
/// ```
pub trait Shape: Copy + Debug + Default + Send + Sync + 'static {
    /// How many numbers a sample has.
    const LEN: usize;
    /// How many numbers a row has, over which a softmax goes and of which a loss is the mean: those of a step of a sequence, else all.
    ///
    /// ```
    /// use constrata::{Image, Sequence, Shape};
    /// assert_eq!((Sequence::<50, 8>::ROW, Image::<3, 2, 2>::ROW), (8, 12));
    /// ```
    const ROW: usize = Self::LEN;
    /// The shape as the DSL writes it: `10`, `[1, 28, 28]`.
    const NAME: Text;
    /// Its sizes, as PyTorch orders them.
    #[doc(hidden)]
    const SIZES: &'static [usize] = &[Self::LEN];
    /// One sample.
    type Sample<T: Scalar>: Copy + Debug + PartialEq + Zeroable + Send + Sync;
    /// What comes at a time where samples run [step by step](crate::stream): of a sequence a step, else all of it.
    type Frame: Numbers;
    /// `B` samples as a nalgebra matrix, where the shape has one; else as arrays.
    type Matrix<T: Scalar, const B: usize>: Zeroable;
    /// The samples inside the nalgebra form.
    ///
    /// ```
    /// use constrata::{Shape, Vector, nalgebra::matrix};
    /// let mut columns = matrix![1.0_f32, 3.0; 2.0, 4.0];
    /// assert_eq!(Vector::<2>::samples_mut(&mut columns), &[[1.0, 2.0], [3.0, 4.0]]);
    /// ```
    fn samples_mut<T: Scalar, const B: usize>(matrix: &mut Self::Matrix<T, B>) -> &mut Batch<Self, T, B>;
    /// The numbers in the samples, sample after sample: what is scaled, and must be finite to learn from.
    ///
    /// ```
    /// use constrata::{Sequence, Shape};
    /// let two_steps = [[1.0_f32, 2.0], [3.0, 4.0]];
    /// assert_eq!(Sequence::<2, 2>::numbers(&[two_steps]), [1.0, 2.0, 3.0, 4.0]);
    /// ```
    fn numbers<T: Scalar>(samples: &[Self::Sample<T>]) -> &[T];
    /// The same, to write.
    ///
    /// ```
    /// use constrata::{Image, Shape};
    /// let mut image = [[[0.0_f32; 2]; 2]; 1];
    /// Image::<1, 2, 2>::numbers_mut(std::slice::from_mut(&mut image))[3] = 5.0;
    /// assert_eq!(image[0][1][1], 5.0);
    /// ```
    fn numbers_mut<T: Scalar>(samples: &mut [Self::Sample<T>]) -> &mut [T];
    /// The first entry of a sample from which nothing can be learned: a number that is infinite or NaN.
    #[doc(hidden)]
    fn unfit<T: Scalar>(sample: &Self::Sample<T>) -> Option<usize> {
        Self::numbers(core::slice::from_ref(sample)).iter().position(|number| !number.is_finite())
    }
}

/// A shape whose samples are slices of numbers, as those of all layers' outputs are.
///
/// ```
/// use constrata::{Image, Numbers};
/// let mut image = [[[0.0_f32; 2]; 2]; 1];
/// Image::<1, 2, 2>::flat_mut(std::slice::from_mut(&mut image))[3] = 5.0;
/// assert_eq!(image[0][1][1], 5.0);
/// ```
pub trait Numbers: Shape {
    /// What stays where images or sequences are put side by side, channels by channels or features by features: steps, rows
    /// and columns.
    #[doc(hidden)]
    const NON_CHANNEL_DIMS: [usize; 3] = [1; 3];
    /// All numbers of the samples, sample after sample.
    ///
    /// ```
    /// use constrata::{Numbers, Sequence};
    /// let two_steps = [[1.0_f32, 2.0], [3.0, 4.0]];
    /// assert_eq!(Sequence::<2, 2>::flat(&[two_steps]), [1.0, 2.0, 3.0, 4.0]);
    /// ```
    #[inline(always)]
    fn flat<T: Scalar>(samples: &[Self::Sample<T>]) -> &[T] {
        Self::numbers(samples)
    }
    /// All numbers of the samples, to write.
    ///
    /// ```
    /// use constrata::{Image, Numbers};
    /// let mut image = [[[0.0_f32; 2]; 2]; 1];
    /// Image::<1, 2, 2>::flat_mut(std::slice::from_mut(&mut image))[3] = 5.0;
    /// assert_eq!(image[0][1][1], 5.0);
    /// ```
    #[inline(always)]
    fn flat_mut<T: Scalar>(samples: &mut [Self::Sample<T>]) -> &mut [T] {
        Self::numbers_mut(samples)
    }
    /// Samples at `place` for a layer to overwrite: what they are before is not said.
    #[doc(hidden)]
    #[inline(always)]
    fn scratch<T: Scalar, const B: usize>(
        place: &mut MaybeUninit<Line<Batch<Self, T, B>>>,
    ) -> &mut Batch<Self, T, B> {
        memory::cleared(place)
    }
}

/// How many rows a sample has: the steps of a sequence.
pub(crate) const fn rows_of<S: Shape>() -> usize {
    match S::LEN.checked_div(S::ROW) {
        Some(rows) => rows,
        None => 0,
    }
}

/// `B` samples of shape `S`.
///
/// ```
/// use constrata::{Batch, Vector};
/// let batch: Batch<Vector<2>, f32, 3> = [[1.0, 2.0], [3.0, 4.0], [5.0, 6.0]];
/// assert_eq!(batch.as_flattened().len(), 6);
/// ```
pub type Batch<S, T, const B: usize> = [<S as Shape>::Sample<T>; B];

/// `N` numbers: what [`Dense`](crate::layers::Dense) takes and gives.
///
/// ```
/// use constrata::{Numbers, Shape, Vector};
/// let sample: <Vector<3> as Shape>::Sample<f32> = [1.0, 2.0, 3.0];
/// assert_eq!(Vector::<3>::flat(&[sample, sample]).len(), 2 * Vector::<3>::LEN);
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Vector<const N: usize>;

/// `C` planes of `H` rows and `W` columns, as PyTorch orders them: `image[channel][row][column]`.
///
/// ```
/// use constrata::prelude::*;
/// network! { struct Bright: [3, 2, 1] => Flatten => Dense<1> }
/// let mut net = Bright::zeros();
/// net.dense2.weights[3] = 1.0; // channel 1, row 1, column 0
/// assert_eq!(net.predict(&[[[0.1], [0.2]], [[0.3], [0.4]], [[0.5], [0.6]]]), [0.4]);
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Image<const C: usize, const H: usize, const W: usize>;

/// `STEPS` time steps of `N` numbers each: `sequence[step][feature]`.
///
/// ```
/// use constrata::{Sequence, Shape};
/// let sequence: <Sequence<3, 2> as Shape>::Sample<f32> = [[20.5, 0.4], [21.0, 0.5], [21.5, 0.6]]; // three hours of two sensors
/// assert_eq!((sequence[1][0], Sequence::<3, 2>::NAME.as_str()), (21.0, "[3, 2]"));
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Sequence<const STEPS: usize, const N: usize>;

impl<const N: usize> Shape for Vector<N> {
    const LEN: usize = N;
    const NAME: Text = Text::new("").number(N);
    type Sample<T: Scalar> = [T; N];
    type Frame = Self;
    type Matrix<T: Scalar, const B: usize> = SMatrix<T, N, B>;
    #[inline(always)]
    fn samples_mut<T: Scalar, const B: usize>(matrix: &mut SMatrix<T, N, B>) -> &mut [[T; N]; B] {
        &mut matrix.data.0
    }
    #[inline(always)]
    fn numbers<T: Scalar>(samples: &[[T; N]]) -> &[T] {
        samples.as_flattened()
    }
    #[inline(always)]
    fn numbers_mut<T: Scalar>(samples: &mut [[T; N]]) -> &mut [T] {
        samples.as_flattened_mut()
    }
}

impl<const N: usize> Numbers for Vector<N> {
    #[inline(always)]
    fn scratch<T: Scalar, const B: usize>(
        place: &mut MaybeUninit<Line<Batch<Self, T, B>>>,
    ) -> &mut Batch<Self, T, B> {
        memory::scratch::<T, _>(place)
    }
}

impl<const C: usize, const H: usize, const W: usize> Shape for Image<C, H, W> {
    const LEN: usize = C * H * W;
    const SIZES: &'static [usize] = &[C, H, W];
    const NAME: Text = Text::new("[").number(C).text(", ").number(H).text(", ").number(W).text("]");
    type Sample<T: Scalar> = [[[T; W]; H]; C];
    type Frame = Self;
    type Matrix<T: Scalar, const B: usize> = [[[[T; W]; H]; C]; B];
    #[inline(always)]
    fn samples_mut<T: Scalar, const B: usize>(batch: &mut Batch<Self, T, B>) -> &mut Batch<Self, T, B> {
        batch
    }
    #[inline(always)]
    fn numbers<T: Scalar>(samples: &[[[[T; W]; H]; C]]) -> &[T] {
        samples.as_flattened().as_flattened().as_flattened()
    }
    #[inline(always)]
    fn numbers_mut<T: Scalar>(samples: &mut [[[[T; W]; H]; C]]) -> &mut [T] {
        samples.as_flattened_mut().as_flattened_mut().as_flattened_mut()
    }
}

impl<const C: usize, const H: usize, const W: usize> Numbers for Image<C, H, W> {
    const NON_CHANNEL_DIMS: [usize; 3] = [1, H, W];
    #[inline(always)]
    fn scratch<T: Scalar, const B: usize>(
        place: &mut MaybeUninit<Line<Batch<Self, T, B>>>,
    ) -> &mut Batch<Self, T, B> {
        memory::scratch::<T, _>(place)
    }
}

impl<const STEPS: usize, const N: usize> Shape for Sequence<STEPS, N> {
    const LEN: usize = STEPS * N;
    const ROW: usize = N;
    const SIZES: &'static [usize] = &[STEPS, N];
    const NAME: Text = Text::new("[").number(STEPS).text(", ").number(N).text("]");
    type Sample<T: Scalar> = [[T; N]; STEPS];
    type Frame = Vector<N>;
    type Matrix<T: Scalar, const B: usize> = [[[T; N]; STEPS]; B];
    #[inline(always)]
    fn samples_mut<T: Scalar, const B: usize>(batch: &mut Batch<Self, T, B>) -> &mut Batch<Self, T, B> {
        batch
    }
    #[inline(always)]
    fn numbers<T: Scalar>(samples: &[[[T; N]; STEPS]]) -> &[T] {
        samples.as_flattened().as_flattened()
    }
    #[inline(always)]
    fn numbers_mut<T: Scalar>(samples: &mut [[[T; N]; STEPS]]) -> &mut [T] {
        samples.as_flattened_mut().as_flattened_mut()
    }
}

impl<const STEPS: usize, const N: usize> Numbers for Sequence<STEPS, N> {
    const NON_CHANNEL_DIMS: [usize; 3] = [STEPS, 1, 1];
    #[inline(always)]
    fn scratch<T: Scalar, const B: usize>(
        place: &mut MaybeUninit<Line<Batch<Self, T, B>>>,
    ) -> &mut Batch<Self, T, B> {
        memory::scratch::<T, _>(place)
    }
}

/// That a layer `L`, which takes the shape `Takes`, may stand behind a layer whose output is `Self`.
///
/// True of equal shapes only: the compiler's word for any other pair names both.
///
/// ```
/// use constrata::{MatchesInput, Module, layers::Dense};
/// /// For layers that fit one behind the other, whatever they are.
/// fn numbers_between<A: Module<Output: MatchesInput<Z, Z::Input>>, Z: Module<Scalar = A::Scalar>>() -> usize {
///     use constrata::Shape;
///     <A::Output as Shape>::LEN
/// }
/// assert_eq!(numbers_between::<Dense<64, 32>, Dense<32, 10>>(), 32);
/// let mut batch = [[1.0_f32; 32]; 2];
/// <constrata::Vector<32> as MatchesInput<Dense<32, 10>, _>>::pass_mut::<f32, 2>(&mut batch)[0][0] = 5.0;
/// assert_eq!(<constrata::Vector<32> as MatchesInput<Dense<32, 10>, _>>::pass::<f32, 2>(&batch)[0][0], 5.0);
/// ```
#[diagnostic::on_unimplemented(
    message = "shape mismatch: `{L}` cannot follow a layer whose output is `{Self}`",
    label = "this layer takes `{Takes}`"
)]
pub trait MatchesInput<L, Takes: Shape>: Shape {
    /// The same samples, under the name the next layer knows them by.
    fn pass<T: Scalar, const B: usize>(samples: &Batch<Self, T, B>) -> &Batch<Takes, T, B>;
    /// The same samples, to write.
    fn pass_mut<T: Scalar, const B: usize>(samples: &mut Batch<Self, T, B>) -> &mut Batch<Takes, T, B>;
}

#[diagnostic::do_not_recommend]
impl<L, S: Shape> MatchesInput<L, S> for S {
    #[inline(always)]
    fn pass<T: Scalar, const B: usize>(samples: &Batch<S, T, B>) -> &Batch<S, T, B> {
        samples
    }
    #[inline(always)]
    fn pass_mut<T: Scalar, const B: usize>(samples: &mut Batch<S, T, B>) -> &mut Batch<S, T, B> {
        samples
    }
}

/// That what branches put out can be added: `Self` by the one, `Other` by the other.
///
/// True of equal shapes only: the compiler's word for any other pair names both.
///
/// ```
/// use constrata::{Image, SameShape};
/// const fn added<A: SameShape<Z>, Z: constrata::Shape>() {}
/// const _: () = added::<Image<3, 8, 8>, Image<3, 8, 8>>();
/// ```
#[diagnostic::on_unimplemented(
    message = "shape mismatch: what is inside `Residual` puts out `{Other}`, to which `{Self}` cannot be added",
    label = "its input, or its projection, has the shape `{Self}`",
    note = "a projection makes the shapes equal: `Residual(.., project = Dense<16>)`, of images `project = Conv2d<16, 1, stride = 2>`"
)]
pub trait SameShape<Other: Shape>: Shape {}

#[diagnostic::do_not_recommend]
impl<S: Shape> SameShape<S> for S {}
