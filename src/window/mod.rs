//! Windows: how a kernel or a pool walks over an image.

mod causal;
mod count;
mod geometry;
mod text;

pub use causal::{Causal, LooksBack};
pub use count::{check, same, same_pad, valid, widened};
pub use geometry::Geometry;
pub(crate) use text::{options, step_options, transposed};

use crate::{Image, Numbers, Sequence, Text, Vector};

/// How a window of `H` x `W` walks over an image: steps of `DOWN` and `RIGHT`, with `TOP` rows and `LEFT` columns of zeros
/// before the image, and `ROWS` and `COLUMNS` from one of its elements to the next (its dilation).
///
/// What the image is padded with behind follows from how many windows there are.
///
/// ```
/// use constrata::{Image, Network, layers::MaxPool2d, Window};
/// let pool = MaxPool2d::<Image<1, 2, 4>, Image<1, 1, 2>, Window<2, 2, 2, 2>>::default();
/// assert_eq!(pool.predict(&[[[1.0, 2.0, 5.0, 3.0], [4.0, 0.0, -1.0, -2.0]]]), [[[4.0, 5.0]]]);
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Window<
    const H: usize,
    const W: usize,
    const DOWN: usize = 1,
    const RIGHT: usize = 1,
    const TOP: usize = 0,
    const LEFT: usize = 0,
    const ROWS: usize = 1,
    const COLUMNS: usize = 1,
>;

/// The numbers of a [`Window`].
///
/// ```
/// use constrata::{Walk, Window};
/// type Walked = Window<3, 5, 2, 1, 1, 4, 1, 2>;
/// assert_eq!((Walked::SIZE, Walked::STRIDE), ([3, 5], [2, 1]));
/// assert_eq!((Walked::PAD, Walked::DILATION), ([1, 4], [1, 2]));
/// ```
pub trait Walk: Copy + Send + Sync + 'static {
    /// Height and width.
    const SIZE: [usize; 2];
    /// From one window to the next.
    const STRIDE: [usize; 2];
    /// Zeros above and left of the image.
    const PAD: [usize; 2];
    /// From one element of a window to the next.
    const DILATION: [usize; 2];
    /// The size as the DSL writes it: `3`, `[3, 5]`.
    #[doc(hidden)]
    const TEXT: Text = text::pair(Text::new(""), Self::SIZE);
}

impl<
    const H: usize,
    const W: usize,
    const DOWN: usize,
    const RIGHT: usize,
    const TOP: usize,
    const LEFT: usize,
    const ROWS: usize,
    const COLUMNS: usize,
> Walk for Window<H, W, DOWN, RIGHT, TOP, LEFT, ROWS, COLUMNS>
{
    const SIZE: [usize; 2] = [H, W];
    const STRIDE: [usize; 2] = [DOWN, RIGHT];
    const PAD: [usize; 2] = [TOP, LEFT];
    const DILATION: [usize; 2] = [ROWS, COLUMNS];
}

/// A shape that is an image: its sizes.
///
/// ```
/// use constrata::{Image, Planes};
/// type Photo = Image<3, 48, 64>;
/// assert_eq!((Photo::CHANNELS, <Photo as Planes>::SIZE), (3, [48, 64]));
/// ```
#[diagnostic::on_unimplemented(
    message = "a layer on images cannot follow one whose output is `{Self}`",
    label = "is no image `[CHANNELS, HEIGHT, WIDTH]`"
)]
pub trait Planes: Numbers {
    /// Channels.
    const CHANNELS: usize;
    /// Rows and columns.
    const SIZE: [usize; 2];
}

impl<const C: usize, const H: usize, const W: usize> Planes for Image<C, H, W> {
    const CHANNELS: usize = C;
    const SIZE: [usize; 2] = [H, W];
}

/// A shape with channels, each of which has many numbers in a sample: what [`BatchNorm`](crate::layers::BatchNorm) takes.
///
/// | shape | channels | numbers of one side by side |
/// |---|---|---|
/// | [`Image<C, H, W>`] | C | H W |
/// | [`Vector<N>`](crate::Vector) | N | 1 |
/// | [`Sequence<STEPS, N>`] | N | 1, again in every step |
///
/// ```
/// use constrata::{Channels, Image, Sequence};
/// type Photo = Image<3, 48, 64>;
/// assert_eq!((<Photo as Channels>::CHANNELS, Photo::PLANE), (3, 48 * 64));
/// assert_eq!((Sequence::<128, 6>::CHANNELS, Sequence::<128, 6>::PLANE), (6, 1));
/// ```
pub trait Channels: Numbers {
    /// How many channels.
    const CHANNELS: usize;
    /// How many numbers of a channel lie side by side.
    const PLANE: usize;
}

impl<const C: usize, const H: usize, const W: usize> Channels for Image<C, H, W> {
    const CHANNELS: usize = C;
    const PLANE: usize = H * W;
}

impl<const N: usize> Channels for Vector<N> {
    const CHANNELS: usize = N;
    const PLANE: usize = 1;
}

impl<const STEPS: usize, const N: usize> Channels for Sequence<STEPS, N> {
    const CHANNELS: usize = N;
    const PLANE: usize = 1;
}

/// A shape that is a sequence: its sizes.
///
/// ```
/// use constrata::{Sequence, Steps};
/// type Acceleration = Sequence<128, 3>;
/// assert_eq!((Acceleration::STEPS, Acceleration::FEATURES), (128, 3));
/// ```
#[diagnostic::on_unimplemented(
    message = "a layer on sequences cannot follow one whose output is `{Self}`",
    label = "is no sequence `[STEPS, N]`"
)]
pub trait Steps: Numbers {
    /// Time steps.
    const STEPS: usize;
    /// Numbers in each.
    const FEATURES: usize;
}

impl<const STEPS: usize, const N: usize> Steps for Sequence<STEPS, N> {
    const STEPS: usize = STEPS;
    const FEATURES: usize = N;
}
