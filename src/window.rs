//! Windows: how a kernel or a pool walks over an image.

use crate::{Image, Sequence, Shape, Text};

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
    const TEXT: Text = pair(Text::new(""), Self::SIZE);
}

/// The options as the DSL writes them, with what they are where nothing is said: `, stride = 2, pad = 1`. Padding that is not the
/// same on all sides is that of `same`.
pub(crate) const fn options<X: Planes, Z: Planes, K: Walk>(stride: [usize; 2]) -> Text {
    let mut text = Text::new("");
    if !equal(K::STRIDE, stride) {
        text = pair(text.text(", stride = "), K::STRIDE);
    }
    let (mut padded, mut even, mut axis) = (false, true, 0);
    while axis < 2 {
        let reach = (K::SIZE[axis] - 1) * K::DILATION[axis] + 1;
        let wanted = (Z::SIZE[axis] - 1) * K::STRIDE[axis] + reach;
        // what is needed behind, at least, and what would leave room for one more window
        let least = wanted.saturating_sub(X::SIZE[axis] + K::PAD[axis]);
        padded = padded || K::PAD[axis] > 0 || least > 0;
        even = even && least <= K::PAD[axis] && X::SIZE[axis] + 2 * K::PAD[axis] < wanted + K::STRIDE[axis];
        axis += 1;
    }
    if padded {
        text = if even { pair(text.text(", pad = "), K::PAD) } else { text.text(", pad = same") };
    }
    if !equal(K::DILATION, [1, 1]) {
        text = pair(text.text(", dilation = "), K::DILATION);
    }
    text
}

/// The options of a transposed convolution from `X` to `Z`, as the DSL writes them.
pub(crate) const fn transposed<X: Planes, Z: Planes, K: Walk>() -> Text {
    let mut text = Text::new("");
    if !equal(K::STRIDE, [1, 1]) {
        text = pair(text.text(", stride = "), K::STRIDE);
    }
    if !equal(K::PAD, [0, 0]) {
        text = pair(text.text(", pad = "), K::PAD);
    }
    let (mut more, mut axis) = ([0, 0], 0);
    while axis < 2 {
        let reach = (K::SIZE[axis] - 1) * K::DILATION[axis] + 1;
        let usual = (X::SIZE[axis] - 1) * K::STRIDE[axis] + reach;
        more[axis] = (Z::SIZE[axis] + 2 * K::PAD[axis]).saturating_sub(usual);
        axis += 1;
    }
    if !equal(more, [0, 0]) {
        text = pair(text.text(", output_pad = "), more);
    }
    if !equal(K::DILATION, [1, 1]) {
        text = pair(text.text(", dilation = "), K::DILATION);
    }
    text
}

/// The options of a convolution over steps, as the DSL writes them.
pub(crate) const fn step_options<X: Steps, Z: Steps, K: Walk>() -> Text {
    let mut text = Text::new("");
    let (stride, pad, dilation) = (K::STRIDE[0], K::PAD[0], K::DILATION[0]);
    let reach = (K::SIZE[0] - 1) * dilation + 1;
    if stride > 1 {
        text = text.text(", stride = ").number(stride);
    }
    let wanted = (Z::STEPS - 1) * stride + reach;
    let behind = wanted.saturating_sub(X::STEPS + pad);
    if pad > 0 || behind > 0 {
        text = text.text(", pad = ");
        text = if behind == 0 && pad == reach - 1 {
            text.text("causal")
        } else if behind <= pad && X::STEPS + 2 * pad < wanted + stride {
            text.number(pad)
        } else {
            text.text("same")
        };
    }
    if dilation > 1 { text.text(", dilation = ").number(dilation) } else { text }
}

const fn equal(a: [usize; 2], b: [usize; 2]) -> bool {
    a[0] == b[0] && a[1] == b[1]
}

/// `2`, or `[2, 1]`
const fn pair(text: Text, [a, b]: [usize; 2]) -> Text {
    if a == b { text.number(a) } else { text.text("[").number(a).text(", ").number(b).text("]") }
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
#[diagnostic::on_unimplemented(
    message = "a layer on images cannot follow one whose output is `{Self}`",
    label = "is no image `[CHANNELS, HEIGHT, WIDTH]`"
)]
pub trait Planes: Shape {
    /// Channels.
    const CHANNELS: usize;
    /// Rows and columns.
    const SIZE: [usize; 2];
}

impl<const C: usize, const H: usize, const W: usize> Planes for Image<C, H, W> {
    const CHANNELS: usize = C;
    const SIZE: [usize; 2] = [H, W];
}

/// A shape that is a sequence: its sizes.
#[diagnostic::on_unimplemented(
    message = "a layer on sequences cannot follow one whose output is `{Self}`",
    label = "is no sequence `[STEPS, N]`"
)]
pub trait Steps: Shape {
    /// Time steps.
    const STEPS: usize;
    /// Numbers in each.
    const FEATURES: usize;
}

impl<const STEPS: usize, const N: usize> Steps for Sequence<STEPS, N> {
    const STEPS: usize = STEPS;
    const FEATURES: usize = N;
}

/// What a layer does with the numbers of an image, as numbers: the image `x` that windows walk over, the image `z` that has
/// a column for each of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[doc(hidden)]
pub struct Geometry {
    /// Channels of `x`, and its rows and columns.
    pub channels: usize,
    pub x: [usize; 2],
    /// Channels of `z`, and its rows and columns.
    pub outputs: usize,
    pub z: [usize; 2],
    pub size: [usize; 2],
    pub stride: [usize; 2],
    pub pad: [usize; 2],
    pub dilation: [usize; 2],
    /// So many parts the channels of either are in, which do not mix.
    pub groups: usize,
    /// Whether it is a sequence: steps are rows, of one column, and the channels of a step lie side by side.
    pub sequence: bool,
}

impl Geometry {
    /// Windows `K` over `X`, which give `Z`.
    #[must_use]
    pub const fn new<X: Planes, Z: Planes, K: Walk>(groups: usize) -> Self {
        let geometry = Geometry {
            channels: X::CHANNELS,
            x: X::SIZE,
            outputs: Z::CHANNELS,
            z: Z::SIZE,
            size: K::SIZE,
            stride: K::STRIDE,
            pad: K::PAD,
            dilation: K::DILATION,
            groups,
            sequence: false,
        };
        assert!(geometry.is_sound(), "the window, the groups and the two images do not belong together");
        geometry
    }

    /// Windows `K` over the steps of `X`, which give those of `Z`.
    #[must_use]
    pub const fn steps<X: Steps, Z: Steps, K: Walk>() -> Self {
        let geometry = Geometry {
            channels: X::FEATURES,
            x: [X::STEPS, 1],
            outputs: Z::FEATURES,
            z: [Z::STEPS, 1],
            size: K::SIZE,
            stride: K::STRIDE,
            pad: K::PAD,
            dilation: K::DILATION,
            groups: 1,
            sequence: true,
        };
        assert!(
            geometry.is_sound() && K::SIZE[1] == 1,
            "the window and the two sequences do not belong together"
        );
        geometry
    }

    /// That no size is 0, groups divide the channels, and every window has an element on the image.
    const fn is_sound(&self) -> bool {
        let mut axis = 0;
        while axis < 2 {
            let (size, stride) = (self.size[axis], self.stride[axis]);
            if size == 0 || stride == 0 || self.dilation[axis] == 0 || self.x[axis] == 0 || self.z[axis] == 0
            {
                return false;
            }
            let reach = (size - 1) * self.dilation[axis];
            // the first window ends at the image or behind its begin, the last begins before its end
            if reach < self.pad[axis] || (self.z[axis] - 1) * stride >= self.x[axis] + self.pad[axis] {
                return false;
            }
            // behind the image there are no more zeros than before it, unless the padding is that of `same`
            let behind =
                ((self.z[axis] - 1) * stride + reach + 1).saturating_sub(self.x[axis] + self.pad[axis]);
            let all = same(self.x[axis], stride) == self.z[axis];
            let same = all && self.pad[axis] == same_pad(self.x[axis], size, stride, self.dilation[axis]);
            if behind > self.pad[axis] && !same {
                return false;
            }
            axis += 1;
        }
        self.groups > 0
            && self.channels > 0
            && self.outputs > 0
            && self.channels.is_multiple_of(self.groups)
            && self.outputs.is_multiple_of(self.groups)
    }

    /// Numbers that one window shows to one output.
    #[must_use]
    pub const fn patch(&self) -> usize {
        self.channels / self.groups * self.size[0] * self.size[1]
    }

    /// Numbers in a plane of `x`.
    pub(crate) const fn x_plane(&self) -> usize {
        self.x[0] * self.x[1]
    }

    /// Numbers in a plane of `z`.
    pub(crate) const fn z_plane(&self) -> usize {
        self.z[0] * self.z[1]
    }

    /// Whether each window is one pixel, and the windows are all pixels in order: a convolution is a matrix product.
    pub(crate) const fn is_pointwise(&self) -> bool {
        let [size, stride, pad] = [self.size, self.stride, self.pad];
        size[0] * size[1] * stride[0] * stride[1] == 1
            && pad[0] + pad[1] == 0
            && self.x_plane() == self.z_plane()
    }

    /// Which windows, from and to, have their element `element` on the image, along an axis.
    #[inline(always)]
    pub(crate) const fn on_image(&self, axis: usize, element: usize) -> (usize, usize) {
        let (stride, pad, shift) = (self.stride[axis], self.pad[axis], element * self.dilation[axis]);
        let (first, end) = (pad.saturating_sub(shift), (self.x[axis] + pad).saturating_sub(shift));
        let (first, end) = (divided(first, stride), divided(end, stride));
        let end = if end < self.z[axis] { end } else { self.z[axis] };
        (if first < end { first } else { end }, end)
    }

    /// Which elements of window `window`, from and to, are on the image, along an axis; and where on it the first of them is.
    #[inline(always)]
    pub(crate) const fn elements(&self, axis: usize, window: usize) -> (usize, usize, usize) {
        let (pad, start) = (self.pad[axis], window * self.stride[axis]);
        let dilation = self.dilation[axis];
        let first = divided(pad.saturating_sub(start), dilation);
        let end = divided((self.x[axis] + pad).saturating_sub(start), dilation);
        let end = if end < self.size[axis] { end } else { self.size[axis] };
        let first = if first < end { first } else { end };
        (first, end, (start + first * dilation).saturating_sub(pad))
    }
}

/// a / b rounded up; mostly b is 1, and a division takes long.
#[inline(always)]
const fn divided(a: usize, b: usize) -> usize {
    if b <= 1 { a } else { a.div_ceil(b) }
}

/// How many windows of `size` elements there are on `n` numbers with `pad` zeros on both sides; what the macro writes where it
/// does not see the sizes. Where [`check`] says that there are none, this one says one, so that one mistake stays one.
#[doc(hidden)]
#[must_use]
pub const fn valid(n: usize, size: usize, stride: usize, dilation: usize, pad: usize) -> usize {
    let reach = size.saturating_sub(1) * dilation + 1;
    if stride == 0 { 1 } else { (n + 2 * pad).saturating_sub(reach) / stride + 1 }
}

/// Fails where those windows do not fit.
#[doc(hidden)]
pub const fn check(n: usize, size: usize, stride: usize, dilation: usize, pad: usize, exact: bool) {
    assert!(size > 0 && stride > 0 && dilation > 0, "a window, a stride and a dilation are at least 1");
    let (all, reach) = (n + 2 * pad, (size - 1) * dilation + 1);
    assert!(
        reach <= all,
        "the window is larger than what it is given; take a smaller one, or write `pad = same`"
    );
    assert!(
        !exact || (all - reach).is_multiple_of(stride),
        "the windows do not divide what they are given; write `last = drop` to leave the rest out"
    );
}

/// The same with so much padding that the windows are the numbers by the stride, rounded up.
#[doc(hidden)]
#[must_use]
pub const fn same(n: usize, stride: usize) -> usize {
    n.div_ceil(stride)
}

/// How much of that padding comes before the first number.
#[doc(hidden)]
#[must_use]
pub const fn same_pad(n: usize, size: usize, stride: usize, dilation: usize) -> usize {
    let reach = (size - 1) * dilation + 1;
    ((n.div_ceil(stride) - 1) * stride + reach).saturating_sub(n) / 2
}

/// How many numbers a transposed convolution gives of `n`.
#[doc(hidden)]
#[must_use]
pub const fn widened(
    n: usize,
    size: usize,
    stride: usize,
    dilation: usize,
    pad: usize,
    more: usize,
) -> usize {
    assert!(
        n > 0 && size > 0 && stride > 0 && dilation > 0,
        "a window, a stride and a dilation are at least 1"
    );
    let all = (n - 1) * stride + (size - 1) * dilation + 1 + more;
    assert!(all > 2 * pad, "the padding leaves nothing");
    all - 2 * pad
}
